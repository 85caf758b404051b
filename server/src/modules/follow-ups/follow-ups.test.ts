import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf, openChat, type TestTenant } from '../../../test/api.ts';
import { bookingTenant, newLead } from '../../../test/booking-workflow.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { passTo, VirtualClock } from '../../../test/virtual-time.ts';

const HOUR_MS = 3_600_000;
const clock = new VirtualClock('2027-03-01T12:00:00.000Z');
let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ clock });
  tenant = await bookingTenant(server);
});
afterAll(() => server.stop());

const inHours = (hours: number) => new Date(clock.now().getTime() + hours * HOUR_MS).toISOString();
const follow = (leadId: string, body: object) => tenant.ask('POST', `/v1/leads/${leadId}/follow-ups`, { body });
const listOf = async (leadId: string) => (await tenant.ask('GET', `/v1/leads/${leadId}/follow-ups`)).json().data;
const actionsOf = async (leadId: string) =>
  (await tenant.ask('GET', `/v1/leads/${leadId}/actions?limit=100`)).json().data;
const reach = (moment: string) => passTo(server, tenant, clock, new Date(moment));
const pass = (hours: number) => reach(inHours(hours));
const said = async (leadId: string): Promise<string[]> => {
  const { conversationId } = (await tenant.ask('GET', `/v1/leads/${leadId}`)).json();
  const { data } = (await tenant.ask('GET', `/v1/conversations/${conversationId}/messages`)).json();
  return data.map(({ text }: { text: string }) => text);
};

it('says what was promised at its time, and not before', async () => {
  const leadId = await newLead(tenant);
  const sendAt = inHours(48);
  const answer = await follow(leadId, { text: ' Any news? ', sendAt });
  const followUp = answer.json();
  expect([answer.statusCode, followUp]).toEqual([
    201,
    expect.objectContaining({ text: 'Any news?', sendAt, cancelOnReply: true, status: 'scheduled' }),
  ]);
  const [line] = await actionsOf(leadId);
  expect(line).toMatchObject({ type: 'follow_up', status: 'pending', messageId: followUp.id, completedAt: null });
  const overview = (await tenant.ask('GET', `/v1/leads/${leadId}/overview`)).json();
  expect(overview.nextFollowUp.messages).toMatchObject([{ text: 'Any news?', scheduledAt: sendAt }]);
  await pass(47.9);
  expect(await said(leadId)).toEqual([]);
  await pass(0.1);
  expect(await said(leadId)).toEqual(['Any news?']);
  expect(await listOf(leadId)).toMatchObject([{ id: followUp.id, status: 'sent', messageId: expect.any(String) }]);
  expect(
    (await actionsOf(leadId)).find(({ messageId }: { messageId: string }) => messageId === followUp.id).status,
  ).toBe('completed');
});

it('is put off while it is quiet where the lead lives, and leaves over its channel then', async () => {
  const leadId = (await tenant.ask('POST', '/v1/leads', { body: { timeZone: 'Atlantic/Azores' } })).json().id;
  const day = inHours(24).slice(0, 10);
  await follow(leadId, { text: 'Good night', sendAt: `${day}T22:30:00Z`, channel: 'console' });
  await reach(`${day}T22:30:00Z`);
  const [waiting] = await listOf(leadId);
  expect([waiting.status, waiting.channel, waiting.sendAt.slice(11)]).toEqual([
    'scheduled',
    'console',
    '09:00:00.000Z',
  ]);
  const [line] = await actionsOf(leadId);
  expect(line.summary).toMatch(/^Follow-up put off until .*: it is quiet where the lead lives$/);
  await reach(waiting.sendAt);
  const [sent] = await listOf(leadId);
  expect(sent.status).toBe('sent');
  const messages = () => tenant.ask('GET', `/v1/conversations/${sent.conversationId}/messages`);
  await expect
    .poll(async () => (await messages()).json().data, { timeout: 15_000 })
    .toMatchObject([{ id: sent.messageId, text: 'Good night', status: 'sent' }]);
});

it('changes and is cancelled while it waits', async () => {
  const leadId = await newLead(tenant);
  const { id } = (await follow(leadId, { text: 'One', sendAt: inHours(2) })).json();
  const change = (body: object) => tenant.ask('PATCH', `/v1/follow-ups/${id}`, { body });
  expect((await change({ text: 'Two', sendAt: inHours(5), cancelOnReply: false })).json()).toMatchObject({
    ...{ text: 'Two', sendAt: inHours(5), cancelOnReply: false },
  });
  expect((await change({ sendAt: inHours(-1) })).statusCode).toBe(400);
  expect((await change({})).statusCode).toBe(400);
  await pass(3);
  expect(await said(leadId)).toEqual([]);
  const cancel = () => tenant.ask('POST', `/v1/follow-ups/${id}/cancel`, { body: { reason: 'settled by phone' } });
  expect((await cancel()).json()).toMatchObject({ status: 'cancelled', reason: 'settled by phone' });
  expect((await cancel()).json().reason).toBe('not_scheduled');
  expect((await change({ text: 'Three' })).statusCode).toBe(409);
  await pass(3);
  expect(await said(leadId)).toEqual([]);
});

describe('is withdrawn, with the reason,', () => {
  it.each([
    ['the lead opted out', (id: string) => tenant.ask('PATCH', `/v1/leads/${id}`, { body: { optedOut: true } })],
    ['a person', (id: string) => tenant.ask('POST', `/v1/leads/${id}/take-over`, { body: {} })],
  ])('when %s', async (reason, stop) => {
    const leadId = await newLead(tenant);
    await follow(leadId, { text: 'Hello?', sendAt: inHours(1), cancelOnReply: false });
    expect((await stop(leadId)).statusCode).toBe(200);
    expect(await listOf(leadId)).toMatchObject([{ status: 'cancelled', reason: expect.stringContaining(reason) }]);
    const [followUp] = await listOf(leadId);
    expect(await eventsOf(tenant, leadId)).toContainEqual(
      expect.objectContaining({
        type: 'follow_up.cancelled',
        data: expect.objectContaining({ messageId: followUp.id }),
      }),
    );
    await pass(2);
    expect(await said(leadId)).toEqual([]);
  });

  it('when the lead is deleted', async () => {
    const leadId = await newLead(tenant);
    await follow(leadId, { text: 'Hello?', sendAt: inHours(1) });
    expect((await tenant.ask('DELETE', `/v1/leads/${leadId}`)).statusCode).toBe(204);
    await pass(2);
  });

  it('when the workspace is stopped at its time', async () => {
    const leadId = await newLead(tenant);
    await follow(leadId, { text: 'Hello?', sendAt: inHours(1) });
    await tenant.ask('PATCH', '/v1/workspace', { body: { isStopped: true } });
    await pass(1);
    await tenant.ask('PATCH', '/v1/workspace', { body: { isStopped: false } });
    expect(await listOf(leadId)).toMatchObject([{ status: 'cancelled', reason: 'the workspace is stopped' }]);
  });

  it('when the lead wrote, unless it is promised whatever it writes', async () => {
    const chat = await openChat(tenant);
    const { id: leadId } = await chat.lead();
    await follow(leadId, { text: 'Withdrawn?', sendAt: inHours(1) });
    await follow(leadId, { text: 'Promised.', sendAt: inHours(1), cancelOnReply: false });
    await pass(0.01);
    await chat.talk('hello');
    await pass(1);
    const list = (await listOf(leadId)).map(({ text, status, reason }: Record<string, string>) => [
      text,
      status,
      reason,
    ]);
    expect(list).toEqual([
      ['Promised.', 'sent', null],
      ['Withdrawn?', 'cancelled', 'the lead has written since'],
    ]);
  });
});

it('refuses a time that is over, a lead that has opted out or is not there, and a key without the scope', async () => {
  const leadId = await newLead(tenant);
  const late = await follow(leadId, { text: 'x', sendAt: inHours(-1) });
  expect([late.statusCode, late.json().errors[0].pointer]).toEqual([400, '#/sendAt']);
  await tenant.ask('PATCH', `/v1/leads/${leadId}`, { body: { optedOut: true } });
  expect((await follow(leadId, { text: 'x', sendAt: inHours(1) })).json().reason).toBe('opted_out');
  const missing = '01890000-0000-7000-8000-000000000000';
  expect((await follow(missing, { text: 'x', sendAt: inHours(1) })).statusCode).toBe(404);
  expect((await tenant.ask('PATCH', `/v1/follow-ups/${missing}`, { body: { text: 'x' } })).statusCode).toBe(404);
  const key = await tenant.keyWith(['conversations:read']);
  const body = { text: 'x', sendAt: inHours(1) };
  expect((await tenant.ask('POST', `/v1/leads/${leadId}/follow-ups`, { body, key })).statusCode).toBe(403);
});
