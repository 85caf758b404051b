import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, openChat, type TestTenant } from '../../../test/api.ts';
import { addMember, linesOf, questions, saidIn, settle } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { setTimer } from '../../jobs/timers.ts';
import { appendDraft, appendMessage } from '../conversations/index.ts';
import { lockLead } from '../leads/index.ts';
import { takeOverLead } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server, { workflows: [questions] });
});
afterAll(() => server.stop());

const takeOver = (leadId: string, body: object = {}) => tenant.ask('POST', `/v1/leads/${leadId}/take-over`, { body });

describe('taking over in the middle of a conversation', () => {
  it('silences the agent before its next word, with a message in line and the worker running', async () => {
    const chat = await openChat(tenant);
    const lead = await chat.lead();
    await transaction(tenant.ctx, async (ctx) => {
      const { id: leadId } = lead;
      await lockLead(ctx, leadId);
      const { conversationId } = chat;
      const said = { conversationId, leadId, channel: 'web_chat', author: 'lead', text: 'A large one' } as const;
      const { message } = await appendMessage(ctx, said);
      const payload = { conversationId, messageId: message.id };
      enqueueStimulus(ctx, { leadId, kind: 'message_received', payload });
      await takeOverLead(ctx, { leadId });
    });
    await settle(tenant);
    expect((await saidIn(tenant, chat.conversationId)).at(-1)).toBe('lead: A large one');
    const after = await chat.lead();
    expect(after).toMatchObject({
      owner: 'person',
      run: { humanTakeover: true },
      variables: { size: { value: 'large' } },
    });
  });

  it('leaves no word of the agent’s after the answer, whenever it comes', async () => {
    const chats = await Promise.all(Array.from({ length: 12 }, () => openChat(tenant)));
    const known = await Promise.all(
      chats.map(async (chat) => {
        const { id } = await chat.lead();
        const [, taken] = await Promise.all([chat.say({ text: 'A large one' }), takeOver(id)]);
        expect(taken.statusCode).toBe(200);
        return saidIn(tenant, chat.conversationId);
      }),
    );
    await settle(tenant);
    const later = await Promise.all(chats.map(({ conversationId }) => saidIn(tenant, conversationId)));
    const fromAgent = (lines: string[]) => lines.filter((line) => line.startsWith('agent'));
    expect(later.map(fromAgent)).toEqual(known.map(fromAgent));
  });
});

describe('a lead that is taken over', () => {
  it('gets nothing of what the agent had yet to say, and the timeline says why', async () => {
    const { id: leadId, conversationId } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
    const thread = { leadId, conversationId, channel: 'sms' };
    const waiting = await transaction(tenant.ctx, async (ctx) => {
      await lockLead(ctx, leadId);
      const draftId = await appendDraft(ctx, {
        ...thread,
        text: 'Hello',
        reason: 'greeted',
        purpose: 'attempt',
        onApproval: [],
      });
      const ids = { scheduled: ctx.newId(ctx.at), queued: ctx.newId(ctx.at), persons: ctx.newId(ctx.at) };
      const rows = [
        { id: ids.scheduled, seq: 11, kind: 'follow_up', status: 'scheduled', author: 'agent' },
        { id: ids.queued, seq: 12, kind: 'message', status: 'queued', author: 'agent' },
        { id: ids.persons, seq: 13, kind: 'message', status: 'queued', author: 'person' },
      ];
      const same = { ...thread, workspaceId: ctx.workspace.id, direction: 'outbound', body: 'Hi', createdAt: ctx.at };
      await ctx.tx`insert into messages ${ctx.tx(rows.map((row) => ({ ...same, ...row })))}`;
      setTimer(ctx, { leadId, kind: 'attempt_due', payload: {}, dueAt: new Date(ctx.at.getTime() + 3_600_000) });
      return { draftId, ...ids };
    });
    await takeOver(leadId);
    const left = await transaction(tenant.ctx, async ({ tx }) => ({
      timers: await tx`select id from timers where lead_id = ${leadId}`,
      messages: await tx<{ id: string; status: string }[]>`
        select id, status from messages where lead_id = ${leadId} and status <> 'cancelled'`,
    }));
    expect([...left.timers]).toEqual([]);
    expect([...left.messages]).toEqual([{ id: waiting.persons, status: 'queued' }]);
    const lines = (await linesOf(tenant, leadId)).map(({ summary, status }) => `${status} ${summary}`);
    expect(lines).toEqual(
      expect.arrayContaining([
        'cancelled Draft withdrawn: a person has taken over',
        'cancelled Follow-up withdrawn: a person has taken over',
        'cancelled Message withdrawn: a person has taken over',
        'cancelled Draft: greeted',
        'completed Taken over by a person',
      ]),
    );
  });

  it('is taken once, by whom and why, and by another with a word of its own', async () => {
    const { id } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
    const [olga, ada] = [await addMember(tenant), await addMember(tenant, { name: 'Ada' })];
    for (const memberId of [olga, olga, ada])
      expect((await takeOver(id, { memberId, reason: 'a big order' })).json().owner).toBe('person');
    expect((await tenant.ask('POST', `/v1/leads/${id}/take-over`)).statusCode).toBe(200);
    const lines = (await linesOf(tenant, id)).filter(({ summary }) => summary.startsWith('Taken over'));
    expect(lines).toMatchObject(
      [ada, olga].map((by) => ({
        summary: 'Taken over by a person: a big order',
        actor: { kind: 'person', id: by },
      })),
    );
    const told = (await eventsOf(tenant, id)).filter(({ type }) => type === 'conversation.taken_over');
    expect(told.map(({ data }) => data)).toMatchObject([{ memberId: olga }, { memberId: ada }]);
  });

  it('waits for nobody any more', async () => {
    const { id, conversationId } = (await tenant.ask('POST', '/v1/leads', { body: { needsHuman: true } })).json();
    expect((await takeOver(id)).json()).toMatchObject({ needsHuman: false, needsHumanReason: null, owner: 'person' });
    const conversation = (await tenant.ask('GET', `/v1/conversations/${conversationId}`)).json();
    expect(conversation).toMatchObject({ owner: 'person', state: 'open' });
  });

  it('must be one, and the member too', async () => {
    const { id } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
    expect((await takeOver(crypto.randomUUID())).statusCode).toBe(404);
    const wrong = await takeOver(id, { memberId: crypto.randomUUID() });
    expect([wrong.statusCode, wrong.json().errors?.[0]]).toMatchObject([400, { pointer: '#/memberId' }]);
    expect((await tenant.ask('POST', `/v1/leads/${id}/take-over`, { body: {}, key: tenant.testKey })).statusCode).toBe(
      404,
    );
    const reader = await tenant.keyWith(['leads:read']);
    expect((await tenant.ask('POST', `/v1/leads/${id}/take-over`, { body: {}, key: reader })).statusCode).toBe(403);
  });
});

it('sends no second text of handing over, however often the lead asks for a person', async () => {
  const chat = await openChat(tenant);
  await Promise.all(['I want a human', 'a real person please', 'human!'].map((text) => chat.say({ text })));
  await settle(tenant);
  const said = await saidIn(tenant, chat.conversationId);
  expect(said.filter((line) => line.includes('handing you over'))).toHaveLength(1);
});
