import { writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { membersToTell } from '../members/index.ts';
import { recordEvent } from '../timeline/index.ts';

interface Need {
  readonly leadId: string;
  readonly conversationId?: string | null;
  readonly reason: string | null;
}

/**
 * Tells of a need for a person, in the transaction in which it came up: an event, and one notification to the lead's
 * own member, else to those on duty, else to all. No notification of a test lead, nor while an earlier need lasts. The
 * lead is locked.
 */
export async function tellOfNeed(ctx: TxCtx, { leadId, conversationId = null, reason }: Need): Promise<void> {
  const { tx, workspace } = ctx;
  const needId = recordEvent(ctx, { type: 'lead.needs_human', leadId, conversationId, data: { reason } });
  if (ctx.isTest) return;
  const memberIds = await membersToTell(ctx, leadId);
  const id = ctx.newId(ctx.at);
  await writeCollected(tx);
  const told = await tx`
    insert into notifications (workspace_id, id, lead_id, need_id, reason, member_ids, available_at, created_at)
    select ${workspace.id}, ${id}, ${leadId}, ${needId}, ${reason}, ${memberIds}::uuid[], ${ctx.at}, ${timeOfId(id)}
    where not exists (
      select from notifications
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and ended_at is null)
    returning id`;
  if (told.length === 0) return;
  recordEvent(ctx, { type: 'notification.created', leadId, conversationId, data: { notificationId: id, memberIds } });
  ctx.afterCommit(() => ctx.db.signals.send('notifications'));
}

/** Nobody is needed any more: what was not told yet is not told. */
export async function endNeed({ tx, at, workspace }: TxCtx, leadId: string): Promise<void> {
  await tx`
    update notifications
    set ended_at = ${at}, state = case when state = 'pending' then 'withdrawn' else state end
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and ended_at is null`;
}
