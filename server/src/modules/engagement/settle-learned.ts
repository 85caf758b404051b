import type { TxCtx } from '../../db/database.ts';
import type { Decision } from '../../engagement/decision.ts';
import { settleChecklist } from '../leads/index.ts';
import type { Loaded } from './load-situation.ts';

/**
 * Settles a checklist by what a decision learned or dropped; nothing where its workflow has none. After all its actions:
 * a status that was chosen before must not undo what a complete checklist leads to.
 */
export async function settleLearned(ctx: TxCtx, { decision, loaded }: { decision: Decision; loaded: Loaded }) {
  if (loaded.situation.workflow.checklist.length === 0) return;
  const hasLearned = decision.actions.some(({ do: what }) => what === 'set_variable' || what === 'remove_variable');
  if (hasLearned) await settleChecklist(ctx, loaded.leadId);
}
