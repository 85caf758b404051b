import type { TxCtx } from '../../db/database.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';

/** Asks for a person: from here the agent is silent in this conversation until somebody hands it back. */
export async function handOver(
  ctx: TxCtx,
  { leadId, conversationId, reason }: { leadId: string; conversationId: string; reason: string },
): Promise<void> {
  const { tx, at, workspace } = ctx;
  await tx`
    update leads set needs_human = true, needs_human_reason = ${reason}, owner = 'person', updated_at = ${at},
      last_activity_at = ${at}, revision = revision + 1
    where workspace_id = ${workspace.id} and id = ${leadId}`;
  await tx`
    update conversations set owner = 'person', state = 'awaiting_person', updated_at = ${at}
    where workspace_id = ${workspace.id} and id = ${conversationId}`;
  await tx`
    update runs set human_takeover = true, updated_at = ${at}
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and (is_active or id = (
      select run_id from conversations where workspace_id = ${workspace.id} and id = ${conversationId}))`;
  await Promise.all([
    recordEvent(ctx, { type: 'lead.needs_human', leadId, conversationId, data: { reason } }),
    recordAction(ctx, { leadId, conversationId, type: 'system_note', summary: `Needs a person: ${reason}` }),
  ]);
}
