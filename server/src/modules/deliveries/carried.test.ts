// Channels over which nothing is sent from here: somebody else carries what stands in their conversations to the lead.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { bookingWorkflow } from '../../../test/booking-workflow.ts';
import { linesOf } from '../../../test/people.ts';
import { fileOf } from '../../../test/pipeline.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { passTo, VirtualClock } from '../../../test/virtual-time.ts';

const HOUR_MS = 3_600_000;
const clock = new VirtualClock('2027-03-01T12:00:00.000Z');
let server: TestServer;
let tenant: TestTenant;
let phones = 0;

beforeAll(async () => {
  server = await startTestServer({ clock });
});
beforeEach(async () => {
  tenant = await addTenant(server, { timeZone: 'UTC', country: 'PT', workflows: [bookingWorkflow(), limited] });
  clock.set(new Date(`${inHours(24).slice(0, 10)}T12:00:00.000Z`));
});
afterAll(() => server.stop());

const limited = fileOf({
  key: 'limited',
  name: 'Limited',
  goal: 'qualification',
  agent: { name: 'Kim', role: 'the assistant' },
  fields: [{ key: 'size', label: 'Size', type: 'text', ask: 'Which size?' }],
  statuses: [{ key: 'new', label: 'New', category: 'active', flags: ['initial'] }],
  cadence: { channels: ['sms'], limits: { perHour: 2, perDay: 100 } },
});

const inHours = (hours: number) => new Date(clock.now().getTime() + hours * HOUR_MS).toISOString();
const pass = (hours: number) => passTo(server, tenant, clock, new Date(inHours(hours)));
const newPhone = () => `+3519123459${String(++phones).padStart(2, '0')}`;

async function leadWith(body: object): Promise<string> {
  const made = await tenant.ask('POST', '/v1/leads', { body: { reachOut: false, ...body } });
  expect(made.statusCode, made.body).toBe(201);
  return made.json().id;
}

const followUp = async (leadId: string, body: object = {}) => {
  const all = { text: 'Any news?', sendAt: inHours(1), channel: 'sms', ...body };
  const made = await tenant.ask('POST', `/v1/leads/${leadId}/follow-ups`, { body: all });
  expect(made.statusCode, made.body).toBe(201);
  return made.json();
};
const followUpsOf = async (leadId: string) => (await tenant.ask('GET', `/v1/leads/${leadId}/follow-ups`)).json().data;
const messagesIn = async (conversationId: string) =>
  (await tenant.ask('GET', `/v1/conversations/${conversationId}/messages`)).json().data;
const sentEvents = async (leadId: string) =>
  (await eventsOf(tenant, leadId)).filter(({ type }) => type === 'message.sent').length;
const suppress = (address: string) =>
  tenant.ask('POST', '/v1/suppressions', { body: { kind: 'phone', address, reason: 'manual' } });

/** A conversation that an integrator opened on a channel, with a lead who writes there by its hand. */
async function carried({ channel = 'whatsapp', identifier, ...lead }: Record<string, string | undefined> = {}) {
  const body = { channel, ...(identifier && { customerIdentifier: identifier }) };
  const conversationId: string = (await tenant.ask('POST', '/v1/conversations', { body })).json().id;
  const leadId = await leadWith({ ...lead, conversationId });
  return {
    leadId,
    conversationId,
    answer: (text: string) => tenant.ask('POST', `/v1/conversations/${conversationId}/messages`, { body: { text } }),
    says: async (text: string) => {
      const path = `/v1/conversations/${conversationId}/received-messages`;
      const said = await tenant.ask('POST', path, { body: { text } });
      expect([said.statusCode, said.json().status]).toEqual([201, 'received']);
      await pass(0.001);
    },
  };
}

describe('what is said unasked', () => {
  it('is not there before it may be: it waits for the morning where the lead lives, and is sent by being written', async () => {
    const leadId = await leadWith({ phone: newPhone(), timeZone: 'Europe/Lisbon' });
    const { conversationId } = await followUp(leadId, { sendAt: `${inHours(0).slice(0, 10)}T22:30:00Z` });
    await pass(11);
    expect(await followUpsOf(leadId)).toMatchObject([
      { status: 'scheduled', sendAt: `${inHours(13).slice(0, 10)}T08:00:00.000Z` },
    ]);
    expect([await messagesIn(conversationId), await sentEvents(leadId)]).toEqual([[], 0]);
    expect((await linesOf(tenant, leadId)).map(({ summary }) => summary)).toContainEqual(
      expect.stringMatching(/^Follow-up put off until .*: it is quiet where the lead lives$/),
    );
    await pass(10);
    expect(await messagesIn(conversationId)).toMatchObject([
      { seq: 1, text: 'Any news?', status: 'sent', channel: 'sms' },
    ]);
    expect(await sentEvents(leadId)).toBe(1);
  });

  it('does not come to be where it must not, and the timeline says why', async () => {
    const phone = newPhone();
    const unreachable = await leadWith({ email: 'ana@example.com' });
    const suppressed = await leadWith({ phone });
    await followUp(unreachable);
    await suppress(phone);
    await followUp(suppressed);
    await pass(1);
    const reason = async (leadId: string) => (await followUpsOf(leadId))[0];
    expect(await reason(unreachable)).toMatchObject({ status: 'cancelled', reason: 'the lead has no phone number' });
    expect(await reason(suppressed)).toMatchObject({
      ...{ status: 'cancelled', reason: 'its address must not be contacted: manual' },
    });
    expect(await sentEvents(unreachable)).toBe(0);
    expect((await linesOf(tenant, suppressed))[0]?.summary).toBe(
      'Follow-up withdrawn: its address must not be contacted: manual',
    );
  });

  it('is withdrawn when its address is suppressed before its time', async () => {
    const phone = newPhone();
    const leadId = await leadWith({ phone });
    await followUp(leadId);
    await suppress(phone);
    expect(await followUpsOf(leadId)).toMatchObject([
      { status: 'cancelled', reason: 'the phone number is suppressed' },
    ]);
  });

  it('says which template stands for its words, as only who carries it knows the window', async () => {
    const leadId = await leadWith({ phone: newPhone() });
    const template = { name: 'any_news_1', values: ['Ana'] };
    const { conversationId } = await followUp(leadId, { channel: 'whatsapp', template });
    await pass(1);
    expect(await messagesIn(conversationId)).toMatchObject([{ status: 'sent', text: 'Any news?', template }]);
    const lead = await carried({ phone: newPhone() });
    await lead.says('hello');
    expect((await messagesIn(lead.conversationId)).map(({ template }: { template: unknown }) => template)).toEqual([
      null,
      null,
    ]);
  });

  it('goes by e-mail to the e-mail address', async () => {
    const leadId = await leadWith({ email: 'ana@example.com' });
    const { conversationId } = await followUp(leadId, { channel: 'email' });
    await pass(1);
    expect(await messagesIn(conversationId)).toMatchObject([{ status: 'sent', channel: 'email' }]);
  });

  it('needs consent where the workspace asks for it', async () => {
    await tenant.ask('PATCH', '/v1/workspace', { body: { requiresConsent: true } });
    const [without, given] = [await leadWith({ phone: newPhone() }), await leadWith({ phone: newPhone() })];
    await tenant.ask('POST', `/v1/leads/${given}/consents`, { body: { basis: 'form', channel: 'sms' } });
    for (const leadId of [without, given]) await followUp(leadId);
    await pass(1);
    expect(await followUpsOf(without)).toMatchObject([{ reason: 'the lead has not agreed to be contacted' }]);
    expect(await followUpsOf(given)).toMatchObject([{ status: 'sent' }]);
  });

  it('counts against what a workflow lets its channel say, and waits for its turn', async () => {
    const leads: string[] = [];
    for (let count = 0; count < 4; count++) leads.push(await leadWith({ phone: newPhone(), workflow: 'limited' }));
    for (const leadId of leads) await followUp(leadId);
    await pass(1);
    const states = async () => (await Promise.all(leads.map(followUpsOf))).map(([one]) => one.status).sort();
    expect(await states()).toEqual(['scheduled', 'scheduled', 'sent', 'sent']);
    const waiting = leads[(await Promise.all(leads.map(followUpsOf))).findIndex(([one]) => one.status === 'scheduled')];
    expect((await linesOf(tenant, waiting ?? '')).map(({ summary }) => summary)).toContainEqual(
      expect.stringMatching(/^Follow-up put off until .*: 2 messages an hour are sent at most$/),
    );
    await pass(1.2);
    expect(await states()).toEqual(['sent', 'sent', 'sent', 'sent']);
  });

  it('is a reminder too, which does not come once it is too late', async () => {
    const leadId = await leadWith({ phone: newPhone(), timeZone: 'UTC' });
    const { conversationId } = await followUp(leadId, { sendAt: inHours(900) });
    const startAt = `${inHours(24).slice(0, 10)}T04:00:00.000Z`;
    expect((await tenant.ask('POST', '/v1/appointments', { body: { leadId, startAt } })).statusCode).toBe(201);
    await pass(20);
    expect(await messagesIn(conversationId)).toEqual([]);
    expect((await linesOf(tenant, leadId)).map(({ summary }) => summary)).toContain(
      'Did not remind of the appointment: it is quiet where the lead lives',
    );
  });
});

describe('an answer', () => {
  it('is there in the turn that gives it, also in the night, to who has just written', async () => {
    await pass(11);
    const lead = await carried({ phone: newPhone() });
    await lead.says('hello');
    const [, answer] = await messagesIn(lead.conversationId);
    expect(answer).toMatchObject({ author: 'agent', status: 'sent', channel: 'whatsapp' });
    const types = (await eventsOf(tenant, lead.leadId)).map(({ type }) => type);
    expect(types.filter((type) => type.startsWith('message.'))).toEqual(['message.received', 'message.sent']);
  });

  it('needs no number: who wrote there is known to who carries it', async () => {
    const lead = await carried();
    await lead.says('hello');
    expect(await messagesIn(lead.conversationId)).toMatchObject([
      { author: 'lead' },
      { author: 'agent', status: 'sent' },
    ]);
  });

  it('is not given to a suppressed number, and the timeline says so', async () => {
    const phone = newPhone();
    const lead = await carried({ phone });
    await suppress(phone);
    await lead.says('hello');
    expect(await messagesIn(lead.conversationId)).toHaveLength(1);
    expect((await linesOf(tenant, lead.leadId)).map(({ summary }) => summary)).toContain(
      'Did not send: its address must not be contacted: manual',
    );
  });
});

it('welcomes nobody back whose number somebody else has suppressed', async () => {
  const phone = newPhone();
  const [free, suppressed] = [await carried({ phone: newPhone() }), await carried({ phone })];
  await suppress(phone);
  for (const { leadId } of [free, suppressed])
    await tenant.ask('PATCH', `/v1/leads/${leadId}`, { body: { optedOut: true } });
  for (const lead of [free, suppressed]) await lead.says('START');
  for (const { leadId } of [free, suppressed])
    expect((await tenant.ask('GET', `/v1/leads/${leadId}`)).json().optedOut).toBe(false);
  expect(await messagesIn(free.conversationId)).toMatchObject([
    { author: 'lead' },
    { author: 'agent', status: 'sent' },
  ]);
  expect(await messagesIn(suppressed.conversationId)).toMatchObject([{ author: 'lead' }]);
  expect((await linesOf(tenant, suppressed.leadId)).map(({ summary }) => summary)).toContain(
    'Did not send: its address must not be contacted: manual',
  );
});

describe('what the lead writes', () => {
  it('ends all contact with STOP and begins it with START, and is one message however often it is handed in', async () => {
    const lead = await carried({ phone: newPhone() });
    const optedOut = async () => (await tenant.ask('GET', `/v1/leads/${lead.leadId}`)).json().optedOut;
    await lead.says('STOP');
    expect(await optedOut()).toBe(true);
    await lead.says('START');
    expect(await optedOut()).toBe(false);
    const path = `/v1/conversations/${lead.conversationId}/received-messages`;
    const body = { text: 'hello', clientMessageId: 'SM1' };
    const [first, second] = [await tenant.ask('POST', path, { body }), await tenant.ask('POST', path, { body })];
    expect(second.json()).toEqual(first.json());
    expect((await tenant.ask('POST', path, { body: { ...body, text: 'bye' } })).json().reason).toBe(
      'client_message_id_used',
    );
    expect((await tenant.ask('POST', path, { body, key: tenant.testKey })).statusCode).toBe(404);
  });
});

describe('a person', () => {
  it('is bound by suppressions, and not by the night nor by a number that is not known here', async () => {
    const phone = newPhone();
    const [known, suppressed, nobody] = [
      await carried({ phone: newPhone() }),
      await carried({ phone }),
      await carried(),
    ];
    await suppress(phone);
    await pass(11);
    const answers = [];
    for (const lead of [known, suppressed, nobody]) answers.push(await lead.answer('Olga here.'));
    expect(answers.map((answer) => answer.statusCode)).toEqual([201, 409, 201]);
    expect(answers[0]?.json()).toMatchObject({ status: 'sent' });
    expect(answers[1]?.json()).toMatchObject({
      reason: 'not_sendable',
      rule: 'its address must not be contacted: manual',
    });
  });

  it('reaches the customer whom the conversation names, unless that one is suppressed', async () => {
    const [handle, number] = [
      await carried({ identifier: 'customer-1' }),
      await carried({ identifier: '(21) 234 5678' }),
    ];
    await suppress('+351212345678');
    expect((await handle.answer('Olga here.')).json()).toMatchObject({ status: 'sent' });
    expect((await number.answer('Olga here.')).json()).toMatchObject({ reason: 'not_sendable' });
  });

  it.each([
    ['Twilio', 'whatsapp', 'whatsapp:+351912345802', '+351 912 345 802'],
    ['Meta, whose workspace is in another country', 'whatsapp', '4915112345804', '+49 1511 2345804'],
    ['a WhatsApp client', 'whatsapp', '5511961234567:12@s.whatsapp.net', '+55 11 6123-4567'],
    ['a link', 'sms', 'sms:+351912345805?body=hi', '912345805'],
    ['a telephone system', 'phone', 'tel:+351-912-345-806;ext=2', '912345806'],
  ])('does not reach a suppressed customer by the name that %s gives it', async (_, channel, identifier, phone) => {
    const lead = await carried({ channel, identifier });
    expect((await lead.answer('Olga here.')).json()).toMatchObject({ status: 'sent' });
    await suppress(phone);
    expect((await lead.answer('Olga again.')).json()).toMatchObject({
      rule: 'its address must not be contacted: manual',
    });
  });

  it.each(['mailto:bea@example.com', 'Bea <Bea@example.com>'])(
    'does not write to a suppressed %s',
    async (identifier) => {
      const lead = await carried({ channel: 'email', identifier });
      const body = { kind: 'email', address: 'bea@example.com', reason: 'bounced' };
      await tenant.ask('POST', '/v1/suppressions', { body });
      expect((await lead.answer('Olga here.')).json()).toMatchObject({ reason: 'not_sendable' });
    },
  );

  it('reaches a lead whose own number and whose customer are both free', async () => {
    const [own, customer] = [newPhone(), newPhone()];
    const leads = [
      await carried({ phone: newPhone(), identifier: `whatsapp:${newPhone()}` }),
      await carried({ phone: own, identifier: `whatsapp:${newPhone()}` }),
      await carried({ phone: newPhone(), identifier: `whatsapp:${customer}` }),
    ];
    for (const phone of [own, customer]) await suppress(phone);
    const answers = [];
    for (const lead of leads) answers.push((await lead.answer('Olga here.')).statusCode);
    expect(answers).toEqual([201, 409, 409]);
  });
});

it('holds nothing back where words are read in their place', async () => {
  await pass(11);
  const leadId = await leadWith({});
  const { conversationId } = await followUp(leadId, { channel: 'webform' });
  await pass(1);
  expect(await messagesIn(conversationId)).toMatchObject([{ status: 'sent', channel: 'webform' }]);
});
