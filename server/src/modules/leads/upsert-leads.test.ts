import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import type { Ctx } from '../../db/database.ts';
import type { NewLead } from './new-lead.ts';
import { type UpsertOutcome, upsertLeads } from './upsert-leads.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const wordOf = (outcome: UpsertOutcome) => (outcome.ok ? (outcome.existed ? 'existed' : 'made') : outcome.error.code);

it('writes what can be written, in order, and says of each what came of it', async () => {
  const inputs: NewLead[] = [
    { email: 'a@example.com', name: 'First' },
    { email: 'nobody' },
    { email: 'b@example.com', variables: { service: 'A massage' } },
    { email: 'A@example.com', name: 'Second' },
    { email: 'c@example.com', workflow: 'none-such' },
    { phone: '+13125550199' },
    { email: 'a@example.com', phone: '+13125550199' },
    { email: 'd@example.com', tags: ['x'] },
  ];
  const outcomes = await upsertLeads(tenant.ctx, inputs);
  expect(outcomes.map(wordOf)).toEqual([
    'made',
    'invalid_input',
    'invalid_input',
    'existed',
    'not_found',
    'made',
    'conflict',
    'made',
  ]);
  const [first, , , second] = outcomes;
  expect(first).toMatchObject({ lead: { name: 'Second' } });
  expect(second?.ok && first?.ok && second.lead.id === first.lead.id).toBe(true);
  const { data } = (await tenant.ask('GET', '/v1/leads')).json();
  expect(data.map((lead: { email: string | null }) => lead.email)).toEqual(['d@example.com', null, 'a@example.com']);
});

it('writes a thousand leads, and knows them all again', async () => {
  const inputs = Array.from({ length: 1_000 }, (_, index) => ({
    givenName: 'Ada',
    email: `many-${index}@example.com`,
    phone: `+1415${String(5_550_000 + index)}`,
    metadata: { row: index },
  }));
  const made = await upsertLeads(tenant.ctx, inputs);
  expect(made.filter((outcome) => wordOf(outcome) === 'made')).toHaveLength(1_000);
  const again = await upsertLeads(tenant.ctx, [...inputs].reverse());
  expect(again.filter((outcome) => wordOf(outcome) === 'existed')).toHaveLength(1_000);
  await expect(upsertLeads(tenant.ctx, [...inputs, {}])).rejects.toMatchObject({ code: 'invalid_input' });
}, 90_000);

it('does not block another batch that has the same leads in another order, by other contact points', async () => {
  const row = (index: number) => ({ email: `race-${index}@example.com`, phone: `+1212${5_550_000 + index}` });
  const rows = Array.from({ length: 40 }, (_, index) => row(index));
  await upsertLeads(tenant.ctx, rows);
  const byEmail = rows.map(({ email }) => ({ email, source: 'email' }));
  const byPhone = rows.map(({ phone }) => ({ phone, source: 'phone' })).reverse();
  const batches = [byEmail, byPhone, [...byEmail].reverse(), [...byPhone].reverse()];
  const outcomes = (await Promise.all(batches.map((batch) => upsertLeads(tenant.ctx, batch)))).flat();
  expect(outcomes.map(wordOf).filter((word) => word !== 'existed')).toEqual([]);
});

it('asks for the scope', async () => {
  const ctx: Ctx = { ...tenant.ctx, scopes: new Set(['leads:read']) };
  await expect(upsertLeads(ctx, [])).rejects.toMatchObject({ code: 'forbidden' });
});
