import { findActs } from './acts.ts';
import { type Clause, clausesOf } from './clauses.ts';
import { stemTokens } from './field-cues.ts';
import { fold, type Token, tokenize } from './text.ts';
import type { DialogueAct, SpeechContext } from './types.ts';

/** A message prepared once for everything that looks at it. */
export interface Heard {
  readonly text: string;
  readonly folded: string;
  readonly tokens: readonly Token[];
  readonly stems: readonly string[];
  readonly clauses: readonly Clause[];
  readonly acts: readonly DialogueAct[];
  readonly context: SpeechContext;
}

/** Reads a message: its words, clauses and dialogue acts. */
export function hear(text: string, context: SpeechContext): Heard {
  const folded = fold(text);
  const tokens = tokenize(folded);
  const clauses = clausesOf(folded, context.language);
  const acts = findActs(folded, clauses, context.language, context.isSpoken);
  return { text, folded, tokens, stems: stemTokens(tokens, context.language), clauses, acts, context };
}

/** The clause that holds an offset. */
export function clauseAt(heard: Heard, offset: number): Clause | undefined {
  return heard.clauses.find((clause) => offset >= clause.start && offset < clause.end);
}

/** The spans that stand outside questions. */
export function toldSpans<S extends { readonly start: number }>(heard: Heard, spans: readonly S[]): readonly S[] {
  const asked = heard.clauses.filter((clause) => clause.mood === 'question');
  if (asked.length === 0) return spans;
  return spans.filter(({ start }) => !asked.some((clause) => start >= clause.start && start < clause.end));
}

/** The text with everything but plain telling and wishing replaced by spaces: offsets stay. */
export function toldPart(heard: Heard): string {
  let told = heard.text;
  for (const clause of heard.clauses) {
    if (clause.mood !== 'question') continue;
    told = told.slice(0, clause.start) + ' '.repeat(clause.end - clause.start) + told.slice(clause.end);
  }
  return told;
}
