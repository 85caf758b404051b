import { decide } from '../decide.ts';
import type { Proposal } from '../proposal.ts';
import type { Situation, Stimulus } from '../situation.ts';
import { isSuspicious } from './suspicious.ts';

/** What the lead says in a turn; undefined where it is not one of its own. */
export function messageOf(stimulus: Stimulus): string | undefined {
  if (stimulus.kind === 'message_received') return stimulus.text;
  return stimulus.kind === 'handed_back' ? (stimulus.stretch.unanswered ?? undefined) : undefined;
}

/**
 * Whether a model is asked in a turn. It is not where the rules settle it: an opt-out, a person asked for, a time chosen,
 * or nothing that may be said; nor where the lead's words are made for a model, which then is the `reason`.
 */
export function mayAsk(
  situation: Situation,
  stimulus: Stimulus,
  rules: Proposal,
): { readonly mayAsk: true; readonly message: string } | { readonly mayAsk: false; readonly reason: string | null } {
  const message = messageOf(stimulus);
  const settled = { mayAsk: false, reason: null } as const;
  if (message === undefined || situation.workflow.brain === 'rules') return settled;
  // A question that the rules know no answer to may have one.
  if (rules.say === null || rules.steps.some(({ step }) => step !== 'ask_person')) return settled;
  const speaks = decide(situation, stimulus, rules).actions.some(
    (action) => action.do === 'send' || action.do === 'draft',
  );
  if (!speaks) return settled;
  if (isSuspicious(message)) return { mayAsk: false, reason: "the lead's words are made for a language model" };
  return { mayAsk: true, message };
}
