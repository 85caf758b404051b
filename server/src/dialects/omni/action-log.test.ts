import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChat } from '../../../test/api.ts';
import { addOmniTenant, type OmniTenant } from '../../../test/omni-tenant.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';

let server: TestServer;
let omni: OmniTenant;
beforeAll(async () => {
  server = await startTestServer();
  omni = await addOmniTenant(server);
});
afterAll(() => server.stop());

const read = async (leadId: string) => (await omni.ask('GET', `/leads/${leadId}`)).json();

it('shows what was said in a chat, and the last of it as the last action', async () => {
  const chat = await openChat(omni.tenant);
  const words = await chat.talk('Hello, I need a loan.');
  const { id } = await chat.lead();
  const { lead, actionLogs, lastAction } = await read(id);
  expect(lead.source).toBe('web_chat');
  expect(
    actionLogs.find((log: { messages?: { direction: string }[] }) => log.messages?.[0]?.direction === 'INBOUND'),
  ).toEqual({
    id: expect.any(String),
    type: 'MESSAGE',
    status: 'COMPLETED',
    summary: 'Message received',
    createdAt: expect.any(String),
    completedAt: expect.any(String),
    leadId: id,
    agentId: expect.any(String),
    input: expect.objectContaining({ channel: 'WEB_CHAT', direction: 'INBOUND' }),
    messages: [
      {
        id: expect.any(String),
        body: 'Hello, I need a loan.',
        channel: 'WEB_CHAT',
        subject: null,
        direction: 'INBOUND',
        documents: [],
      },
    ],
  });
  const [said] = lastAction.messages;
  expect(said.direction).toBe('OUTBOUND');
  expect(words.endsWith(said.body)).toBe(true);
  expect(actionLogs).toContainEqual(lastAction);
});

it('shows what is planned and what awaits approval', async () => {
  const { id } = (await omni.ask('POST', '/leads', { firstName: 'Ada' })).json().lead;
  const plan = (type: string, status: string) =>
    transaction(omni.tenant.ctx, async ({ tx, workspace, newId, at }) => {
      const row = { workspaceId: workspace.id, id: newId(at), leadId: id, type, status, summary: `a ${type}` };
      await tx`insert into action_logs ${tx({ ...row, actorKind: 'system', createdAt: at })}`;
      return row.id;
    });
  const [followUp, draft] = [await plan('follow_up', 'pending'), await plan('message', 'awaiting_approval')];
  const { nextFollowUp, nextDraft, lastAction } = await read(id);
  const common = { createdAt: expect.any(String), leadId: id };
  expect(nextFollowUp).toEqual({
    ...common,
    id: followUp,
    type: 'FOLLOW_UP_MESSAGE',
    status: 'PENDING',
    summary: 'a follow_up',
  });
  expect(nextDraft).toEqual({
    ...common,
    id: draft,
    type: 'MESSAGE',
    status: 'AWAITING_APPROVAL',
    summary: 'a message',
  });
  expect(lastAction).toBeNull();
});

it('shows the newest hundred lines, newest first', async () => {
  const { id } = (await omni.ask('POST', '/leads', { firstName: 'Ada' })).json().lead;
  for (let count = 0; count < 101; count += 1) await omni.ask('PUT', '/leads', { leadId: id, lastName: `L${count}` });
  const { actionLogs } = await read(id);
  expect(actionLogs).toHaveLength(100);
  const times = actionLogs.map((log: { createdAt: string }) => log.createdAt);
  expect(times).toEqual([...times].sort().reverse());
  expect(actionLogs.some((log: { summary: string }) => log.summary === 'Lead created')).toBe(false);
});
