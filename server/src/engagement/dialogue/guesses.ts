import { formatValue } from '../understanding/format.ts';
import type { Observation, Understanding } from '../understanding/types.ts';
import type { WorkflowField } from '../workflow/definition.ts';
import { remember, say, type Turn } from './turn.ts';

/**
 * Keeps what another reader took the lead's words for and no reader of ours finds in them. It is no variable, so that it
 * opens no gate and books nothing: the lead is asked whether it is so. Whether there is anything new.
 */
export function keepGuesses(turn: Turn): boolean {
  const guesses = (turn.hints.guesses ?? []).filter(({ key }) => isOpen(turn, key));
  if (guesses.length === 0) return false;
  const others = guessesOf(turn).filter(({ key }) => !guesses.some((one) => one.key === key));
  remember(turn, { guesses: [...others, ...guesses] });
  return true;
}

/** What is to be asked about a field in place of the field itself; once. */
export function guessFor(turn: Turn, { key }: WorkflowField): Observation | undefined {
  return guessesOf(turn).find((one) => one.key === key && isOpen(turn, key));
}

/** Asks whether a guess is so: a yes makes it a value. */
export function askWhether(turn: Turn, field: WorkflowField, guess: Observation): void {
  const { label, key } = field;
  const value = formatValue(field, guess.value, turn.speech);
  say(turn, `${label}: ${value}. Is that right?`, `asked whether ${key} is so`);
  remember(turn, {
    asked: [key],
    offered: [],
    confirming: 'value',
    proposed: [guess],
    guesses: guessesOf(turn).filter((one) => one !== guess),
  });
}

/** Whether what the lead says answers that: after a no the field itself is asked for. */
export function hearAboutGuess(turn: Turn, heard: Understanding): boolean {
  const isNo = turn.acts.includes('reject') && heard.observations.length === 0;
  return isNo || turn.acts.includes('accept');
}

function guessesOf({ dialogue }: Turn): readonly Observation[] {
  return dialogue.guesses ?? [];
}

function isOpen({ known, dialogue }: Turn, key: string): boolean {
  return !known.has(key) && !dialogue.declined.includes(key);
}
