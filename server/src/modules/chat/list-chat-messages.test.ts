import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, openChat, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server, { country: 'GB', shipped: ['salon-appointment', 'property-viewing'] });
});
afterAll(() => server.stop());

const open = (body?: object) => openChat(tenant, body);

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
