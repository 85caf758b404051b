import type { WorkflowField } from '../workflow/definition.ts';
import { missingRequired } from '../workflow/missing-required.ts';
import { askWhether, guessFor } from './guesses.ts';
import { either } from './phrases.ts';
import { knownValues, remember, say, type Turn } from './turn.ts';
import { optionsNamed } from './which-option.ts';

/**
 * The fields still to be asked for, in the workflow's order: required and unknown, not declined. The day of a booking
 * is asked for in its place until there is any wish about when; its time comes with the slot.
 */
export function missingFields(turn: Turn): WorkflowField[] {
  const { workflow } = turn.situation;
  const missing = new Set(missingRequired(workflow, knownValues(turn)));
  const asksDay = turn.dialogue.wish === null && !turn.dialogue.isRescheduling;
  const wanted = workflow.fields.filter((field) => {
    if (turn.dialogue.declined.includes(field.key)) return false;
    const isDay = field.key === workflow.booking?.dateField && field.required && !turn.known.has(field.key);
    return missing.has(field) || (isDay && asksDay);
  });
  // What was asked twice in vain waits until the rest is known.
  const isPutOff = (field: WorkflowField) => timesAsked(turn, field) >= 2;
  return [...wanted.filter((field) => !isPutOff(field)), ...wanted.filter(isPutOff)];
}

export function timesAsked(turn: Turn, field: WorkflowField): number {
  return turn.dialogue.timesAsked[field.key] ?? 0;
}

/** Asks for a field, or whether what it may be is so; from the second time on with its options or an example. */
export function askFor(turn: Turn, field: WorkflowField): void {
  const guess = guessFor(turn, field);
  if (guess && turn.refusedKey !== field.key) {
    askWhether(turn, field, guess);
    return;
  }
  const times = timesAsked(turn, field);
  // Who asked back or told something else has not refused to answer.
  const isInVain = times === 0 || (!turn.hasAnswered && turn.observations.length === 0);
  const named = optionsNamed(turn, field);
  const again = times > 0 && turn.dialogue.lost > 0;
  const hint = again ? hintFor(field) : '';
  if (turn.refusedKey === field.key) turn.reasons.push(`asked for ${field.key} again`);
  else if (named.length > 0) say(turn, `Which one: ${either(named)}?`, `asked which ${field.key}`);
  else say(turn, hint ? `${field.ask} ${hint}` : field.ask, `asked for ${field.key}`);
  remember(turn, {
    asked: [field.key],
    timesAsked: { ...turn.dialogue.timesAsked, [field.key]: times + (isInVain ? 1 : 0) },
    confirming: null,
    proposed: turn.mentioned,
  });
}

function hintFor(field: WorkflowField): string {
  const options = field.options.map((option) => option.label ?? option.value);
  if (options.length > 0) return `You can say ${either(options.slice(0, 12))}.`;
  return examples[field.type] ?? '';
}

const examples: Partial<Record<WorkflowField['type'], string>> = {
  number: 'A number is fine, such as 3.',
  integer: 'A number is fine, such as 3.',
  currency: 'An amount is fine, such as $1,500.',
  boolean: 'Yes or no is fine.',
  date: 'A day is fine, such as "Friday" or "14 May".',
  time: 'A time is fine, such as "half past two".',
  email: 'It looks like name@example.com.',
  phone: 'With the area code, please.',
  url: 'It looks like example.com.',
};
