import { savepoint } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { decide } from '../../engagement/decide.ts';
import { proposeByRules } from '../../engagement/dialogue/rules-brain.ts';
import type { Stimulus } from '../../engagement/situation.ts';
import type { ClaimedStimulus } from '../../jobs/claim-stimulus.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { applyDecision } from './apply-decision.ts';
import { loadSituation } from './load-situation.ts';

/** How often a slot may be lost to somebody faster before the stimulus is tried again later. */
const MAX_LOST_SLOTS = 5;

/**
 * Handles one stimulus of a lead, in the transaction that claimed it: situation, proposal, policy, and everything that
 * was decided. Raises what makes it impossible; the stimulus then stays and is tried again.
 */
export async function react(claimed: TxCtx, stimulus: ClaimedStimulus, publicUrl: string): Promise<void> {
  const { leadId, payload } = stimulus;
  if (!(await isThere(claimed, leadId))) return;
  const conversationId = String(payload.conversationId);
  const messageId = typeof payload.messageId === 'string' ? payload.messageId : null;
  let cause = await stimulusOf(claimed, stimulus.kind, messageId);
  for (let lost = 0; ; lost++) {
    const loaded = await loadSituation(claimed, { leadId, conversationId, publicUrl });
    const decision = decide(loaded.situation, cause, proposeByRules(loaded.situation, cause));
    const ctx: TxCtx = { ...claimed, actor: { kind: 'agent', id: loaded.agentId } };
    try {
      await savepoint(ctx.tx, (tx) => applyDecision({ ...ctx, tx }, { loaded, decision, messageId, publicUrl }));
      return;
    } catch (error) {
      if (!isSlotTaken(error) || lost >= MAX_LOST_SLOTS || cause.kind === 'lead_created') throw error;
      const startAt = decision.actions.flatMap((action) => ('slot' in action ? [action.slot.startAt] : []))[0] ?? '';
      cause = { ...cause, kind: 'slot_lost', startAt };
    }
  }
}

/**
 * Locks the lead, or raises 55P03 at once where somebody else has it: the engine holds a stimulus meanwhile, and who
 * removes a lead with its stimuli locks them the other way round. False where the lead was deleted.
 */
async function isThere({ tx, workspace }: TxCtx, leadId: string): Promise<boolean> {
  const rows = await tx`
    select id from leads
    where workspace_id = ${workspace.id} and id = ${leadId} and deleted_at is null for update nowait`;
  return rows.length > 0;
}

async function stimulusOf(ctx: TxCtx, kind: string, messageId: string | null): Promise<Stimulus> {
  if (kind === 'lead_created') return { kind };
  const [message] = await ctx.tx<{ body: string }[]>`
    select body from messages where workspace_id = ${ctx.workspace.id} and id = ${messageId}`;
  if (kind !== 'message_received' || !message || messageId === null)
    throw new Error(`a stimulus ${kind} without a message`);
  return { kind, messageId, text: message.body };
}

function isSlotTaken(error: unknown): boolean {
  return error instanceof FoyerError && error.reason === 'slot_taken';
}
