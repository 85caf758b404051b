import type { Action, Refusal } from './decision.ts';
import { isOwnAccord } from './policy/purpose-of.ts';
import type { Stimulus } from './situation.ts';

/** What binds somebody: it waits with the words that tell of it, or they would tell of what is not. */
const binding: ReadonlySet<Action['do']> = new Set(['book', 'move', 'cancel', 'disqualify']);

/** After these no words of the agent's may wait: a person answers, or nobody does. */
const silencing: Readonly<Partial<Record<Action['do'], string>>> = {
  hand_over: 'a person is asked for and answers',
  opt_out: 'the lead has opted out',
};

/**
 * What an agent that listens may do of what it would: to learn, to ask for a person and to take an opt-out cannot
 * wait; the words become a draft, and what binds somebody waits for the draft's approval.
 */
export function holdForApproval(stimulus: Stimulus, actions: readonly Action[], refused: Refusal[]): Action[] {
  const words = actions.find((action) => action.do === 'send');
  if (!words) return actions.filter((action) => !binding.has(action.do));
  const rule = actions.map((action) => silencing[action.do]).find((one) => one !== undefined);
  if (rule !== undefined) {
    refused.push({ what: 'draft', rule });
    return actions.filter((action) => action !== words && !binding.has(action.do));
  }
  // Where the agent speaks first, nothing has come of it until it has.
  const isFirst = isOwnAccord(stimulus);
  const waits = (action: Action) =>
    binding.has(action.do) ||
    action.do === 'remember' ||
    (isFirst && (action.do === 'set_stage' || action.do === 'move_status')) ||
    isAgreed(action, actions);
  const { do: _send, ...said } = words;
  const draft: Action = { do: 'draft', ...said, onApproval: actions.filter(waits) };
  return [...actions.filter((action) => action !== words && !waits(action)), draft];
}

/** The day and time of an appointment, which are known when it is made. */
export function isAgreed(action: Action, actions: readonly Action[]): boolean {
  const isMade = actions.some((one) => one.do === 'book' || one.do === 'move');
  return isMade && action.do === 'set_variable' && action.observation.origin === 'accepted';
}
