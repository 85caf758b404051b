import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import type { Client } from '../../../test/http-client.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { answerOf, createLead, failed, UNKNOWN, vorelClient } from '../../../test/vorel-client.ts';
import { transaction } from '../../db/database.ts';

let server: TestServer;
let tenant: TestTenant;
let ask: Client;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
  ask = vorelClient(server, tenant.liveKey);
});
afterAll(() => server.stop());

it('hands a lead over to a person, and tells of it', async () => {
  const { body: lead } = await createLead(ask, { name: 'Jane' });
  const body = { reason: 'asks for a discount', summary: 'Wants three rooms by May.' };
  const answer = await ask('POST', `/leads/${lead.id}/handoff`, { body });
  expect(answerOf(answer)).toStrictEqual({
    status: 200,
    body: {
      handoff_id: expect.any(String),
      lead_id: lead.id,
      conversation_id: lead.conversation_id,
      conversation_status: 'awaiting_human',
      notified_channel: 'email',
    },
  });
  expect((await ask('GET', `/conversations/${lead.conversation_id}`)).body.status).toBe('awaiting_human');
  const own = (await tenant.ask('GET', `/v1/leads/${lead.id}`)).json();
  expect(own).toMatchObject({ needsHuman: true, needsHumanReason: 'asks for a discount', owner: 'person' });
  const { data } = (await tenant.ask('GET', `/v1/leads/${lead.id}/actions`)).json();
  const words = 'A person was asked for: asks for a discount: Wants three rooms by May.';
  expect(data.map(({ summary }: { summary: string }) => summary)).toContain(words);
});

it('takes no body, and is noted again each time, with an audit row of its own', async () => {
  const { body: lead } = await createLead(ask);
  const [first, second] = [
    await ask('POST', `/leads/${lead.id}/handoff`),
    await ask('POST', `/leads/${lead.id}/handoff`),
  ];
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(second.body.handoff_id).not.toBe(first.body.handoff_id);
  const needs = (await eventsOf(tenant, lead.id)).filter(({ type }) => type === 'lead.needs_human');
  expect(needs).toHaveLength(1);
  const audits = await transaction(
    tenant.ctx,
    ({ tx }) => tx`select id from audit_log where object_id = ${lead.id} and verb = 'requestPerson'`,
  );
  expect(audits).toHaveLength(2);
});

it('refuses what is too long, an unknown lead, and a key that only reads', async () => {
  const { body: lead } = await createLead(ask);
  const long = await ask('POST', `/leads/${lead.id}/handoff`, { body: { reason: 'x'.repeat(201) } });
  expect(answerOf(long)).toStrictEqual(failed(400, 'bad_request', expect.stringContaining('reason')));
  expect(answerOf(await ask('POST', `/leads/${UNKNOWN}/handoff`))).toStrictEqual(failed(404, 'not_found'));
  const reader = vorelClient(server, await tenant.keyWith(['leads:read']));
  expect(answerOf(await reader('POST', `/leads/${lead.id}/handoff`))).toStrictEqual(failed(403, 'forbidden'));
});
