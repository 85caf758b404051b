import type { Proposal } from '../proposal.ts';
import type { Stimulus } from '../situation.ts';
import type { SendPurpose } from './send-facts.ts';

/**
 * Why words are said upon a stimulus, with what is done in the same turn: a visitor who has just come in is answered, not
 * sought out, and what silences the agent from here on is confirmed.
 */
export function purposeOf({ kind }: Stimulus, { steps }: Pick<Proposal, 'steps'>): SendPurpose {
  if (kind === 'attempt_due') return 'attempt';
  return steps.some(({ step }) => step === 'opt_out' || step === 'hand_over') ? 'confirmation' : 'reply';
}

/** Whether the agent speaks without having been spoken to. */
export function isOwnAccord({ kind }: Stimulus): boolean {
  return kind === 'lead_created' || kind === 'attempt_due';
}
