import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, countBlocked, eventsOf, openChat, startChat, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { lockLead } from '../leads/index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server, { country: 'GB', shipped: ['salon-appointment', 'property-viewing'] });
});
afterAll(() => server.stop());

const TOO_LONG = 'x'.repeat(4097);
const open = (body?: object) => openChat(tenant, body);
const start = (body: object) => startChat(tenant, body);

describe('startChat', () => {
  it('answers 201 with the token and the greeting of an assistant', async () => {
    const chat = await open();
    expect(chat.token).toMatch(/^[\w-]{43}$/);
    expect(chat.messages).toMatchObject([{ seq: 1, author: 'agent', createdAt: expect.any(String) }]);
    expect(chat.messages[0]?.text).toContain('assistant');
    expect(await chat.read('')).toEqual(chat.messages);
  });

  it('makes a lead of what the visitor says of himself, unverified', async () => {
    const contact = { name: 'Ada Lovelace', email: 'ADA@example.com', phone: '020 7946 0958' };
    const chat = await open({ contact, metadata: { page: '/prices' }, workflow: 'property-viewing' });
    const lead = await chat.lead();
    expect(lead).toMatchObject({
      name: 'Ada Lovelace',
      familyName: 'Lovelace',
      email: 'ada@example.com',
      emailVerifiedAt: null,
      phone: '+442079460958',
      phoneVerifiedAt: null,
      channel: 'web_chat',
      isTest: false,
      metadata: { page: '/prices' },
      run: { workflowKey: 'property-viewing' },
    });
  });

  it('touches no other lead with what is claimed', async () => {
    const known = { name: 'Ada', email: 'claimed@example.com', phone: '+442079460111', externalId: 'known' };
    const before = (await tenant.ask('POST', '/v1/leads', { body: known })).json();
    const read = async () => (await tenant.ask('GET', `/v1/leads/${before.id}`)).json();
    const chat = await open({ contact: { name: 'Eve', email: known.email, phone: known.phone } });
    await chat.talk('please stop writing to me, unsubscribe');
    expect(await read()).toEqual(before);
    expect((await chat.lead()).id).not.toBe(before.id);
  });

  it('takes the first message with it', async () => {
    const chat = await open({ text: 'hello' });
    expect(chat.messages).toMatchObject([
      { seq: 1, author: 'lead', text: 'hello' },
      { seq: 2, author: 'agent' },
    ]);
    const { id } = await chat.lead();
    const { data } = (await tenant.ask('GET', `/v1/leads/${id}/actions?limit=100`)).json();
    const received = data.find(({ summary }: { summary: string }) => summary === 'Message received');
    expect(received.actor).toEqual({ kind: 'lead', id });
  });

  it('answers 404 for a workspace or a workflow that is not there', async () => {
    expect((await start({ workspace: 'nobody' })).statusCode).toBe(404);
    expect((await start({ workflow: 'none' })).statusCode).toBe(404);
  });

  it.each([
    [{ workspace: 5 }, '#/workspace'],
    [{ text: '' }, '#/text'],
    [{ text: ' \n' }, '#/text'],
    [{ text: TOO_LONG }, '#/text'],
    [{ text: 'a\u0000' }, '#/text'],
    [{ contact: { email: 'nobody' } }, '#/contact/email'],
    [{ contact: { phone: '12' } }, '#/contact/phone'],
    [{ contact: { isAdmin: true } }, '#/contact/isAdmin'],
    [{ stage: 'booked' }, '#/stage'],
    [{ metadata: 'x' }, '#/metadata'],
  ])('what is not right (case %#) is a 400 that names $1', async (body, pointer) => {
    const response = await start(body);
    expect(response.statusCode).toBe(400);
    expect(response.json().errors).toContainEqual(expect.objectContaining({ pointer }));
  });
});

describe('sendChatMessage', () => {
  it('answers 202 with the message, and the agent answers by the list', async () => {
    const chat = await open();
    const response = await chat.say({ text: '  a trim please  ' });
    expect(response.statusCode).toBe(202);
    const { message } = response.json();
    expect(message).toMatchObject({ seq: 2, author: 'lead', text: 'a trim please' });
    const answer = await chat.read(`after=${message.seq}&wait=5`);
    expect(answer).toMatchObject([{ seq: 3, author: 'agent' }]);
    expect(await chat.read('after=1')).toEqual([message, ...answer]);
    const lead = await chat.lead();
    expect(lead.variables.service).toMatchObject({ value: 'Trim', messageId: message.id, source: 'lead' });
    const types = (await eventsOf(tenant, lead.id)).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['message.received', 'variable.changed', 'message.sent']));
  });

  it('takes 4,096 characters', async () => {
    const chat = await open();
    expect((await chat.say({ text: 'x'.repeat(4096) })).statusCode).toBe(202);
    expect((await chat.say({ text: TOO_LONG })).statusCode).toBe(400);
  });

  it('makes one message of a client message id, also at once, and answers it once', async () => {
    const chat = await open();
    const send = () => chat.say({ text: 'a trim please', clientMessageId: 'm1' });
    const answers = await Promise.all(Array.from({ length: 10 }, send));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    await chat.read('after=2&wait=5');
    expect((await send()).body).toBe(answers[0]?.body);
    await chat.say({ text: 'thanks', clientMessageId: 'm2' });
    const said = await chat.read('');
    expect(said.filter(({ author }) => author === 'lead').map(({ text }) => text)).toEqual(['a trim please', 'thanks']);
    const waiting = () => transaction(tenant.ctx, ({ tx }) => tx`select id from stimuli`);
    await expect.poll(async () => (await waiting()).length).toBe(0);
    expect((await chat.read('')).filter(({ author }) => author === 'agent').length).toBe(3);
  });

  it('does not cross with the engine that is at the same lead', async () => {
    const chat = await open();
    const { id: leadId } = await chat.lead();
    const sent = await transaction(tenant.ctx, async (ctx) => {
      await lockLead(ctx, leadId);
      const sending = chat.say({ text: 'one more thing' });
      await expect.poll(() => countBlocked(server), { interval: 10 }).toBe(1);
      await ctx.tx`select id from conversations where id = ${chat.conversationId} for update`;
      return { sending };
    });
    expect((await sent.sending).statusCode).toBe(202);
  });

  it.each([
    {},
    { text: '' },
    { text: 5 },
    { text: 'x', clientMessageId: '' },
    { text: 'x', clientMessageId: 5 },
    { text: 'x', author: 'agent' },
  ])('%j is a 400', async (body) => {
    const chat = await open();
    expect((await chat.say(body)).statusCode).toBe(400);
  });
});

describe('the token', () => {
  it('opens its own conversation only: another reads as missing', async () => {
    const [one, other] = [await open(), await open()];
    const missing = '/v1/chat/conversations/01890000-0000-7000-8000-000000000000/messages';
    for (const method of ['GET', 'POST'] as const) {
      const body = method === 'POST' ? { body: { text: 'hello' } } : {};
      const headers = { 'x-request-id': 'the-same-for-all' };
      const ask = (url: string) => tenant.ask(method, url, { key: one.token, headers, ...body });
      const [foreign, none] = [await ask(other.url), await ask(missing)];
      expect([foreign.statusCode, foreign.body]).toEqual([404, none.body]);
    }
    expect((await other.read('')).filter(({ author }) => author === 'lead')).toEqual([]);
  });

  it('is needed: without one, or with one that is none, 401', async () => {
    const chat = await open();
    for (const key of ['', 'x'.repeat(43), `${chat.token}x`, tenant.liveKey]) {
      expect((await tenant.ask('GET', chat.url, { key })).statusCode).toBe(401);
      expect((await chat.say({ text: 'hello' }, key)).statusCode).toBe(401);
    }
  });

  it('is no API key', async () => {
    const chat = await open();
    expect((await tenant.ask('GET', '/v1/leads', { key: chat.token })).statusCode).toBe(401);
  });
});

describe('listChatMessages', () => {
  it('answers at once while there is something, and empty when it has waited', async () => {
    const chat = await open();
    expect(await chat.read('wait=25')).toEqual(chat.messages);
    const began = performance.now();
    expect(await chat.read('after=1&wait=1')).toEqual([]);
    expect(performance.now() - began).toBeGreaterThan(900);
  });

  it('answers a waiting reader as soon as a message is there', async () => {
    const chat = await open();
    await chat.talk('stop');
    const seen = (await chat.read('')).length;
    const began = performance.now();
    const waiting = chat.read(`after=${seen}&wait=25`);
    const { message } = (await chat.say({ text: 'anybody?' })).json();
    expect(await waiting).toEqual([message]);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it.each(['after=-1', 'after=x', 'wait=26', 'wait=-1', 'wait=soon', 'limit=5'])('?%s is a 400', async (query) => {
    const chat = await open();
    expect((await tenant.ask('GET', `${chat.url}?${query}`, { key: chat.token })).statusCode).toBe(400);
  });
});
