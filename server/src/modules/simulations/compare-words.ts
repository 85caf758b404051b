import type { SimulatedTurn } from '../../engagement/simulation/trace.ts';
import type { ExpectedWords } from './transcript.ts';

/** Where the agent did not say what was expected of it. */
export interface Difference {
  /** The line that expected it; the last one where it said more than was expected. */
  readonly line: number;
  /** Null where nothing more was expected. */
  readonly expected: string | null;
  /** Null where it said nothing more. */
  readonly said: string | null;
}

/** What of a trace is compared. */
interface Said {
  readonly turns: readonly Pick<SimulatedTurn, 'step' | 'happened'>[];
}

/**
 * Compares what the agent said, or drafted, after each step of which something is expected. Blanks do not count, and
 * `...` stands for any words.
 */
export function compareWords(trace: Said, expected: readonly ExpectedWords[]): Difference[] {
  const byStep = new Map<number, ExpectedWords[]>();
  for (const one of expected) byStep.set(one.step, [...(byStep.get(one.step) ?? []), one]);
  return [...byStep].flatMap(([step, lines]) => compareStep(saidAfter(trace, step), lines));
}

function saidAfter({ turns }: Said, step: number): string[] {
  return turns
    .filter((turn) => turn.step === step)
    .flatMap(({ happened }) => happened)
    .flatMap((one) => {
      const isAgents = one.kind === 'message' && one.author === 'agent' && one.reason !== 'approved by a person';
      return isAgents || (one.kind === 'draft' && one.change === 'written') ? [one.text] : [];
    });
}

function compareStep(said: readonly string[], lines: readonly ExpectedWords[]): Difference[] {
  const wanted = lines.filter(({ text }) => text !== '');
  const lastLine = lines.at(-1)?.line ?? 0;
  const differences = wanted.flatMap(({ text, line }, index): Difference[] => {
    const words = said[index] ?? null;
    return words !== null && fits(text, words) ? [] : [{ line, expected: text, said: words }];
  });
  const more = said.slice(wanted.length).map((words) => ({ line: lastLine, expected: null, said: words }));
  return [...differences, ...more];
}

function fits(expected: string, said: string): boolean {
  const parts = plain(expected).split(/(?:\.\.\.|…)+/);
  const pattern = parts.map((part) => RegExp.escape(part.trim())).join('.*');
  return new RegExp(`^${pattern}$`).test(plain(said));
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
