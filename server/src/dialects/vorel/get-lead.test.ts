import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import type { Client } from '../../../test/http-client.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import {
  answerOf,
  createLead,
  everyField,
  failed,
  openConversation,
  UNKNOWN,
  vorelClient,
} from '../../../test/vorel-client.ts';
import { findFault, leadKeys } from './vorel.fixture.ts';

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

const idOf = async (body: object = {}) => (await createLead(ask, body)).body.id;

describe('a lead', () => {
  it('is created with all that is known of it, and read so', async () => {
    const conversation_id = await openConversation(ask);
    const { status, body } = await ask('POST', '/leads', {
      body: { ...everyField, conversation_id, notes: 'Knows a lot' },
    });
    expect(status).toBe(201);
    expect(body).toStrictEqual({
      ...everyField,
      id: expect.any(String),
      conversation_id,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    const read = await ask('GET', `/leads/${body.id}`);
    expect([read.status, read.body]).toStrictEqual([200, body]);
    expect(findFault('Lead', read.body)).toBeNull();
    expect(Object.keys(read.body).sort()).toEqual([...leadKeys].sort());
    const native = (await tenant.ask('GET', `/v1/leads/${body.id}`)).json();
    expect(native).toMatchObject({ qualificationNotes: 'Knows a lot', stage: 'qualified' });
    expect(native.variables.bedrooms).toMatchObject({ confidence: 1, source: 'api' });
  });

  it('has every key where nothing is known', async () => {
    const { status, body } = await createLead(ask);
    expect(status).toBe(201);
    expect(findFault('Lead', body)).toBeNull();
    expect(Object.keys(body).sort()).toEqual([...leadKeys].sort());
    const { id: _id, conversation_id: _conversation, created_at: _created, updated_at: _updated, ...rest } = body;
    expect(rest).toEqual({
      name: null,
      email: null,
      phone: null,
      intent: null,
      attributes: {},
      timeline: null,
      qualification_score: null,
      status: 'new',
      source: null,
    });
  });

  it('that came otherwise has a conversation too', async () => {
    const { id } = (await tenant.ask('POST', '/v1/leads', { body: { goal: 'Get fit' } })).json();
    const { body } = await ask('GET', `/leads/${id}`);
    expect(body).toMatchObject({ intent: 'Get fit', conversation_id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(findFault('Lead', body)).toBeNull();
  });

  it.each([
    ['an unknown id', UNKNOWN],
    ['what is no id', 'lead-1'],
  ])('is not found by %s', async (_what, id) => {
    expect(answerOf(await ask('GET', `/leads/${id}`))).toStrictEqual(failed(404, 'not_found'));
    const change = await ask('PATCH', `/leads/${id}`, { body: { name: 'New' } });
    expect(answerOf(change)).toStrictEqual(failed(404, 'not_found'));
  });

  it('of another workspace, or of test keys, is as an unknown one', async () => {
    const other = vorelClient(server, (await addTenant(server)).liveKey);
    const tests = vorelClient(server, tenant.testKey);
    const unknown = answerOf(await ask('GET', `/leads/${UNKNOWN}`));
    const id = await idOf();
    const testId = (await createLead(tests)).body.id;
    for (const [from, leadId] of [
      [other, id],
      [tests, id],
      [ask, testId],
    ] as const) {
      expect(answerOf(await from('GET', `/leads/${leadId}`))).toStrictEqual(unknown);
      const change = await from('PATCH', `/leads/${leadId}`, { body: { name: 'New' } });
      expect(answerOf(change)).toStrictEqual(unknown);
    }
    expect((await tests('GET', `/leads/${testId}`)).status).toBe(200);
    expect((await tests('GET', '/leads')).body.data).toHaveLength(1);
    expect((await ask('GET', '/leads')).body.data).toHaveLength(1);
  });
});
