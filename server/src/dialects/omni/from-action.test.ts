import { expect, it } from 'vitest';
import type { OverviewAction } from '../../modules/overview/index.ts';
import { fromAction } from './from-action.ts';

const at = '2026-01-30T02:00:00.000Z';
const leadId = '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e01';
const agentId = '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e02';
const line: OverviewAction = {
  id: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e03',
  type: 'api_activity',
  status: 'completed',
  summary: 'Lead updated',
  agentId,
  conversationId: null,
  appointmentId: null,
  input: null,
  output: { changed: ['email'] },
  error: null,
  tool: null,
  messages: [],
  documents: [],
  completedAt: at,
  createdAt: at,
};
const message: OverviewAction['messages'][number] = {
  id: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e04',
  text: 'Hello',
  subject: null,
  channel: 'web_chat',
  direction: 'outbound',
  author: 'agent',
  status: 'sent',
  scheduledAt: null,
  createdAt: at,
};

it('shows API activity with five keys', () => {
  const expected = { id: line.id, type: 'API_ACTIVITY', status: 'COMPLETED', summary: 'Lead updated', createdAt: at };
  expect(fromAction(line, leadId)).toStrictEqual(expected);
});

it('shows a message with what was said, its channel and direction', () => {
  const action: OverviewAction = {
    ...line,
    type: 'message',
    output: null,
    input: { reason: 'greeting' },
    messages: [message],
  };
  expect(fromAction(action, leadId)).toStrictEqual({
    id: line.id,
    type: 'MESSAGE',
    status: 'COMPLETED',
    summary: 'Lead updated',
    createdAt: at,
    leadId,
    completedAt: at,
    agentId,
    input: { reason: 'greeting', channel: 'WEB_CHAT', direction: 'OUTBOUND' },
    messages: [
      { id: message.id, body: 'Hello', channel: 'WEB_CHAT', subject: null, direction: 'OUTBOUND', documents: [] },
    ],
  });
});

it('shows a follow-up that waits without a time of completion', () => {
  const action: OverviewAction = {
    ...line,
    type: 'follow_up',
    status: 'pending',
    output: null,
    agentId: null,
    completedAt: null,
  };
  expect(fromAction(action, leadId)).toStrictEqual({
    id: line.id,
    type: 'FOLLOW_UP_MESSAGE',
    status: 'PENDING',
    summary: 'Lead updated',
    createdAt: at,
    leadId,
  });
});

it('shows a tool call with its tool, what it gave and its error', () => {
  const tool = { id: 'search', name: 'search' };
  const action: OverviewAction = { ...line, type: 'tool_call', status: 'failed', tool, error: 'no answer' };
  expect(fromAction(action, leadId)).toMatchObject({
    type: 'TOOL_CALL',
    tool,
    error: 'no answer',
    output: line.output,
  });
});

it.each([
  ['document_upload', 'DOCUMENT_UPLOAD'],
  ['system_note', 'SYSTEM_NOTE'],
  ['status_change', 'SYSTEM_NOTE'],
  ['variable_change', 'SYSTEM_NOTE'],
  ['appointment', 'SYSTEM_NOTE'],
  ['call', 'SYSTEM_NOTE'],
] as const)('%s is %s', (type, expected) => {
  expect(fromAction({ ...line, type }, leadId).type).toBe(expected);
});

it.each([
  ['awaiting_approval', 'AWAITING_APPROVAL'],
  ['cancelled', 'CANCELLED'],
] as const)('%s is %s', (status, expected) => {
  expect(fromAction({ ...line, status }, leadId).status).toBe(expected);
});
