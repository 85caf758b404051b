import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { timeOfId } from '../../kernel/ids.ts';

export const actionTypes = [
  'api_activity',
  'message',
  'follow_up',
  'tool_call',
  'document_upload',
  'system_note',
  'status_change',
  'variable_change',
  'appointment',
  'call',
] as const;
export type ActionType = (typeof actionTypes)[number];

export interface NewAction {
  readonly leadId: string;
  readonly type: ActionType;
  /** One line for the operator who reads the timeline. */
  readonly summary: string;
  readonly conversationId?: string | null;
  readonly messageId?: string | null;
  readonly appointmentId?: string | null;
  readonly documentId?: string | null;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, unknown>>;
}

/** Adds a line to the lead's action log, by the caller's actor, in the transaction of what it tells. */
export async function recordAction(ctx: TxCtx, action: NewAction): Promise<string> {
  const id = ctx.newId(ctx.at);
  const createdAt = timeOfId(id);
  await ctx.tx`
    insert into action_logs (workspace_id, id, lead_id, type, summary, actor_kind, actor_id, conversation_id, message_id,
      appointment_id, document_id, input, output, completed_at, created_at)
    values (${ctx.workspace.id}, ${id}, ${action.leadId}, ${action.type}, ${action.summary}, ${ctx.actor.kind},
      ${ctx.actor.id}, ${action.conversationId ?? null}, ${action.messageId ?? null}, ${action.appointmentId ?? null},
      ${action.documentId ?? null},
      ${action.input ? ctx.tx.json(asJson(action.input)) : null},
      ${action.output ? ctx.tx.json(asJson(action.output)) : null}, ${createdAt}, ${createdAt})`;
  return id;
}
