import type { Proposal } from '../proposal.ts';
import type { DialogueState } from './state.ts';

/**
 * Where a dialogue stands after words of the lead to which the agent had to be silent: what was answered is answered,
 * and nothing counts as asked, offered or said that was not.
 */
export function heardInSilence(before: DialogueState, { observations, dialogue }: Proposal): DialogueState {
  const answered = observations.map(({ key }) => key);
  const asked = before.asked.filter((key) => !answered.includes(key) && !dialogue.declined.includes(key));
  const guesses = [...(dialogue.guesses ?? before.guesses ?? [])].filter(({ key }) => !answered.includes(key));
  return {
    ...before,
    asked,
    declined: dialogue.declined,
    wish: dialogue.wish ?? before.wish,
    ...(guesses.length > 0 && { guesses }),
    ...(answered.length > 0 && { learned: answered }),
  };
}
