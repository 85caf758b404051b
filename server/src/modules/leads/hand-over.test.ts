import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, openChat, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const create = async (body: object = {}) => (await tenant.ask('POST', '/v1/leads', { body })).json();
const update = async (id: string, body: object) => (await tenant.ask('PATCH', `/v1/leads/${id}`, { body })).json();
const conversationOf = async ({ conversationId }: { conversationId: string }) =>
  (await tenant.ask('GET', `/v1/conversations/${conversationId}`)).json();
const typesOf = async (id: string) => (await eventsOf(tenant, id)).map(({ type }) => type);

describe('a person who takes a lead over by API', () => {
  it('has the lead, its conversation and its run, and nobody is waited for', async () => {
    const lead = await create();
    const taken = await update(lead.id, { owner: 'person' });
    expect(taken).toMatchObject({ owner: 'person', needsHuman: false, run: { humanTakeover: true } });
    expect(await conversationOf(lead)).toMatchObject({ owner: 'person', state: 'open' });
    await update(lead.id, { owner: 'person' });
    const types = await typesOf(lead.id);
    expect(types.filter((type) => type === 'conversation.taken_over')).toHaveLength(1);
    const { data } = (await tenant.ask('GET', `/v1/leads/${lead.id}/actions`)).json();
    expect(data.map(({ summary }: { summary: string }) => summary)).toContain('Taken over by a person');
  });

  it('is waited for where the change says so, and from birth', async () => {
    const lead = await create();
    await update(lead.id, { owner: 'person', needsHuman: true, needsHumanReason: 'asks for Olga' });
    const born = await create({ owner: 'person', needsHuman: true });
    for (const one of [lead, born]) {
      expect(await conversationOf(one)).toMatchObject({ owner: 'person', state: 'awaiting_person' });
      expect(await typesOf(one.id)).toEqual(expect.arrayContaining(['lead.needs_human', 'conversation.taken_over']));
    }
    expect(born).toMatchObject({ owner: 'person', needsHuman: true, run: { humanTakeover: true } });
  });

  it('is not spoken over by the agent, which speaks again once it has the lead back', async () => {
    const chat = await openChat(tenant);
    const { id } = await chat.lead();
    await update(id, { owner: 'person' });
    expect(await chat.talk('A trim please', 1)).toBe('');
    await update(id, { owner: 'agent' });
    expect(await chat.talk('A trim please')).not.toBe('');
  });
});

describe('a person who is asked for by API', () => {
  it('has the lead, its conversation and its run, and is waited for', async () => {
    const lead = await create();
    const asked = await update(lead.id, { needsHuman: true, needsHumanReason: 'asks for Olga' });
    const born = await create({ needsHuman: true });
    expect(asked).toMatchObject({ needsHumanReason: 'asks for Olga' });
    for (const one of [asked, born]) {
      expect(one).toMatchObject({ owner: 'person', needsHuman: true, run: { humanTakeover: true } });
      expect(await conversationOf(one)).toMatchObject({ owner: 'person', state: 'awaiting_person' });
      const types = await typesOf(one.id);
      expect(types.filter((type) => type === 'lead.needs_human')).toHaveLength(1);
      expect(types).not.toContain('conversation.taken_over');
    }
  });

  it('is not spoken over by the agent', async () => {
    const chat = await openChat(tenant);
    const { id } = await chat.lead();
    await update(id, { needsHuman: true });
    expect(await chat.talk('A trim please', 1)).toBe('');
  });

  it('is waited for where the lead was a person’s before', async () => {
    const lead = await create({ owner: 'person' });
    await update(lead.id, { needsHuman: true });
    expect(await conversationOf(lead)).toMatchObject({ owner: 'person', state: 'awaiting_person' });
    const again = await update(lead.id, { needsHuman: true });
    expect(again).toMatchObject({ owner: 'person', needsHuman: true });
    expect((await typesOf(lead.id)).filter((type) => type === 'lead.needs_human')).toHaveLength(1);
  });

  it('leaves the agent talking where the same request says so', async () => {
    const born = await create({ owner: 'agent', needsHuman: true });
    expect(born).toMatchObject({ owner: 'agent', needsHuman: true, run: { humanTakeover: false } });
    expect(await conversationOf(born)).toMatchObject({ owner: 'agent', state: 'open' });
  });
});

describe('a lead that is handed back by API', () => {
  it('is the agent’s again everywhere, and nobody is waited for', async () => {
    const chat = await openChat(tenant);
    await chat.talk('I want to talk to a human');
    const asked = await chat.lead();
    expect(asked).toMatchObject({ owner: 'person', needsHuman: true, run: { humanTakeover: true } });
    expect(await conversationOf(chat)).toMatchObject({ owner: 'person', state: 'awaiting_person' });
    const back = await update(asked.id, { owner: 'agent' });
    expect(back).toMatchObject({
      owner: 'agent',
      needsHuman: false,
      needsHumanReason: null,
      run: { humanTakeover: false },
    });
    expect(await conversationOf(chat)).toMatchObject({ owner: 'agent', state: 'open' });
    await update(asked.id, { owner: 'agent' });
    const types = await typesOf(asked.id);
    expect(types.filter((type) => type === 'conversation.handed_back')).toHaveLength(1);
  });

  it('may still need a person where the change says so', async () => {
    const { id } = await create({ owner: 'person' });
    const back = await update(id, { owner: 'agent', needsHuman: true, needsHumanReason: 'check the price' });
    expect(back).toMatchObject({ owner: 'agent', needsHuman: true, needsHumanReason: 'check the price' });
  });
});

it('leaves a lead with its person where only the waiting ends', async () => {
  const chat = await openChat(tenant);
  await chat.talk('I want to talk to a human');
  const { id } = await chat.lead();
  const after = await update(id, { needsHuman: false });
  expect(after).toMatchObject({ owner: 'person', needsHuman: false, needsHumanReason: null });
  expect(after.run.humanTakeover).toBe(true);
  expect(await conversationOf(chat)).toMatchObject({ owner: 'person', state: 'open' });
});

it('tells when something was last said, by either side', async () => {
  const silent = await create();
  expect(silent.lastMessageAt).toBeNull();
  const chat = await openChat(tenant, { text: 'Hello' });
  await chat.talk('A trim please');
  const lead = await chat.lead();
  const { lastMessageAt } = await conversationOf(chat);
  expect(Math.abs(Date.parse(lead.lastMessageAt ?? '') - Date.parse(lastMessageAt))).toBeLessThan(1_000);
  await update(lead.id, { goal: 'a trim' });
  expect((await chat.lead()).lastMessageAt).toBe(lead.lastMessageAt);
});
