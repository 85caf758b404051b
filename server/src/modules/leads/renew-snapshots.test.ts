import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { startSnapshotRenewal } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const inDatabase = <T>(work: Parameters<typeof transaction<T>>[1]) => transaction(tenant.ctx, work);
const kept = () =>
  inDatabase(async ({ tx }) => {
    const rows = await tx<{ revision: number; statusLabel: string }[]>`
      select s.revision, s.shown::json -> 'run' -> 'status' ->> 'label' as status_label
      from lead_snapshots s order by s.lead_id`;
    return [...rows];
  });
const rename = (label: string) => inDatabase(({ tx }) => tx`update workflow_statuses set label = ${label}`);
const read = async (id: string, etag?: string) => {
  const reply = await tenant.ask('GET', `/v1/leads/${id}`, { headers: etag ? { 'if-none-match': etag } : {} });
  return { status: reply.statusCode, etag: String(reply.headers.etag), lead: reply.body && reply.json() };
};

it('shows a new name at once, as a new version of each lead, before and after the snapshots are renewed', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) ids.push((await tenant.ask('POST', '/v1/leads', { body: {} })).json().id);
  const [id = ''] = ids;
  const before = await read(id);
  expect((await read(id, before.etag)).status).toBe(304);
  await rename('Fresh');
  const after = await read(id, before.etag);
  expect([after.status, after.lead.run.status.label]).toEqual([200, 'Fresh']);
  expect(after.lead.revision).toBeGreaterThan(before.lead.revision);
  expect((await kept()).map(({ statusLabel }) => statusLabel)).not.toContain('Fresh');

  const loop = startSnapshotRenewal(server.context);
  await vi.waitFor(async () => {
    const { revision } = after.lead;
    expect(await kept()).toEqual(ids.map(() => ({ revision, statusLabel: 'Fresh' })));
  });
  await loop.stop();
  expect((await read(id, after.etag)).status).toBe(304);
  expect(await server.context.db.sql`select workspace_id from workspaces_to_renew()`).toHaveLength(0);
});

it('makes those that there never were', async () => {
  await inDatabase(({ tx }) => tx`delete from lead_snapshots`);
  await inDatabase(({ tx }) => tx`update workspaces set snapshots_renewed = -1`);
  const loop = startSnapshotRenewal(server.context);
  await vi.waitFor(async () => expect(await kept()).toHaveLength(3));
  await loop.stop();
});

it('keeps none of a deleted lead', async () => {
  const { id } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
  expect(await kept()).toHaveLength(4);
  await tenant.ask('DELETE', `/v1/leads/${id}`);
  expect(await kept()).toHaveLength(3);
});
