import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, openChat, type TestTenant } from '../../../test/api.ts';
import { bookingWorkflow } from '../../../test/booking-workflow.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';

/** A Saturday; the booking workflow is open day and night. */
const NOW = Date.parse('2027-03-13T15:00:00.000Z');

let server: TestServer;
/** How far the clock was put forward, in milliseconds. */
let forward = 0;
beforeAll(async () => {
  const started = Date.now();
  server = await startTestServer({ clock: { now: () => new Date(NOW + forward + Date.now() - started) } });
});
afterAll(() => server.stop());

const settle = (tenant: TestTenant) =>
  expect
    .poll(() =>
      transaction(tenant.ctx, async ({ tx }) => (await tx`select id from stimuli where dead_at is null`).length),
    )
    .toBe(0);

describe('a lead that came by API', () => {
  it('keeps its name, its proved addresses and its peace when the agent takes note of them', async () => {
    const tenant = await addTenant(server, { shipped: ['salon-appointment'] });
    const body = { givenName: 'Mary Ann', middleName: 'van', familyName: 'der Berg', email: 'mary@example.com' };
    const { id, conversationId } = (await tenant.ask('POST', '/v1/leads', { body })).json();
    await transaction(tenant.ctx, async (ctx) =>
      enqueueStimulus(ctx, { leadId: id, kind: 'lead_created', payload: { conversationId } }),
    );
    await settle(tenant);
    const lead = (await tenant.ask('GET', `/v1/leads/${id}`)).json();
    expect(lead).toMatchObject(body);
    expect(lead.variables).toMatchObject({ name: { value: 'Mary Ann van der Berg' }, email: { value: body.email } });
    expect((await eventsOf(tenant, id)).filter(({ type }) => type === 'lead.updated')).toEqual([]);
    const messages = (await tenant.ask('GET', `/v1/conversations/${lead.conversationId}/messages`)).json().data;
    expect(messages).toEqual([]);
  });
});

describe('what a visitor says of himself', () => {
  it('becomes his own property, and the events tell of it', async () => {
    const tenant = await addTenant(server, { shipped: ['salon-appointment'] });
    const chat = await openChat(tenant);
    await chat.talk('I am Ada Lovelace and my number is (415) 555-0123');
    const lead = await chat.lead();
    expect(lead).toMatchObject({ name: 'Ada Lovelace', familyName: 'Lovelace', phone: '+14155550123' });
    const changes = (await eventsOf(tenant, lead.id)).filter(({ type }) => type === 'lead.updated');
    expect(changes.map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        { actor: 'agent', changed: ['name'] },
        { actor: 'agent', changed: ['phone'] },
      ]),
    );
    expect((await tenant.ask('GET', '/v1/leads?phone=4155550123')).json().data).toHaveLength(1);
  });
});

describe('one slot that many visitors choose at once', () => {
  it('goes to one of them; the others hear so and are offered other times', async () => {
    const tenant = await addTenant(server, { workflows: [bookingWorkflow()] });
    const chats = await Promise.all(Array.from({ length: 20 }, () => openChat(tenant)));
    await Promise.all(chats.map((chat) => chat.talk('Monday March 15 at 10:00 am please')));
    await Promise.all(chats.map((chat) => chat.talk('yes')));
    await settle(tenant);
    const { data } = (await tenant.ask('GET', '/v1/appointments?limit=100')).json();
    const atTen = data.filter(({ startAt }: { startAt: string }) => startAt === '2027-03-15T10:00:00.000Z');
    expect(atTen).toMatchObject([{ status: 'confirmed' }]);
    const starts = data.map(({ startAt }: { startAt: string }) => startAt);
    expect(new Set(starts).size).toBe(starts.length);
    const leads = await Promise.all(chats.map((chat) => chat.lead()));
    expect(leads.filter(({ stage }) => stage === 'booked')).toHaveLength(data.length);
    expect(leads.filter(({ needsHuman }) => needsHuman)).toEqual([]);
    const failed = await transaction(tenant.ctx, ({ tx }) => tx`select last_error from stimuli`);
    expect(failed).toHaveLength(0);
  });
});

it('a slot whose time has passed by since it was offered is not booked: others are offered', async () => {
  const tenant = await addTenant(server, { workflows: [bookingWorkflow()] });
  const chat = await openChat(tenant);
  expect(await chat.talk('Monday March 15 at 10:00 am please')).toContain('Shall I book it');
  forward += 3 * 86_400_000;
  expect(await chat.talk('yes')).toContain('that time is no longer free');
  await settle(tenant);
  expect((await tenant.ask('GET', '/v1/appointments')).json().data).toEqual([]);
  expect((await chat.lead()).needsHuman).toBe(false);
});

describe('a conversation that a person has taken over', () => {
  it('is silent, and still notes what is said, in a version of its own', async () => {
    const tenant = await addTenant(server, { shipped: ['salon-appointment'] });
    const chat = await openChat(tenant);
    await chat.talk('I want to talk to a person');
    const before = await chat.lead();
    expect(before).toMatchObject({ needsHuman: true, owner: 'person', run: { humanTakeover: true } });
    const conversation = (await tenant.ask('GET', `/v1/conversations/${chat.conversationId}`)).json();
    expect(conversation).toMatchObject({ owner: 'person', state: 'awaiting_person' });
    await chat.say({ text: 'it is about a trim' });
    const seen = await chat.lead();
    await settle(tenant);
    const after = await chat.lead();
    expect(after.variables.service?.value).toBe('Trim');
    // One for the message and one for what was learned from it, maybe a moment later.
    expect(after.revision).toBeGreaterThanOrEqual(before.revision + 2);
    if (seen.variables.service === undefined) expect(after.revision).toBeGreaterThan(seen.revision);
    expect((await chat.read('')).at(-1)).toMatchObject({ author: 'lead', text: 'it is about a trim' });
  });
});

describe('an opt-out', () => {
  it('is said once and ends the run; the word of the lead takes it up again', async () => {
    const tenant = await addTenant(server, { shipped: ['salon-appointment'] });
    const chat = await openChat(tenant);
    await chat.talk('a trim please');
    expect(await chat.talk('stop')).toContain('not contact you again');
    expect(await chat.lead()).toMatchObject({ optedOut: true, run: { isActive: false, runStatus: 'cancelled' } });
    await chat.say({ text: 'hello?' });
    await settle(tenant);
    expect((await chat.read('')).at(-1)).toMatchObject({ author: 'lead', text: 'hello?' });
    expect(await chat.talk('START')).not.toBe('');
    const lead = await chat.lead();
    expect(lead).toMatchObject({ optedOut: false, run: { isActive: true, runStatus: 'running' } });
    const types = (await eventsOf(tenant, lead.id)).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['lead.opted_out', 'run.ended', 'lead.opted_in']));
  });
});
