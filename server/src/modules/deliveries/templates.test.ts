// A channel that takes free text for a day after the lead's last word, and then nothing but what was approved beforehand.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { bookingWorkflow } from '../../../test/booking-workflow.ts';
import { type ChannelPeer, startChannelPeer } from '../../../test/http-channel.ts';
import { linesOf } from '../../../test/people.ts';
import { fileOf } from '../../../test/pipeline.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { passTo, VirtualClock } from '../../../test/virtual-time.ts';
import { transaction } from '../../db/database.ts';
import { appendMessage } from '../conversations/index.ts';

const HOUR_MS = 3_600_000;
const ONLY_TEMPLATES = 'the lead has not written for 24 hours: only an approved template may be sent';
const clock = new VirtualClock('2027-03-01T12:00:00.000Z');
let server: TestServer;
let tenant: TestTenant;
let whatsApp: ChannelPeer;
let phones = 0;

beforeAll(async () => {
  whatsApp = await startChannelPeer('whatsapp', { freeTextHours: 24 });
  server = await startTestServer({ clock, channels: [whatsApp.channel] });
});
beforeEach(async () => {
  clock.set(new Date(`${inHours(48).slice(0, 10)}T12:00:00.000Z`));
  tenant = await addTenant(server, { timeZone: 'UTC', country: 'PT', workflows: [reaching, booking] });
});
afterAll(async () => {
  await server.stop();
  await whatsApp.stop();
});

const allDay = [{ from: '00:00', to: '24:00' }];
const reaching = fileOf({
  key: 'reaching',
  name: 'Reaching',
  goal: 'qualification',
  agent: { name: 'Kim', role: 'the assistant' },
  fields: [{ key: 'size', label: 'Size', type: 'text', ask: 'Which size?' }],
  statuses: [
    { key: 'new', label: 'New', category: 'active', flags: ['initial'] },
    { key: 'talking', label: 'Talking', category: 'active', flags: ['engaged'] },
  ],
  cadence: {
    channels: ['whatsapp'],
    windows: allDay,
    days: 3,
    words: [{ say: 'Hello {name}, {agent} here.', template: 'welcome_1' }, 'Still there, {name}?'],
  },
});
const remind = { hoursBefore: 24, say: '{title} is {when}.', template: 'reminder' };
const booking = bookingWorkflow({ reminders: [remind] });

const inHours = (hours: number) => new Date(clock.now().getTime() + hours * HOUR_MS).toISOString();
const pass = (hours: number) => passTo(server, tenant, clock, new Date(inHours(hours)));

async function newLead(body: object = {}) {
  const phone = `+3519123460${String(++phones).padStart(2, '0')}`;
  const made = await tenant.ask('POST', '/v1/leads', { body: { name: 'Ana Silva', phone, ...body } });
  const leadId: string = made.json().id;
  return {
    leadId,
    got: () => whatsApp.received.filter(({ to }) => to === phone).map(({ text, template }) => ({ text, template })),
    timeline: async () => (await linesOf(tenant, leadId)).map(({ summary }) => summary),
  };
}

/** The lead writes on the channel: its window opens. */
async function writes(leadId: string, conversationId: string): Promise<void> {
  const said = { leadId, conversationId, channel: 'whatsapp', author: 'lead', text: 'Hm' } as const;
  await transaction(tenant.ctx, (ctx) => appendMessage(ctx, said));
}

const template = { name: 'news_2', values: ['Ana'] };
const follow = async (leadId: string, body: object = {}) => {
  const all = { text: 'Any news, Ana?', sendAt: inHours(2), channel: 'whatsapp', cancelOnReply: false, ...body };
  const made = await tenant.ask('POST', `/v1/leads/${leadId}/follow-ups`, { body: all });
  expect(made.statusCode, made.body).toBe(201);
  return made.json();
};

it('has a cadence reach a lead by its templates, and not by words that nobody has approved', async () => {
  const lead = await newLead();
  await pass(60);
  expect(lead.got()).toEqual([
    { text: 'Hello Ana, Kim here.', template: { name: 'welcome_1', values: ['Ana', 'Kim'] } },
  ]);
  expect(await lead.timeline()).toContain(`Did not send: ${ONLY_TEMPLATES}`);
});

it('gives no template an empty place: a lead without a name is not reached, and the timeline says which', async () => {
  const lead = await newLead({ name: null });
  await pass(60);
  expect(lead.got()).toEqual([]);
  expect(await lead.timeline()).toContain(
    'Did not send: the lead has not written for 24 hours, and place 1 of the template welcome_1 is empty',
  );
});

describe('a follow-up', () => {
  it('is free text inside the window', async () => {
    const lead = await newLead({ reachOut: false });
    const { conversationId } = await follow(lead.leadId, { template });
    await writes(lead.leadId, conversationId);
    await pass(2);
    expect(lead.got()).toEqual([{ text: 'Any news, Ana?' }]);
  });

  it('is its template outside, and where it has none it is cancelled with the reason', async () => {
    const [approved, free] = [await newLead({ reachOut: false }), await newLead({ reachOut: false })];
    expect(await follow(approved.leadId, { template })).toMatchObject({ template });
    expect(await follow(free.leadId)).toMatchObject({ template: null });
    await pass(2);
    expect(approved.got()).toEqual([{ text: 'Any news, Ana?', template }]);
    expect(free.got()).toEqual([]);
    const { data } = (await tenant.ask('GET', `/v1/leads/${free.leadId}/follow-ups`)).json();
    expect(data).toMatchObject([{ status: 'cancelled', reason: ONLY_TEMPLATES }]);
  });

  it('loses its template with the words that it was approved for', async () => {
    const { leadId } = await newLead({ reachOut: false });
    const { id } = await follow(leadId, { template });
    const change = async (body: object) => (await tenant.ask('PATCH', `/v1/follow-ups/${id}`, { body })).json();
    expect(await change({ sendAt: inHours(3) })).toMatchObject({ template });
    expect(await change({ text: 'Other words' })).toMatchObject({ template: null });
    expect(await change({ text: 'Any news?', template: { name: 'news_3' } })).toMatchObject({
      template: { name: 'news_3', values: [] },
    });
    const refused = await tenant.ask('PATCH', `/v1/follow-ups/${id}`, { body: { template: { name: 'no blanks' } } });
    expect(refused.statusCode).toBe(400);
  });
});

it('has an appointment reminded of by its template', async () => {
  const lead = await newLead({ workflow: 'booking' });
  await follow(lead.leadId, { sendAt: inHours(900) });
  const body = { leadId: lead.leadId, startAt: inHours(72) };
  expect((await tenant.ask('POST', '/v1/appointments', { body })).statusCode).toBe(201);
  await pass(50);
  const [reminder] = lead.got();
  expect(reminder?.text).toMatch(/^Visit is .*12:00/);
  expect(reminder?.template).toEqual({ name: 'reminder', values: ['Visit', expect.stringMatching(/12:00/)] });
});

it('keeps the template of a draft until its words are edited', async () => {
  for (const { id } of (await tenant.ask('GET', '/v1/agents')).json().data)
    await tenant.ask('PATCH', `/v1/agents/${id}`, { body: { autonomy: 'listen' } });
  const [kept, edited] = [await newLead(), await newLead()];
  await pass(0.1);
  const drafts: { id: string; leadId: string }[] = (await tenant.ask('GET', '/v1/drafts')).json().data;
  const idOf = ({ leadId }: { leadId: string }) => drafts.find((one) => one.leadId === leadId)?.id;
  await tenant.ask('PATCH', `/v1/messages/${idOf(edited)}`, { body: { text: 'Hi!' } });
  for (const lead of [kept, edited]) await tenant.ask('POST', `/v1/messages/${idOf(lead)}/approve`, { body: {} });
  await pass(0.1);
  expect(kept.got()).toMatchObject([{ template: { name: 'welcome_1' } }]);
  expect(edited.got()).toEqual([]);
  expect(await edited.timeline()).toContain(`Draft withdrawn: ${ONLY_TEMPLATES}`);
});
