import { collect } from '../../db/begin.ts';
import type { RowKind } from '../../db/collected-rows.ts';
import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { evaluateAtEnd } from './evaluate-gates.ts';
import { followVariables, reopenItemsOf } from './follow-variables.ts';
import type { LeadVariable } from './lead.ts';
import { touchLead } from './lock-lead.ts';
import { settleChecklist } from './settle-checklist.ts';

export interface NewVariable {
  readonly leadId: string;
  readonly key: string;
  readonly value: unknown;
  readonly valueText: string;
  readonly confidence: number;
  readonly source: LeadVariable['source'];
  readonly messageId?: string | null;
  readonly conversationId?: string | null;
  /** The call in which it was said. */
  readonly callId?: string | null;
  /** Why it was set, on the timeline; "Learned key: words" where it is missing. */
  readonly reason?: string;
}

interface ChangeRow extends Pick<NewVariable, 'leadId' | 'key' | 'source'> {
  readonly workspaceId: string;
  readonly id: string;
  readonly value: unknown;
  readonly valueText: string | null;
  readonly confidence: number | null;
  readonly messageId: string | null;
  readonly createdAt: Date;
}
const changes: RowKind<ChangeRow> = {
  table: 'variable_changes',
  columns: {
    workspaceId: 'uuid',
    id: 'uuid',
    leadId: 'uuid',
    key: 'text',
    value: 'jsonb',
    valueText: 'text',
    confidence: 'double precision',
    source: 'text',
    messageId: 'uuid',
    createdAt: 'timestamptz',
  },
};

/** Sets a variable, keeps what it was in its history, and tells the timeline and the events; the variable as it is now. */
export async function setVariable(ctx: TxCtx, variable: NewVariable): Promise<LeadVariable> {
  const [set] = await Promise.all([storeVariable(ctx, variable), touchLead(ctx, variable.leadId)]);
  await settleChecklist(ctx, variable.leadId);
  return set;
}

/** As `setVariable`, for one of many: the caller touches the lead and settles its checklist, once. */
export async function storeVariable(ctx: TxCtx, variable: NewVariable): Promise<LeadVariable> {
  const {
    leadId,
    key,
    valueText,
    confidence,
    source,
    messageId = null,
    conversationId = null,
    callId = null,
  } = variable;
  const [id, changeId] = [ctx.newId(ctx.at), ctx.newId(ctx.at)];
  const { value } = variable;
  const at = timeOfId(changeId);
  const workspaceId = ctx.workspace.id;
  evaluateAtEnd(ctx, leadId);
  collect(ctx.tx, changes, {
    workspaceId,
    id: changeId,
    leadId,
    key,
    value,
    valueText,
    confidence,
    source,
    messageId,
    createdAt: at,
  });
  recordAction(ctx, {
    leadId,
    conversationId,
    messageId,
    callId,
    type: 'variable_change',
    summary: variable.reason ?? `Learned ${key}: ${valueText}`,
    output: { key, value, valueText, confidence },
  });
  recordEvent(ctx, { type: 'variable.changed', leadId, conversationId, data: { key, source } });
  await Promise.all([writeVariable(ctx, { ...variable, id, messageId, at }), followVariables(ctx, leadId, key)]);
  return { value, valueText, confidence, source, messageId, updatedAt: at.toISOString() };
}

/** As a function of its own, it is on its way before the checklist looks at it. */
async function writeVariable(
  ctx: TxCtx,
  variable: NewVariable & { readonly id: string; readonly messageId: string | null; readonly at: Date },
): Promise<void> {
  const { id, leadId, key, valueText, confidence, source, messageId, at } = variable;
  const value = ctx.tx.json(asJson(variable.value));
  await ctx.tx`
    insert into variables (workspace_id, id, lead_id, key, value, value_text, confidence, source, message_id, created_at, updated_at)
    values (${ctx.workspace.id}, ${id}, ${leadId}, ${key}, ${value}, ${valueText}, ${confidence}, ${source}, ${messageId}, ${timeOfId(id)}, ${at})
    on conflict (workspace_id, lead_id, key) do update set value = excluded.value, value_text = excluded.value_text,
      confidence = excluded.confidence, source = excluded.source, message_id = excluded.message_id, updated_at = excluded.updated_at`;
}

interface RemovedVariable {
  readonly leadId: string;
  readonly key: string;
  readonly source: LeadVariable['source'];
}

/** Removes a variable; its history stays and says so. Whether there was one. */
export async function removeVariable(ctx: TxCtx, variable: RemovedVariable): Promise<boolean> {
  const isRemoved = await dropVariable(ctx, variable);
  if (isRemoved) await Promise.all([touchLead(ctx, variable.leadId), settleChecklist(ctx, variable.leadId)]);
  return isRemoved;
}

/** As `removeVariable`, for one of many: the caller touches the lead and settles its checklist, once. */
export async function dropVariable(ctx: TxCtx, { leadId, key, source }: RemovedVariable): Promise<boolean> {
  const removed = await ctx.tx`
    delete from variables where workspace_id = ${ctx.workspace.id} and lead_id = ${leadId} and key = ${key} returning id`;
  if (removed.length === 0) return false;
  evaluateAtEnd(ctx, leadId);
  const id = ctx.newId(ctx.at);
  const nothing = { value: null, valueText: null, confidence: null, messageId: null };
  const workspaceId = ctx.workspace.id;
  collect(ctx.tx, changes, { workspaceId, id, leadId, key, source, ...nothing, createdAt: timeOfId(id) });
  recordAction(ctx, { leadId, type: 'variable_change', summary: `Removed ${key}`, output: { key } });
  recordEvent(ctx, { type: 'variable.changed', leadId, data: { key, source, removed: true } });
  await reopenItemsOf(ctx, leadId, key);
  return true;
}
