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

const PER_HOUR = 3;

let server: TestServer;
let second: Awaited<ReturnType<typeof createContext>>;
let tenant: TestTenant;
let sms: ChannelPeer;
let phones = 0;

beforeAll(async () => {
  sms = await startChannelPeer('sms');
  server = await startTestServer({ worker: false, channels: [sms.channel] });
  const { config, clock } = server.context;
  second = await createContext(config, server.database, clock, () => new Map([['sms', sms.channel]]));
});
beforeEach(async () => {
  const workflows = [limited('one'), limited('other')];
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
  fileOf({
    key,
    name: key,
    goal: 'qualification',
    agent: { name: key, role: 'the assistant' },
    fields: [{ key: 'size', label: 'Size', type: 'text', ask: 'Which size?' }],
    statuses: [{ key: 'new', label: 'New', category: 'active', flags: ['initial'] }],
    cadence: { channels: ['sms'], limits: { perHour: PER_HOUR, perDay: 100 } },
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
