import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { getNewestCall } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server);
});
afterAll(() => server.stop());

const newLead = async () => (await tenant.ask('POST', '/v1/leads', { body: {} })).json();

function addCall(lead: { id: string; conversationId: string }, columns: object = {}): Promise<string> {
  return transaction(tenant.ctx, async ({ tx, workspace, newId, at }) => {
    const id = newId(at);
    const own = { workspaceId: workspace.id, id, leadId: lead.id, conversationId: lead.conversationId };
    const times = { createdAt: timeOfId(id), updatedAt: timeOfId(id) };
    await tx`insert into calls ${tx({ ...own, direction: 'outbound', status: 'queued', ...times, ...columns })}`;
    return id;
  });
}

it('shows a call as it went', async () => {
  const lead = await newLead();
  const told = { durationSeconds: 323, summary: 'Fine', recordingUrl: 'https://x.example/a.wav' };
  const startedAt = '2026-06-07T13:03:42.000Z';
  const id = await addCall(lead, { ...told, status: 'ended', startedAt: new Date(startedAt), endedReason: 'hung-up' });
  const call = { ...told, id, leadId: lead.id, status: 'ended', startedAt, endedAt: null, endedReason: 'hung-up' };
  expect(await getNewestCall(tenant.ctx, { leadId: lead.id })).toMatchObject(call);
  expect((await tenant.ask('GET', `/v1/leads/${lead.id}/calls`)).json()).toMatchObject({ data: [call] });
});

it('gives the newest, and all page by page; null where there is none', async () => {
  const lead = await newLead();
  expect(await getNewestCall(tenant.ctx, { leadId: lead.id })).toBeNull();
  const [first, second] = [await addCall(lead), await addCall(lead)];
  await addCall(await newLead());
  expect((await getNewestCall(tenant.ctx, { leadId: lead.id }))?.id).toBe(second);
  const page = (await tenant.ask('GET', `/v1/leads/${lead.id}/calls?limit=1`)).json();
  expect(page.data.map(({ id }: { id: string }) => id)).toEqual([second]);
  const rest = (await tenant.ask('GET', `/v1/leads/${lead.id}/calls?cursor=${page.nextCursor}`)).json();
  expect(rest.data.map(({ id }: { id: string }) => id)).toEqual([first]);
});

it('raises not_found for a lead that is not the caller’s, and forbidden without the scope', async () => {
  const lead = await newLead();
  await addCall(lead);
  const other = await addTenant(server);
  for (const ctx of [other.ctx, { ...tenant.ctx, isTest: true }])
    await expect(getNewestCall(ctx, { leadId: lead.id })).rejects.toMatchObject({ code: 'not_found' });
  const refused = getNewestCall({ ...tenant.ctx, scopes: new Set(['leads:read']) }, { leadId: lead.id });
  await expect(refused).rejects.toMatchObject({ code: 'forbidden', facts: { scope: 'conversations:read' } });
});
