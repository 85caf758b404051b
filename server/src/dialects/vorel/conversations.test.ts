import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import type { Client } from '../../../test/http-client.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { answerOf, failed, openConversation, UNKNOWN, vorelClient } from '../../../test/vorel-client.ts';
import { transaction } from '../../db/database.ts';

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

describe('conversations', () => {
  const given = {
    channel: 'voice',
    customer_identifier: '+447123456789',
    customer_name: 'Ada',
    customer_language: 'en-GB',
  };

  it('are opened, read and listed', async () => {
    const { status, body } = await ask('POST', '/conversations', { body: given });
    expect([status, body]).toStrictEqual([
      201,
      {
        ...given,
        id: expect.any(String),
        status: 'active',
        first_message_at: null,
        last_message_at: null,
        created_at: expect.any(String),
      },
    ]);
    const read = await ask('GET', `/conversations/${body.id}`);
    expect([read.status, read.body]).toStrictEqual([200, body]);
    const second = await ask('POST', '/conversations', { body: { ...given, channel: 'webform' } });
    expect(second.body).toMatchObject({ channel: 'webform' });
    const first = await ask('GET', '/conversations?limit=1');
    expect(first.body).toStrictEqual({ data: [second.body], next_cursor: second.body.id, has_more: true });
    const rest = await ask('GET', `/conversations?cursor=${first.body.next_cursor}`);
    expect(rest.body).toStrictEqual({ data: [body], next_cursor: null, has_more: false });
  });

  it('need no name and no language', async () => {
    const body = { ...given, customer_name: null, customer_language: undefined };
    const answer = await ask('POST', '/conversations', { body });
    expect([answer.status, answer.body.customer_name, answer.body.customer_language]).toEqual([201, null, null]);
  });

  it('are one for a customer on a channel, also for two at once, until it is closed', async () => {
    const answers = await Promise.all([1, 2].map(() => ask('POST', '/conversations', { body: given })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused && answerOf(refused)).toStrictEqual(failed(409, 'conflict'));
    await transaction(tenant.ctx, ({ tx }) => tx`update conversations set state = 'closed'`);
    expect((await ask('POST', '/conversations', { body: given })).status).toBe(201);
  });

  it.each([
    [{ channel: 'pigeon' }, 'channel'],
    [{ channel: undefined }, 'channel'],
    [{ customer_identifier: undefined }, 'customer_identifier'],
    [{ customer_identifier: '' }, 'customer_identifier'],
    [{ customer_identifier: 'x'.repeat(256) }, 'customer_identifier'],
    [{ customer_name: 'x'.repeat(201) }, 'customer_name'],
    [{ customer_name: 'Ada\0' }, 'customer_name'],
    [{ customer_language: 'english' }, 'customer_language'],
  ])('are refused with %j', async (wrong, field) => {
    const answer = await ask('POST', '/conversations', { body: { ...given, ...wrong } });
    expect(answerOf(answer)).toStrictEqual(failed(400, 'bad_request', expect.stringContaining(`${field}: `)));
  });

  it('of another workspace, or of test keys, are as unknown ones', async () => {
    const id = await openConversation(ask);
    for (const from of [vorelClient(server, (await addTenant(server)).liveKey), vorelClient(server, tenant.testKey)]) {
      expect(answerOf(await from('GET', `/conversations/${id}`))).toStrictEqual(failed(404, 'not_found'));
      expect((await from('GET', '/conversations')).body.data).toEqual([]);
    }
    for (const missing of [UNKNOWN, 'none']) {
      expect(answerOf(await ask('GET', `/conversations/${missing}`))).toStrictEqual(failed(404, 'not_found'));
    }
  });

  it.each(['limit=0', 'cursor=x'])('are listed with a good %s only', async (query) => {
    expect(answerOf(await ask('GET', `/conversations?${query}`))).toStrictEqual(failed(400, 'bad_request'));
  });
});
