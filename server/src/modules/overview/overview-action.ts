import { z } from 'zod';
import type { Tx, TxCtx } from '../../db/database.ts';
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

/** Why a row was read: for the newest lines, or as one of the three that are shown by themselves. */
export type ActionPart = 'newest' | 'lastAction' | 'nextFollowUp' | 'nextDraft';

interface ActionRow extends Omit<OverviewAction, 'tool' | 'messages' | 'documents' | 'completedAt' | 'createdAt'> {
  readonly part: ActionPart;
  readonly toolName: string | null;
  readonly documentId: string | null;
  readonly messageId: string | null;
  readonly text: string | null;
  readonly subject: string | null;
  readonly channel: string;
  readonly direction: Message['direction'];
  readonly author: Message['author'];
  readonly messageStatus: string;
  readonly scheduledAt: Date | null;
  readonly saidAt: Date;
  readonly completedAt: Date | null;
  readonly createdAt: Date;
}

/** At most so many lines of the timeline. */
const NEWEST = 100;

/**
 * The lead's newest lines of the timeline, newest first; the newest completed outbound message or follow-up; the pending
 * follow-up that is due first; the oldest message that awaits approval. One statement.
 */
export function selectActions(ctx: TxCtx, leadId: string): Promise<ActionRow[]> {
  const { tx, workspace } = ctx;
  const pick = (part: ActionPart, which: ReturnType<Tx>) => tx`
    (select ${part} as part, a.id, a.type, a.status, a.summary,
      case when a.actor_kind = 'agent' then a.actor_id else c.agent_id end as agent_id, a.conversation_id,
      a.appointment_id, a.input, a.output, a.error, a.tool_name, a.document_id, a.completed_at, a.created_at,
      m.id as message_id, m.body as text, m.subject, m.channel, m.direction, m.author, m.status as message_status,
      m.scheduled_at, m.created_at as said_at
    from action_logs a
    left join messages m on m.workspace_id = a.workspace_id and m.id = a.message_id
    left join conversations c on c.workspace_id = a.workspace_id and c.id = coalesce(m.conversation_id, a.conversation_id)
    where a.workspace_id = ${workspace.id} and a.lead_id = ${leadId} ${which})`;
  return tx<ActionRow[]>`
    ${pick('newest', tx`order by a.id desc limit ${NEWEST}`)}
    union all
    ${pick(
      'lastAction',
      tx`and a.type in ('message', 'follow_up') and a.status = 'completed'
        and coalesce(m.direction, a.input ->> 'direction') = 'outbound'
      order by a.id desc limit 1`,
    )}
    union all
    ${pick(
      'nextFollowUp',
      tx`and a.type = 'follow_up' and a.status = 'pending' order by coalesce(m.scheduled_at, a.created_at), a.id limit 1`,
    )}
    union all
    ${pick('nextDraft', tx`and a.type = 'message' and a.status = 'awaiting_approval' order by a.id limit 1`)}`;
}

/** A row with those of the lead's documents that it tells of, and with its message where that is shown. */
export function toAction(row: ActionRow, documents: readonly LeadDocument[], showsMessages: boolean): OverviewAction {
  const { id, type, status, summary, agentId, conversationId, appointmentId, input, output, error, toolName } = row;
  const ids = [row.documentId, ...documentIdsIn(output)];
  return {
    id,
    type,
    status,
    summary,
    agentId,
    conversationId,
    appointmentId,
    input,
    output,
    error,
    tool: toolName === null ? null : { id: toolName, name: toolName },
    messages: showsMessages ? messagesOf(row) : [],
    documents: documents.filter((document) => ids.includes(document.id)),
    completedAt: row.completedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

function messagesOf(row: ActionRow): Message[] {
  const { messageId, text, subject, channel, direction, author, messageStatus, scheduledAt, saidAt } = row;
  if (messageId === null || text === null) return [];
  return [
    {
      id: messageId,
      text,
      subject,
      channel,
      direction,
      author,
      status: messageStatus,
      scheduledAt: scheduledAt?.toISOString() ?? null,
      createdAt: saidAt.toISOString(),
    },
  ];
}

/** An upload of several files is one line, whose output names them. */
function documentIdsIn(output: OverviewAction['output']): readonly unknown[] {
  const ids = output?.documentIds;
  return Array.isArray(ids) ? ids : [];
}
