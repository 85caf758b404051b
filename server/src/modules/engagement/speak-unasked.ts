import type { TxCtx } from '../../db/database.ts';
import { decide } from '../../engagement/decide.ts';
import { proposeByRules } from '../../engagement/dialogue/rules-brain.ts';
import type { Stimulus } from '../../engagement/situation.ts';
import { applyDecision } from './apply-decision.ts';
import { loadSituation } from './load-situation.ts';

/** What came of words that nobody had asked for. */
export type Spoken =
  /** `messageId` is null where they wait for a person's approval. */
  | { readonly outcome: 'said'; readonly messageId: string | null }
  | { readonly outcome: 'waits'; readonly until: Date }
  | { readonly outcome: 'refused'; readonly rule: string };

interface Unasked {
  readonly leadId: string;
  readonly conversationId: string;
  readonly cause: Stimulus;
  readonly publicUrl: string;
}

/**
 * Has the agent speak of its own accord, through the brain and the policy as in any turn, in the transaction that has
 * the lead's lock. What it may not say now is not brought back here: the caller knows when it makes sense again.
 */
export async function speakUnasked(
  claimed: TxCtx,
  { leadId, conversationId, cause, publicUrl }: Unasked,
): Promise<Spoken> {
  const loaded = await loadSituation(claimed, { leadId, conversationId, messageId: null, publicUrl });
  if (!loaded) return { outcome: 'refused', rule: 'the lead is gone' };
  const decision = decide(loaded.situation, cause, proposeByRules(loaded.situation, cause));
  const ctx: TxCtx = { ...claimed, actor: { kind: 'agent', id: loaded.agentId } };
  let until: Date | undefined;
  const comeBack = (then: Date) => {
    until = then;
  };
  const messageId = await applyDecision(ctx, { loaded, decision, messageId: null, publicUrl, comeBack });
  if (until) return { outcome: 'waits', until };
  if (messageId !== null || decision.actions.some((action) => action.do === 'draft'))
    return { outcome: 'said', messageId };
  return { outcome: 'refused', rule: decision.refused.at(-1)?.rule ?? 'there was nothing to say' };
}
