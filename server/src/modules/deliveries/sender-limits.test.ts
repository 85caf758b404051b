import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { type ChannelPeer, startChannelPeer } from '../../../test/http-channel.ts';
import { fileOf } from '../../../test/pipeline.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { createContext } from '../../context.ts';
import { transaction } from '../../db/database.ts';
import { appendMessage, findOrOpenConversation } from '../conversations/index.ts';
import type { DeliveryTools } from './delivery-tools.ts';
import { handOverMessages } from './hand-over-messages.ts';
import { settleDeliveries } from './settle-deliveries.ts';

const PER_HOUR = 3;
const PER_DAY = 8;
const MINUTE_MS = 60_000;

let now = Date.now();

let server: TestServer;
let second: Awaited<ReturnType<typeof createContext>>;
let tenant: TestTenant;
let sms: ChannelPeer;
let phones = 0;

beforeAll(async () => {
  sms = await startChannelPeer('sms');
  const clock = { now: () => new Date(now) };
  server = await startTestServer({ worker: false, channels: [sms.channel], clock });
  const { config } = server.context;
  second = await createContext(config, server.database, clock, () => new Map([['sms', sms.channel]]));
});
beforeEach(async () => {
  const workflows = [limited('one'), limited('other'), workflow('free')];
  tenant = await addTenant(server, { timeZone: 'UTC', country: 'PT', workflows });
  const quietHours = null;
  await tenant.ask('PATCH', '/v1/workspace', { body: { quietHours } });
});
afterAll(async () => {
  await second.close();
  await server.stop();
  await sms.stop();
});

const limited = (key: string) =>
  workflow(key, { cadence: { channels: ['sms'], limits: { perHour: PER_HOUR, perDay: PER_DAY } } });

const workflow = (key: string, more: object = {}) =>
  fileOf({
    key,
    name: key,
    goal: 'qualification',
    agent: { name: key, role: 'the assistant' },
    fields: [{ key: 'size', label: 'Size', type: 'text', ask: 'Which size?' }],
    statuses: [{ key: 'new', label: 'New', category: 'active', flags: ['initial'] }],
    ...more,
  });

/** A lead to which a message of the agent's own accord is to leave. */
async function soughtOut(workflow: string): Promise<string> {
  const phone = `+3519123458${String(++phones).padStart(2, '0')}`;
  const { id: leadId } = (await tenant.ask('POST', '/v1/leads', { body: { phone, workflow, reachOut: false } })).json();
  await transaction(tenant.ctx, async (ctx) => {
    const [run] = await ctx.tx<{ id: string; agentId: string }[]>`
      select id, agent_id from runs where lead_id = ${leadId} and is_active`;
    if (!run) throw new Error(`lead ${leadId} is in no workflow`);
    const place = { leadId, agentId: run.agentId, runId: run.id, channel: 'sms' };
    const conversationId = await findOrOpenConversation(ctx, place);
    const words = { author: 'agent', text: 'Hello', purpose: 'attempt' } as const;
    await appendMessage(ctx, { leadId, conversationId, channel: 'sms', ...words });
  });
  return leadId;
}

/** Each of several workers takes a message at the same moment; how many may leave. */
async function handOverAtOnce(workers: readonly DeliveryTools[]): Promise<number> {
  const busy = new Set<string>();
  const handed = await Promise.all(workers.map((tools) => handOverMessages(tools, { atMost: 1, busy })));
  return handed.flatMap((some) => some ?? []).length;
}

it('holds whoever sends: several processes that look at once let go no more than it', async () => {
  for (let count = 0; count < 4 * PER_HOUR; count++) await soughtOut('one');
  const workers = Array.from({ length: 2 * PER_HOUR }, () => [server.context, second]).flat();
  expect(await handOverAtOnce(workers)).toBe(PER_HOUR);
});

it('holds for all that a channel sends, whichever agent says it', async () => {
  for (let count = 0; count < PER_HOUR; count++) {
    await soughtOut('one');
    await soughtOut('other');
  }
  const together = await handOverMessages(server.context, { atMost: PER_HOUR - 1, busy: new Set() });
  expect(together).toHaveLength(PER_HOUR - 1);
  const more = await handOverMessages(server.context, { atMost: 50, busy: new Set() });
  expect(more).toHaveLength(1);
});

it('counts what nothing limits beside it', async () => {
  for (let count = 0; count < PER_HOUR - 1; count++) await soughtOut('free');
  expect(await handOver()).toBe(PER_HOUR - 1);
  for (let count = 0; count < PER_HOUR; count++) await soughtOut('one');
  expect(await handOver()).toBe(1);
  for (let count = 0; count < PER_HOUR; count++) await soughtOut('free');
  expect(await handOver()).toBe(PER_HOUR);
});

it('has what nothing limits wait for whoever counts, that none of it is missed', async () => {
  await soughtOut('free');
  let going = Promise.resolve(0);
  await transaction(tenant.ctx, async ({ tx, workspace }) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`sender ${workspace.id} sms`}, 0))`;
    going = handOver();
    await expect.poll(waiters).toBe(1);
  });
  expect(await going).toBe(1);
});

it('counts what was erased since', async () => {
  for (let count = 0; count < PER_HOUR; count++) {
    const leadId = await soughtOut('one');
    expect(await handOver()).toBe(1);
    expect((await tenant.ask('POST', `/v1/leads/${leadId}/erase`)).statusCode).toBe(204);
  }
  await soughtOut('one');
  expect(await handOver()).toBe(0);
});

it('lets through no more than it within any hour and any day, and as soon as they are over', async () => {
  const at: number[] = [];
  const begun = now;
  for (let count = 0; count < 2 * PER_DAY + 1; count++) await soughtOut('one');
  for (; at.length < 2 * PER_DAY + 1 && now < begun + 72 * 60 * MINUTE_MS; now += 5 * MINUTE_MS)
    for (let left = await handOver(); left > 0; left--) at.push(now);
  const within = (ms: number) => Math.max(...at.map((to) => at.filter((one) => one <= to && one > to - ms).length));
  expect(within(60 * MINUTE_MS)).toBe(PER_HOUR);
  expect(within(24 * 60 * MINUTE_MS)).toBe(PER_DAY);
  const last = (at.at(-1) ?? 0) - begun;
  expect(last / MINUTE_MS / 60).toBeLessThan(2 * 25.5);
});

/** Lets all go that may, of every workspace, and has it arrive; how many of this tenant's that are. */
async function handOver(): Promise<number> {
  let own = 0;
  const busy = new Set<string>();
  for (;;) {
    const handed = await handOverMessages(server.context, { atMost: 50, busy });
    if (handed === undefined) return own;
    const result = { outcome: 'sent', providerMessageId: null } as const;
    await settleDeliveries(
      server.context,
      handed.map((one) => ({ handed: one, result })),
    );
    own += handed.filter(({ workspace }) => workspace.id === tenant.ctx.workspace.id).length;
  }
}

/** How many wait for a sender that somebody else has. */
async function waiters(): Promise<number> {
  const [row] = await transaction(
    tenant.ctx,
    ({ tx }) => tx<{ waiting: number }[]>`
      select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted`,
  );
  return row?.waiting ?? 0;
}
