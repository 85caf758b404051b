import type { TxCtx } from '../../db/database.ts';
import { type OpenedConversation, openConversation } from './open-conversation.ts';

interface Found {
  readonly id: string;
  readonly isOwn: boolean;
}

/**
 * The lead's newest conversation on a channel that is not closed, of the same run or of one that is over: that goes on in
 * the run from here. One is opened where there is none. Returns its id.
 */
export async function findOrOpenConversation(
  ctx: TxCtx,
  wanted: OpenedConversation & { readonly leadId: string },
): Promise<string> {
  const { tx, at, workspace } = ctx;
  const { leadId, channel, runId, agentId } = wanted;
  const [found] = await tx<Found[]>`
    select c.id, c.run_id is not distinct from ${runId} as is_own from conversations c
    left join runs r on r.workspace_id = c.workspace_id and r.id = c.run_id
    where c.workspace_id = ${workspace.id} and c.lead_id = ${leadId} and c.channel = ${channel} and c.state <> 'closed'
      and (c.run_id is not distinct from ${runId} or r.is_active is not true)
    order by c.id desc limit 1`;
  if (!found) return openConversation(ctx, wanted);
  // What was asked and offered belongs to the old workflow; that the lead was greeted stays true.
  if (!found.isOwn)
    await tx`
      update conversations set run_id = ${runId}, agent_id = ${agentId}, updated_at = ${at},
        dialogue = jsonb_build_object('hasGreeted', coalesce(dialogue -> 'hasGreeted', 'false'))
      where workspace_id = ${workspace.id} and id = ${found.id}`;
  return found.id;
}
