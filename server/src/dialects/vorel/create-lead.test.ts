import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import type { Client } from '../../../test/http-client.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { answerOf, createLead, failed, openConversation, UNKNOWN, vorelClient } from '../../../test/vorel-client.ts';

let server: TestServer;
let tenant: TestTenant;
let ask: Client;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
});
beforeEach(async () => {
  tenant = await addTenant(server);
  ask = vorelClient(server, tenant.liveKey);
});
afterAll(() => server.stop());

describe('creating a lead', () => {
  it('is a conflict on a conversation that has one, also for two at once', async () => {
    const body = { conversation_id: await openConversation(ask) };
    const answers = await Promise.all([1, 2, 3].map(() => ask('POST', '/leads', { body })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused && answerOf(refused)).toStrictEqual(failed(409, 'conflict'));
  });

  it('does not know a conversation of another workspace, or of test keys', async () => {
    const other = vorelClient(server, (await addTenant(server)).liveKey);
    const foreign = [
      await openConversation(other),
      await openConversation(vorelClient(server, tenant.testKey)),
      UNKNOWN,
    ];
    for (const conversation_id of foreign) {
      const answer = await ask('POST', '/leads', { body: { conversation_id } });
      expect(answerOf(answer)).toStrictEqual(failed(404, 'not_found'));
    }
  });

  it.each([
    [{ conversation_id: undefined }, 'conversation_id'],
    [{ conversation_id: 'x' }, 'conversation_id'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ name: 'Jane\0' }, 'name'],
    [{ name: '\ud83d' }, 'name'],
    [{ email: 'jane' }, 'email'],
    [{ phone: 'call me' }, 'phone'],
    [{ intent: 'x'.repeat(41) }, 'intent'],
    [{ qualification_score: 101 }, 'qualification_score'],
    [{ status: 'open' }, 'status'],
    [{ attributes: { big: 'x'.repeat(40_000) } }, 'attributes.big'],
    [{ attributes: [] }, 'attributes'],
  ])('names what is wrong with %j', async (body, field) => {
    const answer = await createLead(ask, body);
    expect(answerOf(answer)).toStrictEqual(failed(400, 'bad_request', expect.stringContaining(`${field}: `)));
    expect((await ask('GET', '/leads')).body.data).toEqual([]);
  });

  it('is a conflict where it would be booked', async () => {
    const answer = await createLead(ask, { status: 'booked' });
    expect(answerOf(answer)).toStrictEqual(failed(409, 'conflict', expect.stringContaining('status: ')));
  });

  it.each([
    ['no JSON', '{"name"'],
    ['nothing', ''],
    ['a list', '[]'],
    ['too deep', `{"attributes":{"a":${'['.repeat(50)}${']'.repeat(50)}}}`],
  ])('refuses a body that is %s', async (_what, body) => {
    expect(answerOf(await ask('POST', '/leads', { body }))).toStrictEqual(failed(400, 'bad_request'));
  });

  it('refuses one that is too large', async () => {
    const answer = await ask('POST', '/leads', { body: { name: 'x'.repeat(1_100_000) } });
    expect(answerOf(answer)).toStrictEqual(failed(413, 'bad_request'));
  });
});
