import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { createLead, updateLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server);
});
afterAll(() => server.stop());

it('lists who did what, newest first, page by page', async () => {
  const { id } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
  await tenant.ask('PATCH', `/v1/leads/${id}`, { body: { name: 'Ada' } });
  await tenant.ask('PUT', `/v1/leads/${id}/variables/size`, { body: { value: 'small' } });
  const first = (await tenant.ask('GET', `/v1/leads/${id}/actions?limit=2`)).json();
  const second = (await tenant.ask('GET', `/v1/leads/${id}/actions?limit=2&cursor=${first.nextCursor}`)).json();
  expect([...first.data, ...second.data].map(({ summary }) => summary)).toEqual([
    'Learned size: small',
    'Lead updated',
    'Lead created',
  ]);
  expect(second.nextCursor).toBeNull();
  for (const action of first.data) {
    expect(action).toMatchObject({
      status: 'completed',
      actor: { kind: 'api_key', id: expect.any(String) },
      error: null,
    });
    expect(action.completedAt).toBe(action.createdAt);
  }
});

it.each(['limit=0', 'limit=101', 'cursor=x', 'type=message'])('?%s is a 400', async (query) => {
  const { id } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
  expect((await tenant.ask('GET', `/v1/leads/${id}/actions?${query}`)).statusCode).toBe(400);
});

it('keeps nothing of a step that fails after it was written down, and signals nobody', async () => {
  const { id } = await createLead(tenant.ctx, {});
  const before = await eventsOf(tenant, id);
  let signals = 0;
  const stop = tenant.ctx.db.signals.listen(id, () => {
    signals += 1;
  });
  const failing = transaction(tenant.ctx, async (ctx) => {
    await updateLead(ctx, { leadId: id, change: { name: 'Nobody' } });
    recordEvent(ctx, { type: 'lead.updated', leadId: id });
    recordAction(ctx, { leadId: id, type: 'system_note', summary: 'never happened' });
    recordAudit(ctx, { verb: 'never', objectType: 'lead', objectId: id });
    await ctx.tx`select 1 / 0`;
  });
  await expect(failing).rejects.toThrow('division by zero');
  stop();
  expect(signals).toBe(0);
  expect(await eventsOf(tenant, id)).toEqual(before);
  const lead = (await tenant.ask('GET', `/v1/leads/${id}`)).json();
  expect([lead.name, lead.revision]).toEqual([null, 1]);
  const { data } = (await tenant.ask('GET', `/v1/leads/${id}/actions`)).json();
  expect(data.map(({ summary }: { summary: string }) => summary)).toEqual(['Lead created']);
  const audits = await transaction(tenant.ctx, ({ tx }) => tx`select verb from audit_log where object_id = ${id}`);
  expect(audits.map(({ verb }) => verb)).toEqual(['createLead']);
});

it('makes no lead where its event cannot be written', async () => {
  const broken = { ...tenant.ctx, isTest: false, actor: { kind: 'api_key' as const, id: 'no uuid' } };
  await expect(createLead(broken, { externalId: 'half' })).rejects.toThrow();
  expect((await tenant.ask('GET', '/v1/leads?externalId=half')).json().data).toEqual([]);
});

it('audits each write with who and what, and never with a value', async () => {
  const { id } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
  await tenant.ask('PATCH', `/v1/leads/${id}`, { body: { name: 'Ada', metadata: { a: 1 } } });
  await tenant.ask('PUT', `/v1/leads/${id}/variables/size`, { body: { value: 'small' } });
  await tenant.ask('DELETE', `/v1/leads/${id}/variables/size`);
  await tenant.ask('DELETE', `/v1/leads/${id}`);
  await tenant.ask('POST', `/v1/leads/${id}/erase`);
  const rows = await transaction(
    tenant.ctx,
    ({ tx }) =>
      tx`select verb, actor_kind, changed, request_id is not null as has_id from audit_log where object_id = ${id} order by id`,
  );
  expect(rows.map(({ verb, changed }) => [verb, changed])).toEqual([
    ['createLead', []],
    ['updateLead', ['name', 'metadata']],
    ['setLeadVariable', ['size']],
    ['deleteLeadVariable', ['size']],
    ['deleteLead', []],
    ['eraseLead', []],
  ]);
  for (const row of rows) expect(row).toMatchObject({ actorKind: 'api_key', hasId: true });
});
