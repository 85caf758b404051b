import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { bookingTenant, bookingWorkflow, newLead } from '../../../test/booking-workflow.ts';
import { type ChannelPeer, startChannelPeer } from '../../../test/http-channel.ts';
import { fileOf, pipelineOf, winbackWorkflow } from '../../../test/pipeline.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { passTo, VirtualClock } from '../../../test/virtual-time.ts';
import { transaction } from '../../db/database.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { appendMessage } from '../conversations/index.ts';

const HOUR_MS = 3_600_000;
const clock = new VirtualClock('2027-03-01T12:00:00.000Z');
let server: TestServer;
let tenant: TestTenant;
let sms: ChannelPeer;
beforeAll(async () => {
  sms = await startChannelPeer('sms');
  server = await startTestServer({ clock, channels: [sms.channel] });
});
beforeEach(async () => {
  tenant = await bookingTenant(server);
});
afterAll(async () => {
  await server.stop();
  await sms.stop();
});

/** By day, whatever time has passed in the tests before. */
const nextNoon = () => Math.ceil((clock.now().getTime() - 12 * HOUR_MS) / (24 * HOUR_MS)) * 24 * HOUR_MS + 12 * HOUR_MS;
/** A full hour, so many hours after the next one. */
const startIn = (hours: number) =>
  new Date((Math.ceil(clock.now().getTime() / HOUR_MS) + hours) * HOUR_MS).toISOString();
async function book(hours: number, at = tenant) {
  const leadId = await newLead(at);
  const answer = await at.ask('POST', '/v1/appointments', { body: { leadId, startAt: startIn(hours) } });
  expect(answer.statusCode).toBe(201);
  return answer.json();
}
const outcome = (id: string, body: object, at = tenant) => at.ask('POST', `/v1/appointments/${id}/outcome`, { body });
const reach = (moment: number | string, at = tenant) => passTo(server, at, clock, new Date(moment));
const pass = (hours: number, at = tenant) => reach(clock.now().getTime() + hours * HOUR_MS, at);
const before = (startAt: string, hours: number) => Date.parse(startAt) - hours * HOUR_MS;
const said = async (leadId: string, at = tenant): Promise<string[]> => {
  const { conversationId } = (await at.ask('GET', `/v1/leads/${leadId}`)).json();
  const { data } = (await at.ask('GET', `/v1/conversations/${conversationId}/messages`)).json();
  return data.map(({ text }: { text: string }) => text);
};
const remindersOf = (leadId: string) =>
  transaction(tenant.ctx, async ({ tx }) =>
    (
      await tx<
        { dueAt: Date }[]
      >`select due_at from timers where lead_id = ${leadId} and kind = 'reminder_due' order by 1`
    ).map(({ dueAt }) => dueAt.toISOString()),
  );
/** What the agent said to the lead on all channels, and how much of it offers another time. */
const words = (leadId: string, at: TestTenant) =>
  transaction(at.ctx, async ({ tx }) =>
    (
      await tx<{ body: string }[]>`
        select body from messages where lead_id = ${leadId} and direction = 'outbound' and kind = 'message'`
    ).map(({ body }) => body),
  );
const channelsOf = (leadId: string, at: TestTenant) =>
  transaction(at.ctx, async ({ tx }) =>
    (
      await tx<{ channel: string }[]>`
        select channel from messages where lead_id = ${leadId} and direction = 'outbound' and kind = 'message'`
    ).map(({ channel }) => channel),
  );
const countSaid = async (leadId: string, at: TestTenant) => (await words(leadId, at)).length;
const offers = async (leadId: string, at: TestTenant) =>
  (await words(leadId, at)).filter((text) => text.startsWith('Sorry')).length;
/** The lead writes. */
const write = (at: TestTenant, { leadId, conversationId }: Thread) =>
  transaction(at.ctx, (ctx) =>
    appendMessage(ctx, { leadId, conversationId, channel: 'api', author: 'lead', text: 'Hm' }),
  );
/** The lead writes, and the agent answers. */
const answer = (at: TestTenant, thread: Thread, text: string) =>
  transaction(at.ctx, async (ctx) => {
    const { leadId, conversationId } = thread;
    const { message } = await appendMessage(ctx, { leadId, conversationId, channel: 'api', author: 'lead', text });
    enqueueStimulus(ctx, { leadId, kind: 'message_received', payload: { conversationId, messageId: message.id } });
  });
interface Thread {
  readonly leadId: string;
  readonly conversationId: string;
}
const lead = async (id: string, at = tenant) => (await at.ask('GET', `/v1/leads/${id}`)).json();

describe('reminders', () => {
  it('come a day and an hour before', async () => {
    const { leadId, startAt } = await book(48);
    await reach(before(startAt, 24.1));
    expect(await said(leadId)).toEqual([]);
    await reach(before(startAt, 24));
    expect(await said(leadId)).toEqual([
      'A reminder: Visit is tomorrow at noon. If that does not suit you any more, just tell me.',
    ]);
    await reach(before(startAt, 1));
    expect(await said(leadId)).toHaveLength(2);
    expect(await remindersOf(leadId)).toEqual([]);
  });

  it('are only those still ahead, and none right after the booking', async () => {
    const reminders = [];
    for (const hours of [24, 1, 26]) reminders.push((await remindersOf((await book(hours)).leadId)).length);
    expect(reminders).toEqual([1, 0, 2]);
  });

  it('move with the appointment, and go when it is cancelled', async () => {
    const { id, leadId } = await book(72);
    await tenant.ask('PATCH', `/v1/appointments/${id}`, { body: { startAt: startIn(100) } });
    expect(await remindersOf(leadId)).toEqual([startIn(76), startIn(99)]);
    await tenant.ask('POST', `/v1/appointments/${id}/cancel`);
    expect(await remindersOf(leadId)).toEqual([]);
  });

  it('are not said to a lead that a person has: the timeline says so', async () => {
    const { leadId } = await book(30);
    await tenant.ask('POST', `/v1/leads/${leadId}/take-over`, { body: {} });
    await pass(7);
    expect(await said(leadId)).toEqual([]);
    const { data } = (await tenant.ask('GET', `/v1/leads/${leadId}/actions`)).json();
    expect(data[0].summary).toBe('Did not remind of the appointment: a person has taken over');
  });

  it('reach the lead at its own address where it was booked in a chat that nobody may look at', async () => {
    const { leadId, startAt } = await book(48);
    await pipelineOf(tenant).update(leadId, { phone: '+351912345678' });
    await reach(before(startAt, 1));
    expect(sms.received.map(({ to, text }) => [to, text.slice(0, 30)])).toEqual([
      ['+351912345678', 'A reminder: Visit is tomorrow '],
      ['+351912345678', 'A reminder: Visit is today at '],
    ]);
    expect(await channelsOf(leadId, tenant)).toEqual(['sms', 'sms']);
  });

  it('take the first channel of the cadence that reaches the lead, and none for a test lead that leaves the house', async () => {
    const file = JSON.parse(bookingWorkflow({ reminders: [{ hoursBefore: 1 }] }).text);
    const cadence = { windows: [{ from: '00:00', to: '24:00' }], channels: ['console', 'sms'] };
    const own = await addTenant(server, { timeZone: 'UTC', workflows: [fileOf({ ...file, cadence })] });
    const { leadId, startAt } = await book(48, own);
    await pipelineOf(own).update(leadId, { phone: '+351912345679' });
    const test = await newLead(tenant, tenant.testKey);
    const key = tenant.testKey;
    await tenant.ask('PATCH', `/v1/leads/${test}`, { body: { phone: '+351912345680' }, key });
    await tenant.ask('POST', '/v1/appointments', { body: { leadId: test, startAt }, key });
    await reach(before(startAt, 1), own);
    await reach(before(startAt, 1));
    expect(new Set(await channelsOf(leadId, own))).toEqual(new Set(['console']));
    expect((await channelsOf(test, tenant)).at(-1)).toBe('api');
    expect(sms.received.filter(({ to }) => /79$|80$/.test(to))).toEqual([]);
  });

  it('are refused while the lead is opted out, and come again once it is in', async () => {
    const { leadId, startAt } = await book(48);
    const { update, timeline } = pipelineOf(tenant);
    await update(leadId, { optedOut: true });
    await reach(before(startAt, 24));
    expect(await timeline(leadId)).toContain('Did not remind of the appointment: the lead has opted out');
    await update(leadId, { optedOut: false });
    await reach(before(startAt, 1));
    expect(await said(leadId)).toEqual([expect.stringMatching(/^A reminder: Visit is today/)]);
  });

  it('show the conversation that was opened for them, also where nothing is said in it', async () => {
    const { leadId, startAt } = await book(48);
    await pipelineOf(tenant).update(leadId, { phone: '+351912345681', optedOut: true });
    const { conversationId: first } = await lead(leadId);
    await reach(before(startAt, 24));
    const { data } = (await tenant.ask('GET', `/v1/conversations?leadId=${leadId}`)).json();
    expect(data.map(({ channel }: { channel: string }) => channel).sort()).toEqual(['api', 'sms']);
    const { conversationId } = await lead(leadId);
    expect(conversationId).not.toBe(first);
    expect(conversationId).toBe(data.find(({ channel }: { channel: string }) => channel === 'sms').id);
  });

  it('are what the workflow says, in its words', async () => {
    const own = await bookingTenant(server, {
      reminders: [{ hoursBefore: 3, say: 'See you {when} for {title}! {calendarUrl}' }],
      resources: [{ key: 'ana', name: 'Ana' }],
    });
    const { leadId, uid, startAt } = await book(4, own);
    await reach(before(startAt, 3), own);
    expect(await said(leadId, own)).toEqual([
      expect.stringMatching(new RegExp(`^See you today at .* for Visit! http.*/v1/calendar/${uid}\\.ics$`)),
    ]);
    const none = await bookingTenant(server, { reminders: [] });
    const quiet = await book(48, none);
    await pass(48, none);
    expect(await said(quiet.leadId, none)).toEqual([]);
  });
});

describe('the outcome', () => {
  it('is that it took place', async () => {
    const { id, leadId, startAt } = await book(2);
    const early = await outcome(id, { outcome: 'completed' });
    expect([early.statusCode, early.json().reason]).toEqual([409, 'not_started']);
    await reach(startAt);
    expect((await outcome(id, { outcome: 'completed' })).json().status).toBe('completed');
    expect((await lead(leadId)).stage).toBe('booked');
    expect((await eventsOf(tenant, leadId)).at(-1)).toMatchObject({ type: 'appointment.completed' });
    await pass(24);
    expect((await said(leadId)).filter((text) => text.startsWith('Sorry'))).toEqual([]);
  });

  it('is that the lead did not come: it falls back, and is offered another time', async () => {
    const { id, leadId, startAt } = await book(2);
    await reach(startAt);
    const marked = await outcome(id, { outcome: 'no_show', reason: 'did not pick up' });
    expect([marked.statusCode, marked.json().status]).toEqual([200, 'no_show']);
    expect((await outcome(id, { outcome: 'no_show' })).json()).toEqual(marked.json());
    const { stage, run } = await lead(leadId);
    expect([stage, run.status.key]).toEqual(['qualified', 'ready']);
    const events = (await eventsOf(tenant, leadId)).map(({ type }) => type);
    expect(events.filter((type) => type === 'appointment.no_show')).toHaveLength(1);
    await pass(0.4);
    const missed = async () => (await said(leadId)).filter((text) => text.startsWith('Sorry'));
    expect(await missed()).toEqual([]);
    await pass(0.1);
    expect(await missed()).toEqual([
      expect.stringMatching(
        /^Sorry that we missed you for Visit today at .*\. Would you like another time\? I have these times:\n1\. .*\n2\. .*\n3\. .*\nWhich one suits you\?$/,
      ),
    ]);
  });

  it('is that the lead did not come: it takes one of the times that it is offered', async () => {
    const { id, leadId, startAt } = await book(2);
    await reach(startAt);
    await outcome(id, { outcome: 'no_show' });
    await pass(0.6);
    const { conversationId } = await lead(leadId);
    await answer(tenant, { leadId, conversationId }, 'the second one');
    await pass(0.1);
    expect((await said(leadId)).at(-1)).toContain('You are booked: visit');
    const { data } = (await tenant.ask('GET', `/v1/appointments?leadId=${leadId}`)).json();
    const statuses = data.map(({ status }: { status: string }) => status).sort();
    expect(statuses).toEqual(['confirmed', 'no_show']);
  });

  it.each([
    ['the lead has written since', write],
    [
      'a person has taken over',
      (own: TestTenant, { leadId }: Thread) => own.ask('POST', `/v1/leads/${leadId}/take-over`, { body: {} }),
    ],
    [
      'on holiday',
      async (own: TestTenant, { leadId }: Thread) => {
        const [run] = await pipelineOf(own).runs(leadId);
        return own.ask('POST', `/v1/runs/${run?.id}/pause`, { body: { reason: 'on holiday' } });
      },
    ],
    [
      'the lead opted out',
      (own: TestTenant, { leadId }: Thread) => own.ask('PATCH', `/v1/leads/${leadId}`, { body: { optedOut: true } }),
    ],
    [
      'the lead has another appointment',
      async (own: TestTenant, { leadId }: Thread) => {
        await own.ask('POST', '/v1/appointments', { body: { leadId, startAt: startIn(2) } });
      },
    ],
  ])('promises no more once %s, and the timeline says so', async (why, happens) => {
    const { id, leadId, startAt } = await book(2);
    await reach(startAt);
    await outcome(id, { outcome: 'no_show' });
    const { conversationId } = await lead(leadId);
    await happens(tenant, { leadId, conversationId });
    await pass(1);
    expect((await said(leadId)).filter((text) => text.startsWith('Sorry'))).toEqual([]);
    const told = (await pipelineOf(tenant).timeline(leadId)).filter((line) => line.startsWith('Did not offer'));
    expect(told).toEqual([`Did not offer another time: ${why}`]);
  });

  it('keeps its promise when another run of the lead is paused', async () => {
    const own = await addTenant(server, { timeZone: 'UTC', workflows: [bookingWorkflow(), winbackWorkflow] });
    const { id, leadId, startAt } = await book(2, own);
    const { update, runs, timeline } = pipelineOf(own);
    await update(leadId, { externalId: 'twice' });
    await own.ask('PUT', '/v1/leads', { body: { externalId: 'twice', workflow: 'winback' } });
    await reach(startAt, own);
    await outcome(id, { outcome: 'no_show' }, own);
    const other = (await runs(leadId)).find(({ workflowKey }) => workflowKey === 'winback');
    expect((await own.ask('POST', `/v1/runs/${other?.id}/pause`)).json()).toMatchObject({
      changed: true,
      cancelled: 0,
    });
    await pass(1, own);
    expect((await timeline(leadId)).filter((line) => line.startsWith('Did not offer'))).toEqual([]);
    expect(await offers(leadId, own)).toBe(1);
  });

  it('is followed by one message, also where the lead is reached by attempts', async () => {
    const file = JSON.parse(bookingWorkflow().text);
    const cadence = { windows: [{ from: '00:00', to: '24:00' }], channels: ['console'] };
    const own = await addTenant(server, { timeZone: 'UTC', workflows: [fileOf({ ...file, cadence })] });
    await reach(nextNoon(), own);
    const { id, leadId, startAt } = await book(2, own);
    await reach(startAt, own);
    const before = await countSaid(leadId, own);
    await outcome(id, { outcome: 'no_show' }, own);
    await pass(0.4, own);
    expect(await countSaid(leadId, own)).toBe(before);
    await pass(0.2, own);
    expect([await countSaid(leadId, own), await offers(leadId, own)]).toEqual([before + 1, 1]);
    await pass(72, own);
    expect(await countSaid(leadId, own)).toBeGreaterThan(before + 1);
  });

  it.each([
    ['was never heard of', () => undefined],
    ['has answered before', write],
  ])('is followed by no attempt before the cadence may write again, to a lead that %s', async (_what, happens) => {
    const file = JSON.parse(bookingWorkflow({ reminders: [] }).text);
    const channels = [{ channel: 'console', attempts: { first: 12, last: 12 } }];
    const recontact = { staleAfterHours: 1, coolDownHours: 1, atMost: 10 };
    const cadence = { windows: [{ from: '00:00', to: '24:00' }], hoursBetween: 2, channels, recontact };
    const own = await addTenant(server, { timeZone: 'UTC', workflows: [fileOf({ ...file, cadence })] });
    await reach(nextNoon(), own);
    const { id, leadId, startAt } = await book(2, own);
    await happens(own, { leadId, conversationId: (await lead(leadId, own)).conversationId });
    await reach(startAt, own);
    const before = await countSaid(leadId, own);
    await outcome(id, { outcome: 'no_show' }, own);
    await pass(2.4, own);
    expect([await countSaid(leadId, own), await offers(leadId, own)]).toEqual([before + 1, 1]);
    await pass(12, own);
    expect(await countSaid(leadId, own)).toBeGreaterThan(before + 1);
  });

  it('can be put right', async () => {
    const { id, leadId, startAt } = await book(2);
    await reach(startAt);
    await outcome(id, { outcome: 'no_show' });
    expect((await outcome(id, { outcome: 'completed' })).json().status).toBe('completed');
    const { stage, run } = await lead(leadId);
    expect([stage, run.status.key]).toEqual(['booked', 'booked']);
    await pass(24);
    expect((await said(leadId)).filter((text) => text.startsWith('Sorry'))).toEqual([]);
  });

  it('leaves the lead booked that has another appointment to come, and writes nothing', async () => {
    const { id, leadId, startAt } = await book(2);
    await tenant.ask('POST', '/v1/appointments', { body: { leadId, startAt: startIn(200) } });
    await reach(startAt);
    await outcome(id, { outcome: 'no_show' });
    expect((await lead(leadId)).stage).toBe('booked');
    await pass(1);
    expect((await said(leadId)).filter((text) => text.startsWith('Sorry'))).toEqual([]);
  });

  it('takes the run where the workflow says, in its words and after its time', async () => {
    const own = await bookingTenant(server, {
      noShow: { status: 'lost', followUpAfterMinutes: 120, say: 'We waited {when}.' },
      reminders: [],
    });
    const { id, leadId, startAt } = await book(1, own);
    await reach(startAt, own);
    await outcome(id, { outcome: 'no_show' }, own);
    expect((await lead(leadId, own)).run.status.key).toBe('lost');
    await pass(1.9, own);
    expect(await said(leadId, own)).toEqual([]);
    await pass(0.1, own);
    expect(await said(leadId, own)).toHaveLength(1);
  });

  it('is refused for what was cancelled, is unknown, or is none', async () => {
    const { id } = await book(3);
    await tenant.ask('POST', `/v1/appointments/${id}/cancel`);
    expect((await outcome(id, { outcome: 'no_show' })).json().reason).toBe('not_confirmed');
    expect((await outcome(id, { outcome: 'cancelled' })).statusCode).toBe(400);
    expect((await outcome('01890000-0000-7000-8000-000000000000', { outcome: 'no_show' })).statusCode).toBe(404);
  });
});
