import { collect } from '../../db/begin.ts';
import type { RowKind } from '../../db/collected-rows.ts';
import type { TxCtx } from '../../db/database.ts';
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
  /** `completed` where it is missing. */
  readonly status?: 'pending' | 'awaiting_approval' | 'completed' | 'cancelled';
  /** One line for the operator who reads the timeline. */
  readonly summary: string;
  readonly conversationId?: string | null;
  readonly messageId?: string | null;
  readonly appointmentId?: string | null;
  readonly callId?: string | null;
  readonly documentId?: string | null;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, unknown>>;
}

interface ActionRow extends Omit<Required<NewAction>, 'input' | 'output'> {
  readonly workspaceId: string;
  readonly id: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly input: NewAction['input'] | null;
  readonly output: NewAction['output'] | null;
  readonly completedAt: Date | null;
  readonly createdAt: Date;
}
const actions: RowKind<ActionRow> = {
  table: 'action_logs',
  columns: {
    workspaceId: 'uuid',
    id: 'uuid',
    leadId: 'uuid',
    type: 'text',
    status: 'text',
    summary: 'text',
    actorKind: 'text',
    actorId: 'uuid',
    conversationId: 'uuid',
    messageId: 'uuid',
    appointmentId: 'uuid',
    callId: 'uuid',
    documentId: 'uuid',
    input: 'jsonb',
    output: 'jsonb',
    completedAt: 'timestamptz',
    createdAt: 'timestamptz',
  },
};

/** Adds a line to the lead's action log, by the caller's actor, in the transaction of what it tells. Returns its id. */
export function recordAction(ctx: TxCtx, action: NewAction): string {
  const id = ctx.newId(ctx.at);
  const createdAt = timeOfId(id);
  const { status = 'completed' } = action;
  collect(ctx.tx, actions, {
    workspaceId: ctx.workspace.id,
    id,
    leadId: action.leadId,
    type: action.type,
    status,
    summary: action.summary,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    conversationId: action.conversationId ?? null,
    messageId: action.messageId ?? null,
    appointmentId: action.appointmentId ?? null,
    callId: action.callId ?? null,
    documentId: action.documentId ?? null,
    input: action.input ?? null,
    output: action.output ?? null,
    completedAt: status === 'awaiting_approval' || status === 'pending' ? null : createdAt,
    createdAt,
  });
  return id;
}
