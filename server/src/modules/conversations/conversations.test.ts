import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { appendMessage } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server);
});
afterAll(() => server.stop());

async function open() {
  const { id: leadId, conversationId } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
  const say = (author: 'lead' | 'agent' | 'person', text: string) =>
    transaction(tenant.ctx, (ctx) => appendMessage(ctx, { conversationId, leadId, channel: 'api', author, text }));
  return { leadId, conversationId, say };
}

it('shows a conversation and how it stands', async () => {
  const { leadId, conversationId, say } = await open();
  const { message } = await say('lead', 'hello');
  const answered = await say('agent', 'good morning');
  expect((await tenant.ask('GET', `/v1/conversations/${conversationId}`)).json()).toMatchObject({
    id: conversationId,
    leadId,
    channel: 'api',
    owner: 'agent',
    state: 'open',
    messageCount: 2,
    firstMessageAt: message.createdAt,
    lastInboundAt: message.createdAt,
    lastMessageAt: answered.message.createdAt,
    closedAt: null,
  });
});

describe('messages', () => {
  it('come in their order, with who said them', async () => {
    const { conversationId, say } = await open();
    for (const [author, text] of [
      ['lead', 'one'],
      ['agent', 'two'],
      ['person', 'three'],
    ] as const)
      await say(author, text);
    const { data } = (await tenant.ask('GET', `/v1/conversations/${conversationId}/messages`)).json();
    expect(data).toMatchObject([
      { seq: 1, direction: 'inbound', author: 'lead', text: 'one', status: 'received', channel: 'api' },
      { seq: 2, direction: 'outbound', author: 'agent', text: 'two', status: 'sent' },
      { seq: 3, direction: 'outbound', author: 'person', text: 'three', status: 'sent' },
    ]);
  });

  it('are numbered without gap or double while many are said at once, and a reader misses none', async () => {
    const { conversationId, say } = await open();
    const read: number[] = [];
    let isDone = false;
    const reader = (async () => {
      while (!isDone || read.length < 30) {
        const url = `/v1/conversations/${conversationId}/messages?after=${read.at(-1) ?? 0}&limit=3`;
        for (const { seq } of (await tenant.ask('GET', url)).json().data) read.push(seq);
      }
    })();
    await Promise.all(Array.from({ length: 30 }, (_, index) => say('lead', `message ${index}`)));
    isDone = true;
    await reader;
    expect(read).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it.each(['after=-1', 'after=x', 'after=2147483648', 'limit=0', 'limit=201', 'before=1'])(
    '?%s is a 400',
    async (query) => {
      const { conversationId } = await open();
      expect((await tenant.ask('GET', `/v1/conversations/${conversationId}/messages?${query}`)).statusCode).toBe(400);
    },
  );
});

describe('listConversations', () => {
  it('finds by lead, channel, owner and state, newest first, page by page', async () => {
    const other = await addTenant(server);
    const ids: string[] = [];
    const leads: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      const lead = (await other.ask('POST', '/v1/leads', { body: {} })).json();
      ids.unshift(lead.conversationId);
      leads.unshift(lead.id);
    }
    await transaction(
      other.ctx,
      ({ tx }) => tx`update conversations set owner = 'person', state = 'awaiting_person' where id = ${ids[1] ?? ''}`,
    );
    const found = async (query: string) => {
      const { data } = (await other.ask('GET', `/v1/conversations?${query}`)).json();
      return data.map(({ id }: { id: string }) => ids.indexOf(id));
    };
    expect(await found('')).toEqual([0, 1, 2]);
    expect(await found(`leadId=${leads[2]}`)).toEqual([2]);
    expect(await found('owner=person')).toEqual([1]);
    expect(await found('owner=agent&state=open&channel=api')).toEqual([0, 2]);
    expect(await found('state=closed')).toEqual([]);
    expect(await found('channel=web_chat')).toEqual([]);
    const first = (await other.ask('GET', '/v1/conversations?limit=2')).json();
    expect(await found(`limit=2&cursor=${first.nextCursor}`)).toEqual([2]);
  });

  it.each(['owner=nobody', 'state=x', 'leadId=1', 'limit=0', 'cursor=x', 'colour=red'])(
    '?%s is a 400',
    async (query) => {
      expect((await tenant.ask('GET', `/v1/conversations?${query}`)).statusCode).toBe(400);
    },
  );
});

it('numbers messages that come at once one after the other, without a gap', async () => {
  const { id: leadId, conversationId } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
  const texts = Array.from({ length: 24 }, (_, place) => `message ${place}`);
  const added = await Promise.all(
    texts.map((text, place) =>
      transaction(tenant.ctx, (ctx) =>
        appendMessage(ctx, {
          conversationId,
          leadId,
          channel: 'api',
          author: place % 2 === 0 ? 'lead' : 'agent',
          text,
        }),
      ),
    ),
  );
  const seqs = added.map(({ message }) => message.seq).sort((one, other) => one - other);
  expect(seqs).toEqual(texts.map((_, place) => place + 1));
  expect((await tenant.ask('GET', `/v1/leads/${leadId}`)).json().revision).toBe(1 + texts.length);
});
