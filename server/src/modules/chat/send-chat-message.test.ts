import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, countBlocked, eventsOf, openChat, type TestTenant } from '../../../test/api.ts';
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

  it('stands with whose the conversation is by then, where a merge is undone meanwhile', async () => {
    const chat = await open();
    const { id: from } = await chat.lead();
    const into = (await tenant.ask('POST', '/v1/leads', { body: {} })).json().id;
    await tenant.ask('POST', `/v1/leads/${from}/merge`, { body: { intoLeadId: into } });
    const { undoing, saying } = await transaction(tenant.ctx, async (ctx) => {
      await lockLead(ctx, into);
      const undone = tenant.ask('POST', `/v1/leads/${from}/unmerge`);
      await expect.poll(() => countBlocked(server), { interval: 10 }).toBe(1);
      const said = chat.say({ text: 'a trim please' });
      await expect.poll(() => countBlocked(server), { interval: 10 }).toBe(2);
      return { undoing: [undone], saying: [said] };
    });
    expect((await Promise.all([...undoing, ...saying])).map(({ statusCode }) => statusCode)).toEqual([200, 202]);
    const rows = await transaction(
      tenant.ctx,
      ({ tx }) => tx`select lead_id from messages where conversation_id = ${chat.conversationId} and author = 'lead'`,
    );
    expect([...rows]).toEqual([{ leadId: from }]);
    expect(await chat.read('after=2&wait=5')).toMatchObject([{ author: 'agent' }]);
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
