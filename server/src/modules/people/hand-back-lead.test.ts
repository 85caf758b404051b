import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, openChat, type TestChat, type TestTenant } from '../../../test/api.ts';
import { linesOf, questions, saidIn, settle } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';

let now = Date.parse('2027-03-13T15:00:00.000Z');
let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  const started = Date.now();
  server = await startTestServer({ clock: { now: () => new Date(now + Date.now() - started) } });
  tenant = await addTenant(server, { workflows: [questions] });
});
afterAll(() => server.stop());

const idOf = async (chat: TestChat) => (await chat.lead()).id;
const takeOver = async (chat: TestChat) => tenant.ask('POST', `/v1/leads/${await idOf(chat)}/take-over`, { body: {} });
async function handBack(chat: TestChat): Promise<void> {
  await settle(tenant);
  const back = await tenant.ask('POST', `/v1/leads/${await idOf(chat)}/hand-back`, { body: {} });
  expect(back.statusCode).toBe(200);
  await settle(tenant);
}
async function write(chat: TestChat, text: string): Promise<void> {
  const url = `/v1/conversations/${chat.conversationId}/messages`;
  expect((await tenant.ask('POST', url, { body: { text } })).statusCode).toBe(201);
}
const said = (chat: TestChat) => saidIn(tenant, chat.conversationId);

describe('an agent that gets its lead back', () => {
  it('knows what was said meanwhile: it neither greets again nor asks what was answered', async () => {
    const chat = await openChat(tenant);
    await write(chat, 'Hi, Olga here. Which size do you have in mind?');
    await chat.say({ text: 'Large' });
    await write(chat, 'And how many rooms?');
    await chat.say({ text: '4' });
    await write(chat, 'Fine. I will give you back to our assistant.');
    const before = await said(chat);
    await handBack(chat);
    const after = (await said(chat)).slice(before.length);
    expect(after).toEqual(['agent: What is your name?']);
    expect((await chat.lead()).variables).toMatchObject({ size: { value: 'large' }, rooms: { value: 4 } });
    expect(await chat.talk('Ada Lovelace')).toContain('Is that right?');
  });

  it('answers what the lead wrote and nobody answered, all of it, once', async () => {
    const chat = await openChat(tenant);
    await takeOver(chat);
    await chat.say({ text: 'Large please' });
    await chat.say({ text: 'with 3 rooms' });
    await handBack(chat);
    const lines = await said(chat);
    expect(lines.filter((line) => line.startsWith('agent'))).toHaveLength(2);
    expect(lines.at(-1)).toContain('What is your name?');
  });

  it('takes an answer to the person’s question for that and for nothing else', async () => {
    const salon = await addTenant(server, { shipped: ['salon-appointment'] });
    const chat = await openChat(salon);
    await chat.talk('A haircut please');
    const ask = (text: string) =>
      salon.ask('POST', `/v1/conversations/${chat.conversationId}/messages`, { body: { text } });
    await ask('Olga here. What is your name?');
    // One of the stylists is called Ana.
    await chat.say({ text: 'Ana Silva' });
    await settle(salon);
    await salon.ask('POST', `/v1/leads/${(await chat.lead()).id}/hand-back`, { body: {} });
    await settle(salon);
    const { variables } = await chat.lead();
    expect([variables.name?.value, variables.stylist]).toEqual(['Ana Silva', undefined]);
    expect((await saidIn(salon, chat.conversationId)).at(-1)).not.toContain('Reyes');
  });

  it('says nothing while a question of the person, or its own last words, wait for the lead', async () => {
    const silent = await openChat(tenant);
    await takeOver(silent);
    await handBack(silent);
    const asked = await openChat(tenant);
    await write(asked, 'Shall I call you?');
    await handBack(asked);
    for (const chat of [silent, asked]) {
      const lines = await said(chat);
      expect(lines.filter((line) => line.startsWith('agent'))).toHaveLength(1);
    }
    expect(await asked.talk('no, go on here. Small')).toContain('How many rooms?');
  });

  it('says nothing where nothing is open, and closes once', async () => {
    const chat = await openChat(tenant);
    await chat.talk('A large one with 4 rooms, my name is Ada Lovelace');
    await chat.talk('yes');
    await write(chat, 'Thank you, I will call you tomorrow.');
    await handBack(chat);
    const lines = await said(chat);
    expect(lines.filter((line) => line.includes('That is all we need.'))).toHaveLength(1);
    expect(lines.at(-1)).toContain('I will call you tomorrow');
  });

  it('does not answer twice what stands in line to be answered', async () => {
    const chat = await openChat(tenant);
    await takeOver(chat);
    const id = await idOf(chat);
    await Promise.all([chat.say({ text: 'Large' }), tenant.ask('POST', `/v1/leads/${id}/hand-back`, { body: {} })]);
    await settle(tenant);
    const lines = await said(chat);
    expect(lines.filter((line) => line.startsWith('agent') && line.includes('How many rooms?'))).toHaveLength(1);
  });

  it('is told nothing of a lead that it has', async () => {
    const chat = await openChat(tenant);
    await handBack(chat);
    const lines = await linesOf(tenant, await idOf(chat));
    expect(lines.filter(({ summary }) => summary.startsWith('Handed back'))).toEqual([]);
  });

  it('leaves a lead alone that opted out while the person had it', async () => {
    const chat = await openChat(tenant);
    await takeOver(chat);
    await chat.say({ text: 'STOP' });
    await settle(tenant);
    expect(await chat.lead()).toMatchObject({ optedOut: true });
    await handBack(chat);
    expect((await said(chat)).at(-1)).toBe('lead: STOP');
  });
});

describe('a lead with which nobody talks any more', () => {
  const setHours = async (afterHours: number | null) => {
    const set = await tenant.ask('PUT', '/v1/workspace/hand-back', { body: { afterHours } });
    expect([set.statusCode, set.json()]).toEqual([200, { afterHours }]);
    expect((await tenant.ask('GET', '/v1/workspace/hand-back')).json()).toEqual({ afterHours });
  };

  it('goes back to its agent after the hours of the workspace, counted from the last word', async () => {
    await setHours(2);
    const chat = await openChat(tenant);
    await takeOver(chat);
    await chat.say({ text: 'Large' });
    await settle(tenant);
    now += 3_600_000;
    await write(chat, 'One moment.');
    now += 1.5 * 3_600_000;
    const dueAgain = () =>
      transaction(
        tenant.ctx,
        ({ tx, at }) => tx`select id from timers where kind = 'hand_back_due' and due_at > ${at}`,
      );
    await expect.poll(dueAgain).toHaveLength(1);
    expect(await chat.lead()).toMatchObject({ owner: 'person' });
    now += 3_600_000;
    await expect.poll(() => chat.lead(), { timeout: 5_000 }).toMatchObject({ owner: 'agent' });
    await settle(tenant);
    expect((await said(chat)).at(-1)).toBe('agent: How many rooms?');
    const lines = (await linesOf(tenant, await idOf(chat))).map(({ summary }) => summary);
    expect(lines).toContain('Handed back to the agent: nobody has written for 2 hours');
    await setHours(null);
  });

  it('does not while a person is waited for', async () => {
    await setHours(1);
    const chat = await openChat(tenant);
    await takeOver(chat);
    await tenant.ask('PATCH', `/v1/leads/${await idOf(chat)}`, { body: { needsHuman: true } });
    now += 2 * 3_600_000;
    const dueAgain = () =>
      transaction(
        tenant.ctx,
        ({ tx, at }) => tx`select id from timers where kind = 'hand_back_due' and due_at > ${at}`,
      );
    await expect.poll(dueAgain).toHaveLength(1);
    expect(await chat.lead()).toMatchObject({ owner: 'person', needsHuman: true });
    await setHours(null);
  });
});

it.each([{ afterHours: 0 }, { afterHours: 721 }, {}])('cannot be set to go back by %j', async (body) => {
  expect((await tenant.ask('PUT', '/v1/workspace/hand-back', { body })).statusCode).toBe(400);
});
