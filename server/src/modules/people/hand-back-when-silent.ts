import type { TxCtx } from '../../db/database.ts';
import type { ClaimedStimulus } from '../../jobs/claim-stimulus.ts';
import { giveToAgent, handBackHours, watchSilence } from '../leads/index.ts';

interface Standing {
  readonly owner: 'agent' | 'person';
  readonly needsHuman: boolean;
  readonly lastMessageAt: Date | null;
}

/**
 * Gives a lead back to its agent where nobody has written for the workspace's hours; looks again later where somebody
 * has, or where a person is still waited for, whose help the agent cannot give.
 */
export async function handBackWhenSilent(ctx: TxCtx, { leadId }: ClaimedStimulus): Promise<void> {
  const { tx, at, workspace } = ctx;
  const [lead] = await tx<Standing[]>`
    select owner, needs_human, last_message_at from leads
    where workspace_id = ${workspace.id} and id = ${leadId} and deleted_at is null`;
  const hours = await handBackHours(ctx);
  if (hours === null || lead?.owner !== 'person') return;
  if (lead.needsHuman) return watchSilence(ctx, leadId);
  const quietMs = at.getTime() - (lead.lastMessageAt?.getTime() ?? 0);
  if (quietMs < hours * 3_600_000) return watchSilence(ctx, leadId, lead.lastMessageAt ?? at);
  await giveToAgent(ctx, { leadId, reason: `nobody has written for ${hours} hours` });
}
