import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, openChat, type TestTenant } from '../../../test/api.ts';
import { linesOf } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
  const text = '# Comfort\n\n## Wi-Fi\n\nThe wireless network is free. Ask at the desk for the password.\n';
  await tenant.ask('POST', '/v1/knowledge/documents', { body: { path: 'comfort.md', text } });
});
afterAll(() => server.stop());

it('answers a question from the knowledge, cites it, and tells the timeline', async () => {
  const chat = await openChat(tenant);
  const said = await chat.talk('Do you have wireless?');
  expect(said).toContain('The wireless network is free. Ask at the desk for the password. (From “Comfort”.)');
  const lead = await chat.lead();
  expect(lead).toMatchObject({ needsHuman: false, owner: 'agent' });
  const lines = (await linesOf(tenant, lead.id)).map(({ summary }) => summary);
  expect(lines).toContainEqual(expect.stringContaining('answered from "Comfort" (confidence 1)'));
});

it('finds it by a misspelt word, and by a word that is no question', async () => {
  const chat = await openChat(tenant);
  expect(await chat.talk('is there wirelss?')).toContain('(From “Comfort”.)');
  expect(await chat.talk('wireless')).toContain('(From “Comfort”.)');
});

it("prefers the workflow's own answers", async () => {
  const chat = await openChat(tenant);
  const text = 'Parking is nowhere to be had. Where can I park?';
  await tenant.ask('POST', '/v1/knowledge/documents', { body: { path: 'wrong.md', text } });
  expect(await chat.talk('Where can I park?')).not.toContain('From');
});

it('asks a person about what nothing answers, with the question, and goes on itself', async () => {
  const chat = await openChat(tenant);
  const said = await chat.talk('Do you sell surfboards?');
  expect(said).toContain('I have asked a colleague');
  expect(said).toContain('What would you like to have done?');
  const reason = 'a question without an answer: "Do you sell surfboards?"';
  const lead = await chat.lead();
  expect(lead).toMatchObject({ needsHuman: true, needsHumanReason: reason, owner: 'agent' });
  const events = await eventsOf(tenant, lead.id);
  expect(events).toContainEqual({ type: 'lead.needs_human', data: { actor: 'agent', reason } });
  expect(events.map(({ type }) => type)).toContain('notification.created');
  expect((await linesOf(tenant, lead.id)).map(({ summary }) => summary)).toContain(`Needs a person: ${reason}`);
  expect(await chat.talk('A trim please')).toContain('Trim');
  const over = await tenant.ask('PATCH', `/v1/leads/${lead.id}`, { body: { needsHuman: false } });
  expect(over.json()).toMatchObject({ needsHuman: false, needsHumanReason: null, owner: 'agent' });
});

it('answers from no other workspace', async () => {
  const other = await addTenant(server, { shipped: ['salon-appointment'] });
  const chat = await openChat(other);
  expect(await chat.talk('Do you have wireless?')).not.toContain('Comfort');
});
