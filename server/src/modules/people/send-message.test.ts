import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, openChat, type TestTenant } from '../../../test/api.ts';
import { addMember, questions, saidIn, settle } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server, { workflows: [questions] });
});
afterAll(() => server.stop());

const write = (conversationId: string, body: object) =>
  tenant.ask('POST', `/v1/conversations/${conversationId}/messages`, { body });

describe('a person who answers', () => {
  it('is read by the lead in its chat, has the lead, and is not spoken over', async () => {
    const chat = await openChat(tenant);
    const memberId = await addMember(tenant);
    const sent = await write(chat.conversationId, { text: ' Hi, Olga here. ', memberId });
    expect([sent.statusCode, sent.json()]).toMatchObject([
      201,
      { author: 'person', direction: 'outbound', text: 'Hi, Olga here.', seq: 2 },
    ]);
    expect((await chat.read('')).at(-1)).toMatchObject({ author: 'person', text: 'Hi, Olga here.' });
    expect(await chat.lead()).toMatchObject({ owner: 'person', needsHuman: false, run: { humanTakeover: true } });
    await chat.say({ text: 'A large one' });
    await settle(tenant);
    expect((await saidIn(tenant, chat.conversationId)).at(-1)).toBe('lead: A large one');
    const [row] = await transaction(
      tenant.ctx,
      ({ tx }) => tx`
      select c.owner_member_id, m.member_id from conversations c
      join messages m on m.workspace_id = c.workspace_id and m.conversation_id = c.id and m.author = 'person'
      where c.id = ${chat.conversationId}`,
    );
    expect(row).toEqual({ ownerMemberId: memberId, memberId });
  });

  it('leaves no word of the agent’s after the answer, whenever it comes', async () => {
    const chats = await Promise.all(Array.from({ length: 12 }, () => openChat(tenant)));
    const known = await Promise.all(
      chats.map(async (chat) => {
        const [, sent] = await Promise.all([
          chat.say({ text: 'A large one' }),
          write(chat.conversationId, { text: 'Olga here.' }),
        ]);
        return sent.json().seq;
      }),
    );
    await settle(tenant);
    for (const [place, chat] of chats.entries()) {
      const later = await chat.read(`after=${known[place]}`);
      expect(later.filter(({ author }) => author === 'agent')).toEqual([]);
    }
  });

  it('ends the waiting of a lead that asked for one', async () => {
    const chat = await openChat(tenant);
    await chat.talk('I want to talk to a human');
    await write(chat.conversationId, { text: 'Here I am.' });
    expect(await chat.lead()).toMatchObject({ owner: 'person', needsHuman: false });
    const conversation = (await tenant.ask('GET', `/v1/conversations/${chat.conversationId}`)).json();
    expect(conversation).toMatchObject({ owner: 'person', state: 'open' });
  });

  it('sends once what is sent twice with one Idempotency-Key', async () => {
    const { conversationId } = await openChat(tenant);
    const url = `/v1/conversations/${conversationId}/messages`;
    const send = () =>
      tenant.ask('POST', url, { body: { text: 'Once.' }, headers: { 'idempotency-key': 'once-by-person' } });
    expect((await send()).json().id).toBe((await send()).json().id);
    expect((await saidIn(tenant, conversationId)).filter((line) => line === 'person: Once.')).toHaveLength(1);
  });

  it('cannot write to nobody, to who has opted out, or without the right', async () => {
    const out = await openChat(tenant);
    await tenant.ask('PATCH', `/v1/leads/${(await out.lead()).id}`, { body: { optedOut: true } });
    const refused = await write(out.conversationId, { text: 'Hello?' });
    expect([refused.statusCode, refused.json().reason]).toEqual([409, 'opted_out']);
    const leadless = (await tenant.ask('POST', '/v1/conversations', { body: { channel: 'sms' } })).json();
    expect((await write(leadless.id, { text: 'Hello?' })).json().reason).toBe('no_lead');
    expect((await write(crypto.randomUUID(), { text: 'Hello?' })).statusCode).toBe(404);
    const { conversationId } = await openChat(tenant);
    expect((await write(conversationId, { text: '' })).statusCode).toBe(400);
    expect((await write(conversationId, { text: 'Hi', memberId: crypto.randomUUID() })).statusCode).toBe(400);
    const key = await tenant.keyWith(['conversations:read', 'leads:write']);
    const url = `/v1/conversations/${conversationId}/messages`;
    expect((await tenant.ask('POST', url, { body: { text: 'Hi' }, key })).statusCode).toBe(403);
    expect((await tenant.ask('POST', url, { body: { text: 'Hi' }, key: tenant.testKey })).statusCode).toBe(404);
  });
});
