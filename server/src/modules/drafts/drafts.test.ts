import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, openChat, type TestChat, type TestTenant } from '../../../test/api.ts';
import { book, bookingWorkflow } from '../../../test/booking-workflow.ts';
import { addMember, linesOf, questions, saidIn, settle } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { appendDraft } from '../conversations/index.ts';
import type { Draft } from './draft.ts';

/** A Saturday; the booking workflow is open day and night. */
const NOW = Date.parse('2027-03-13T15:00:00.000Z');
const AT_TEN = '2027-03-15T10:00:00.000Z';

let server: TestServer;
let tenant: TestTenant;
let salon: TestTenant;
beforeAll(async () => {
  const started = Date.now();
  server = await startTestServer({ clock: { now: () => new Date(NOW + Date.now() - started) } });
  tenant = await listening({ workflows: [questions] });
  salon = await listening({ workflows: [bookingWorkflow()] });
});
afterAll(() => server.stop());

/** A workspace whose agents say nothing that nobody has approved. */
async function listening(options: Parameters<typeof addTenant>[1]): Promise<TestTenant> {
  const made = await addTenant(server, options);
  const { data } = (await made.ask('GET', '/v1/agents')).json();
  for (const { id } of data) await made.ask('PATCH', `/v1/agents/${id}`, { body: { autonomy: 'listen' } });
  return made;
}

async function draftsOf(of: TestTenant, chat: TestChat): Promise<Draft[]> {
  await settle(of);
  return (await of.ask('GET', `/v1/drafts?leadId=${(await chat.lead()).id}`)).json().data;
}
async function draftOf(of: TestTenant, chat: TestChat): Promise<Draft> {
  const [draft] = await draftsOf(of, chat);
  if (!draft) throw new Error('there is no draft');
  return draft;
}
const ask = (of: TestTenant, id: string, verb: 'approve' | 'discard', body?: object) =>
  of.ask('POST', `/v1/messages/${id}/${verb}`, body && { body });
async function approve(of: TestTenant, chat: TestChat): Promise<void> {
  expect((await ask(of, (await draftOf(of, chat)).id, 'approve')).statusCode).toBe(200);
  await settle(of);
}

describe('an agent that listens', () => {
  it('says what it would only once a person approves it', async () => {
    const chat = await openChat(tenant);
    expect(chat.messages).toEqual([]);
    await approve(tenant, chat);
    await chat.say({ text: 'a large one please' });
    const draft = await draftOf(tenant, chat);
    expect(draft).toMatchObject({ text: expect.stringContaining('How many rooms?'), steps: [], messageId: null });
    const lead = await chat.lead();
    expect(lead.variables).toMatchObject({ size: { value: 'large' } });
    const overview = (await tenant.ask('GET', `/v1/leads/${lead.id}/overview`)).json();
    expect(overview.nextDraft).toMatchObject({
      status: 'awaiting_approval',
      messages: [{ id: draft.id, text: draft.text }],
    });
    expect((await eventsOf(tenant, lead.id)).at(-1)).toMatchObject({
      type: 'message.draft_created',
      data: { messageId: draft.id },
    });
    const memberId = await addMember(tenant);
    const approved = await ask(tenant, draft.id, 'approve', { memberId });
    expect(approved.json()).toMatchObject({ id: draft.id, status: 'queued' });
    await settle(tenant);
    expect((await saidIn(tenant, chat.conversationId)).at(-1)).toBe(`agent: ${draft.text}`);
    expect((await chat.read('')).at(-1)?.text).toBe(draft.text);
    expect(await draftsOf(tenant, chat)).toEqual([]);
    const after = (await tenant.ask('GET', `/v1/leads/${lead.id}/overview`)).json();
    expect(after.nextDraft).toBeNull();
    expect(await linesOf(tenant, lead.id)).toContainEqual(
      expect.objectContaining({ summary: 'Draft approved', actor: { kind: 'person', id: memberId } }),
    );
    const [second, again] = [await ask(tenant, draft.id, 'approve'), await ask(tenant, draft.id, 'discard')];
    expect([second.statusCode, again.json().reason]).toEqual([409, 'not_waiting']);
    await chat.say({ text: '4' });
    expect((await draftOf(tenant, chat)).text).toContain('What is your name?');
  });

  it('says it in the words that a person gave it', async () => {
    const chat = await openChat(tenant, { text: 'large' });
    const { id } = await draftOf(tenant, chat);
    const edited = await tenant.ask('PATCH', `/v1/messages/${id}`, { body: { text: 'How many rooms are there?' } });
    expect(edited.json()).toMatchObject({ id, text: 'How many rooms are there?', status: 'awaiting_approval' });
    await approve(tenant, chat);
    expect((await saidIn(tenant, chat.conversationId)).at(-1)).toBe('agent: How many rooms are there?');
  });

  it('has what it would say discarded, and answers it all when the lead writes again', async () => {
    const chat = await openChat(tenant, { text: 'I take the large one' });
    const { id } = await draftOf(tenant, chat);
    expect((await ask(tenant, id, 'discard', { reason: 'too pushy' })).json()).toMatchObject({ status: 'cancelled' });
    expect(await draftsOf(tenant, chat)).toEqual([]);
    const lines = (await linesOf(tenant, (await chat.lead()).id)).map(({ summary }) => summary);
    expect(lines).toContain('Draft withdrawn: discarded: too pushy');
    await chat.say({ text: '3 rooms' });
    expect((await draftOf(tenant, chat)).text).toContain('What is your name?');
  });

  it('has a stale draft withdrawn before the lead’s words are answered for', async () => {
    const chat = await openChat(tenant, { text: 'large' });
    const stale = await draftOf(tenant, chat);
    await chat.say({ text: 'no, small, and 2 rooms' });
    expect([409, 404]).toContain((await ask(tenant, stale.id, 'approve')).statusCode);
    const drafts = await draftsOf(tenant, chat);
    expect(drafts).toHaveLength(1);
    expect(drafts[0]?.id).not.toBe(stale.id);
    expect(await saidIn(tenant, chat.conversationId)).toEqual(['lead: large', 'lead: no, small, and 2 rooms']);
    expect((await chat.lead()).variables).toMatchObject({ size: { value: 'small' }, rooms: { value: 2 } });
  });

  it('keeps a reminder’s draft beside its answer, also when the lead writes', async () => {
    const chat = await openChat(tenant, { text: 'large' });
    const answer = await draftOf(tenant, chat);
    const draft = { conversationId: chat.conversationId, leadId: (await chat.lead()).id, channel: 'web_chat' };
    const remind = (text: string) =>
      transaction(tenant.ctx, (ctx) =>
        appendDraft(ctx, { ...draft, text, reason: 'reminder', purpose: 'reminder', onApproval: [] }),
      );
    await remind('Tomorrow at ten.');
    await remind('Today at ten.');
    const texts = async () => (await draftsOf(tenant, chat)).map(({ text }) => text);
    expect(await texts()).toEqual(['Today at ten.', answer.text]);
    await chat.say({ text: '3 rooms' });
    const after = await texts();
    expect(after).toHaveLength(2);
    expect(after).toContain('Today at ten.');
    expect(after).not.toContain(answer.text);
  });

  it('does not wait with an opt-out, nor with a call for a person', async () => {
    const out = await openChat(tenant, { text: 'STOP' });
    const asks = await openChat(tenant, { text: 'I want to talk to a human' });
    expect(await draftsOf(tenant, out)).toEqual([]);
    expect(await draftsOf(tenant, asks)).toEqual([]);
    expect(await out.lead()).toMatchObject({ optedOut: true });
    expect(await asks.lead()).toMatchObject({ needsHuman: true, owner: 'person' });
  });

  it('falls silent with its drafts when a person answers', async () => {
    const chat = await openChat(tenant, { text: 'large' });
    const { id } = await draftOf(tenant, chat);
    const url = `/v1/conversations/${chat.conversationId}/messages`;
    expect((await tenant.ask('POST', url, { body: { text: 'Olga here.' } })).statusCode).toBe(201);
    expect((await ask(tenant, id, 'approve')).statusCode).toBe(409);
    await settle(tenant);
    expect((await saidIn(tenant, chat.conversationId)).at(-1)).toBe('person: Olga here.');
  });
});

describe('a booking that waits with its words', () => {
  async function chooseTen(): Promise<TestChat> {
    const chat = await openChat(salon, { text: 'Monday March 15 at 10:00 am please' });
    await approve(salon, chat);
    await chat.say({ text: 'yes' });
    return chat;
  }

  it('is made when they are approved', async () => {
    const chat = await chooseTen();
    expect(await draftOf(salon, chat)).toMatchObject({ steps: [{ step: 'book', startAt: AT_TEN }] });
    expect((await chat.lead()).appointment).toBeNull();
    await approve(salon, chat);
    const lead = await chat.lead();
    expect(lead).toMatchObject({ stage: 'booked', appointment: { startAt: AT_TEN, status: 'confirmed' } });
    expect((await saidIn(salon, chat.conversationId)).at(-1)).toMatch(/You are booked.*\/v1\/calendar\//s);
    await salon.ask('POST', `/v1/appointments/${lead.appointment?.id}/cancel`, { body: {} });
  });

  it('comes to nothing where the time was taken meanwhile: other times are drafted', async () => {
    const chat = await chooseTen();
    expect((await book(salon, AT_TEN)).statusCode).toBe(201);
    const { id } = await draftOf(salon, chat);
    await ask(salon, id, 'approve');
    const next = await draftOf(salon, chat);
    expect(next.text).toContain('that time is no longer free');
    expect((await chat.lead()).appointment).toBeNull();
    expect((await saidIn(salon, chat.conversationId)).at(-1)).toBe('lead: yes');
    const lines = (await linesOf(salon, (await chat.lead()).id)).map(({ summary }) => summary);
    expect(lines).toContain('Draft withdrawn: that time is no longer free');
  });
});

it('is nobody else’s draft', async () => {
  const chat = await openChat(tenant, { text: 'large' });
  const { id } = await draftOf(tenant, chat);
  const other = await addTenant(server);
  expect((await other.ask('GET', '/v1/drafts')).json().data).toEqual([]);
  expect((await ask(other, id, 'approve')).statusCode).toBe(404);
  expect((await tenant.ask('POST', `/v1/messages/${id}/approve`, { key: tenant.testKey })).statusCode).toBe(404);
  const reader = await tenant.keyWith(['conversations:read']);
  expect((await tenant.ask('POST', `/v1/messages/${id}/approve`, { key: reader })).statusCode).toBe(403);
});
