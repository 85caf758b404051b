import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { type ChannelPeer, startChannelPeer } from '../../../test/http-channel.ts';
import { fileOf, pipelineOf } from '../../../test/pipeline.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { idle, VirtualClock } from '../../../test/virtual-time.ts';
import { transaction } from '../../db/database.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { appendMessage, findOrOpenConversation } from '../conversations/index.ts';

const clock = new VirtualClock('2028-04-03T12:00:00.000Z');
let server: TestServer;
let sms: ChannelPeer;

beforeAll(async () => {
  sms = await startChannelPeer('sms');
  server = await startTestServer({ clock, channels: [sms.channel] });
});
afterAll(async () => {
  await server.stop();
  await sms.stop();
});

const tenantWith = (desk: object): Promise<TestTenant> =>
  addTenant(server, {
    timeZone: 'UTC',
    country: 'PT',
    workflows: [
      fileOf({
        key: 'ask',
        name: 'Ask',
        goal: 'qualification',
        agent: { name: 'Mia', role: 'the assistant' },
        fields: [{ key: 'size', label: 'Size', type: 'text', ask: 'Which size?', required: true }],
        statuses: [
          { key: 'new', label: 'New', category: 'active', flags: ['initial'] },
          { key: 'talking', label: 'Talking', category: 'active', flags: ['engaged'] },
          { key: 'desk', label: 'With the team', category: 'paused', flags: ['pauses_agent'], ...desk },
        ],
      }),
    ],
  });

let phones = 0;
async function makeLead(tenant: TestTenant) {
  const phone = `+3519123457${String(++phones).padStart(2, '0')}`;
  const body = { phone, timeZone: 'UTC', reachOut: false };
  const { id: leadId } = (await tenant.ask('POST', '/v1/leads', { body })).json();
  return { leadId, phone };
}
type Made = Awaited<ReturnType<typeof makeLead>>;

/** The lead writes by SMS. */
async function says(tenant: TestTenant, { leadId }: Made, text: string): Promise<void> {
  await transaction(tenant.ctx, async (ctx) => {
    const [run] = await ctx.tx<{ id: string; agentId: string }[]>`
      select id, agent_id from runs where lead_id = ${leadId} and is_active`;
    if (!run) throw new Error('no run');
    const place = { leadId, agentId: run.agentId, runId: run.id, channel: 'sms' };
    const conversationId = await findOrOpenConversation(ctx, place);
    const { message } = await appendMessage(ctx, { leadId, conversationId, channel: 'sms', author: 'lead', text });
    enqueueStimulus(ctx, { leadId, kind: 'message_received', payload: { conversationId, messageId: message.id } });
  });
}

const arrived = ({ phone }: Made) => sms.received.filter(({ to }) => to === phone).map(({ text }) => text);
const pass = (ms: number) => clock.set(new Date(clock.now().getTime() + ms));

it.each([
  ['that opens by itself', { gate: { requires: ['size'], autoEvaluate: true } }],
  ['that the turn enters', { flags: ['qualified', 'pauses_agent'] }],
])('the agent still says its last words in a status %s and pauses it, and nothing after', async (_, desk) => {
  const tenant = await tenantWith(desk);
  const lead = await makeLead(tenant);
  await says(tenant, lead, 'Hello');
  await idle(server, tenant);
  expect(arrived(lead)).toHaveLength(1);
  pass(120_000);
  await says(tenant, lead, 'large');
  await idle(server, tenant);
  pass(120_000);
  await says(tenant, lead, 'yes');
  await idle(server, tenant);
  expect((await pipelineOf(tenant).lead(lead.leadId)).run.status.key).toBe('desk');
  const told = arrived(lead);
  expect(told.length).toBeGreaterThan(1);
  expect(await pipelineOf(tenant).timeline(lead.leadId)).not.toContainEqual(
    expect.stringMatching(/^Message .*pauses the agent/),
  );
  pass(120_000);
  await says(tenant, lead, 'What happens now?');
  await idle(server, tenant);
  expect(arrived(lead)).toEqual(told);
});

it('what the agent had said before its lead was moved to such a status does not leave any more', async () => {
  const tenant = await tenantWith({});
  const lead = await makeLead(tenant);
  sms.manner = 'busy';
  await says(tenant, lead, 'Hello');
  await idle(server, tenant);
  expect(arrived(lead)).toHaveLength(1);
  pass(1_000);
  const moved = await pipelineOf(tenant).move(lead.leadId, { status: 'desk', reason: 'theirs' });
  expect(moved.statusCode).toBe(200);
  sms.manner = 'ok';
  pass(60_000);
  await idle(server, tenant);
  expect(arrived(lead)).toHaveLength(1);
  expect(await pipelineOf(tenant).timeline(lead.leadId)).toContainEqual(expect.stringContaining('pauses the agent'));
});
