import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, openChat, startChat, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

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
