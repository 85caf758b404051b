import type { OverviewAction } from '../../modules/overview/index.ts';
import { fromDocument } from './from-document.ts';
import type { OmniAction } from './schemas.ts';
import { toUpper } from './words.ts';

/** A line of the action log. API_ACTIVITY has the page's five keys; the others say what they have to say as well. */
export function fromAction(action: OverviewAction, leadId: string): OmniAction {
  const { id, summary, createdAt } = action;
  const line = { id, type: types[action.type], status: toUpper(action.status), summary, createdAt };
  return line.type === 'API_ACTIVITY' ? line : { ...line, leadId, ...detailsOf(action) };
}

/** Kinds of ours that Omni has no word for are notes: their summary says what happened. */
const types: Readonly<Record<OverviewAction['type'], OmniAction['type']>> = {
  api_activity: 'API_ACTIVITY',
  message: 'MESSAGE',
  follow_up: 'FOLLOW_UP_MESSAGE',
  tool_call: 'TOOL_CALL',
  document_upload: 'DOCUMENT_UPLOAD',
  system_note: 'SYSTEM_NOTE',
  status_change: 'SYSTEM_NOTE',
  variable_change: 'SYSTEM_NOTE',
  appointment: 'SYSTEM_NOTE',
  call: 'SYSTEM_NOTE',
};

function detailsOf(action: OverviewAction): Partial<OmniAction> {
  const { completedAt, agentId, output, error, tool, messages, documents } = action;
  const input = inputOf(action);
  return {
    ...(completedAt !== null && { completedAt }),
    ...(agentId !== null && { agentId }),
    ...(input !== null && { input }),
    ...(output !== null && { output }),
    ...(error !== null && { error }),
    ...(tool !== null && { tool }),
    ...(messages.length > 0 && { messages: messages.map(fromMessage) }),
    ...(documents.length > 0 && { documents: documents.map(fromDocument) }),
  };
}

/** A message's channel and direction stand in the input, where Omni's clients look for them. */
function inputOf({ input, messages: [first] }: OverviewAction): Record<string, unknown> | null {
  if (!first) return input;
  return { ...input, channel: toUpper(first.channel), direction: toUpper(first.direction) };
}

function fromMessage(message: OverviewAction['messages'][number]): NonNullable<OmniAction['messages']>[number] {
  return {
    id: message.id,
    body: message.text,
    channel: toUpper(message.channel),
    subject: message.subject,
    direction: toUpper(message.direction),
    documents: [],
  };
}
