import { z } from 'zod';
import { fromJsonTime } from '../../kernel/times.ts';
import { documentSchema, type LeadDocument } from '../documents/index.ts';
import { actionTypes } from '../timeline/index.ts';

const time = z.iso.datetime();
const json = z.record(z.string(), z.unknown());

export const overviewActionSchema = z
  .object({
    id: z.uuid(),
    type: z.enum(actionTypes),
    status: z.enum(['pending', 'awaiting_approval', 'completed', 'failed', 'cancelled']),
    summary: z.string(),
    agentId: z.uuid().nullable().describe('The agent who did it, or in whose conversation it was done.'),
    conversationId: z.uuid().nullable(),
    appointmentId: z.uuid().nullable(),
    input: json.nullable(),
    output: json.nullable(),
    error: z.string().nullable(),
    tool: z.object({ id: z.string(), name: z.string() }).nullable(),
    messages: z
      .array(
        z.object({
          id: z.uuid(),
          text: z.string(),
          subject: z.string().nullable(),
          channel: z.string(),
          direction: z.enum(['inbound', 'outbound']),
          author: z.enum(['lead', 'agent', 'person']),
          status: z.string(),
          scheduledAt: time.nullable(),
          createdAt: time,
        }),
      )
      .describe('Empty for a key without the scope `conversations:read`.'),
    documents: z.array(documentSchema),
    completedAt: time.nullable(),
    createdAt: time,
  })
  .meta({ id: 'OverviewAction' });
export type OverviewAction = z.infer<typeof overviewActionSchema>;

type Message = OverviewAction['messages'][number];

/** A line as the view `action_views` shows it, its times as Postgres writes them inside JSON. */
export interface ActionRow extends Omit<OverviewAction, 'tool' | 'messages' | 'documents'> {
  readonly toolName: string | null;
  readonly documentId: string | null;
  readonly message: Message | null;
}

/** A row with those of the lead's documents that it tells of, and with its message where that is shown. */
export function toAction(row: ActionRow, documents: readonly LeadDocument[], showsMessages: boolean): OverviewAction {
  const { toolName, documentId, message, ...line } = row;
  const ids = [documentId, ...documentIdsIn(line.output)];
  return {
    ...line,
    tool: toolName === null ? null : { id: toolName, name: toolName },
    messages: showsMessages && message ? [toMessage(message)] : [],
    documents: documents.filter((document) => ids.includes(document.id)),
    completedAt: line.completedAt && fromJsonTime(line.completedAt),
    createdAt: fromJsonTime(line.createdAt),
  };
}

function toMessage(message: Message): Message {
  const { scheduledAt, createdAt } = message;
  return { ...message, scheduledAt: scheduledAt && fromJsonTime(scheduledAt), createdAt: fromJsonTime(createdAt) };
}

/** An upload of several files is one line, whose output names them. */
function documentIdsIn(output: OverviewAction['output']): readonly unknown[] {
  const ids = output?.documentIds;
  return Array.isArray(ids) ? ids : [];
}
