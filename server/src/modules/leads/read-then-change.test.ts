import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { type TxCtx, transaction } from '../../db/database.ts';
import { askForPerson, giveToAgent, giveToPerson, optIn, optOut, readLead } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const changes: Record<string, (ctx: TxCtx, ids: { leadId: string; conversationId: string }) => Promise<unknown>> = {
  optOut,
  optIn: async (ctx, ids) => {
    await optOut(ctx, ids);
    await readLead(ctx, ids.leadId);
    await optIn(ctx, ids);
  },
  askForPerson: (ctx, ids) => askForPerson(ctx, { ...ids, reason: 'asked' }),
  giveToPerson: (ctx, ids) => giveToPerson(ctx, { ...ids, isAwaited: true }),
  giveToAgent: async (ctx, ids) => {
    await giveToPerson(ctx, { ...ids, isAwaited: false });
    await readLead(ctx, ids.leadId);
    await giveToAgent(ctx, ids);
  },
};

it.each(Object.keys(changes))(
  'shows what %s left, also where the lead was read before in its transaction',
  async (name) => {
    const { id: leadId, conversationId } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
    const inside = await transaction(tenant.ctx, async (ctx) => {
      await ctx.tx`update leads set revision = revision + 1 where id = ${leadId}`;
      await readLead(ctx, leadId);
      await changes[name]?.(ctx, { leadId, conversationId });
      return readLead(ctx, leadId);
    });
    expect((await tenant.ask('GET', `/v1/leads/${leadId}`)).json()).toEqual(inside);
    const [fresh] = await transaction(
      tenant.ctx,
      ({ tx }) => tx<{ shown: unknown }[]>`
    select shown::json as shown from lead_snapshots_now where lead_id = ${leadId}`,
    );
    expect(fresh?.shown).toEqual(inside);
  },
);

it('shows the conversation that came to a known lead with nothing else', async () => {
  const make = async (email: string) => (await tenant.ask('POST', '/v1/leads', { body: { email } })).json().id;
  const [former, kept] = [await make('former@example.com'), await make('kept@example.com')];
  await tenant.ask('POST', `/v1/leads/${former}/merge`, { body: { intoLeadId: kept } });
  const opened = await tenant.ask('POST', '/v1/conversations', { body: { channel: 'api' } });
  const before = (await tenant.ask('GET', `/v1/leads/${kept}`)).json();
  const body = { email: 'former@example.com', conversationId: opened.json().id };
  const joined = await tenant.ask('PUT', '/v1/leads', { body });
  expect([joined.statusCode, joined.json().lead?.id ?? joined.json().id]).toEqual([200, kept]);
  const after = (await tenant.ask('GET', `/v1/leads/${kept}`)).json();
  expect(after.conversationId).toBe(body.conversationId);
  expect(after.revision).toBeGreaterThan(before.revision);
});
