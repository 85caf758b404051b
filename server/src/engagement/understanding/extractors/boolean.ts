import { findActs } from '../acts.ts';
import { clausesOf } from '../clauses.ts';
import { cueMatches, cuesOf, stemTokens } from '../field-cues.ts';
import { onceFor } from '../keep.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { isNegated } from '../negation.ts';
import { anywhere, atStart, found, startAlone } from '../phrase.ts';
import { editDistance, fold, tokenize, trimRange } from '../text.ts';
import type { DialogueAct, Span } from '../types.ts';
import { type Extractor, spanOf, withoutOverlaps } from './types.ts';
import { findYesNoOptions } from './yes-no-options.ts';

/**
 * Yes and no: by the field's options ("been before") and its own words ("I have a car", "no pets", "unfurnished") at any
 * time; when it was asked for also by a number that an option holds and by a bare yes or no, which beats the own words
 * where the answer begins with it: "no, I have been before".
 */
export const findBooleans: Extractor<boolean> = (text, context, listening) => {
  const { field, asked } = listening ?? {};
  const folded = fold(text);
  const named = field ? findYesNoOptions(text, field, context, asked === true) : [];
  const own = field ? byOwnWords(text, folded, field, context.language) : [];
  const bare = asked ? byAnswer(text, folded, context.language) : undefined;
  if (named.length === 0 && bare?.isOutright) return [bare.span];
  const found = withoutOverlaps([...named, ...own]);
  return found.length === 0 && bare ? [bare.span] : found;
};

type Field = NonNullable<NonNullable<Parameters<Extractor>[2]>['field']>;

const noAnswer: readonly DialogueAct[] = ['unsure', 'any', 'skip', 'wait', 'repeat', 'request_person', 'opt_out'];

function byOwnWords(text: string, folded: string, field: Field, language: string): Span<boolean>[] {
  const spans: Span<boolean>[] = [];
  const tokens = tokenize(folded);
  const stems = stemTokens(tokens, language);
  const cues = cuesOf(field, language);
  const rules = rulesOf(languageFor(language));
  for (const match of cueMatches(cues, stems)) {
    const [first, last] = [tokens[match.from], tokens[match.to - 1]];
    if (!first || !last || match.weight < 0.7) continue;
    if (found(rules.openBefore, folded.slice(Math.max(0, first.start - 25), first.start))) continue;
    if (found(rules.openAfter, folded.slice(last.end, last.end + 18))) continue;
    const value = !isNegated(tokens, match.from, match.to, language);
    spans.push(spanOf(text, { start: first.start, end: last.end }, value, match.weight >= 1 ? 0.82 : 0.7));
  }
  const singles = new Set(
    cues.phrases.filter((cue) => cue.stems.length === 1 && cue.weight > 0.7).map((cue) => cue.stems[0]),
  );
  const long = [...singles].filter((stem) => stem !== undefined && stem.length >= 6);
  tokens.forEach((token, index) => {
    const stem = stems[index] ?? '';
    const typo =
      stem.length >= 6 &&
      !singles.has(stem) &&
      long.some((word) => word !== undefined && word.charAt(0) === stem.charAt(0) && editDistance(word, stem, 1) === 1);
    if (typo) spans.push(spanOf(text, token, !isNegated(tokens, index, index + 1, language), 0.7));
    const prefix = rules.prefixes.find((one) => stem.startsWith(one) && singles.has(stem.slice(one.length)));
    if (token.kind !== 'word' || prefix === undefined || singles.has(stem)) return;
    spans.push(spanOf(text, token, isNegated(tokens, index, index + 1, language), 0.85));
  });
  return withoutOverlaps(spans);
}

interface Answer {
  readonly span: Span<boolean>;
  /** Begins with yes or no itself. */
  readonly isOutright: boolean;
}

function byAnswer(text: string, folded: string, languageTag: string): Answer | undefined {
  const clauses = clausesOf(folded, languageTag);
  const acts = findActs(folded, clauses, languageTag);
  const told = clauses.filter((clause) => clause.mood !== 'question');
  const first = told[0];
  const rules = rulesOf(languageFor(languageTag));
  if (!first || acts.some((act) => noAnswer.includes(act)) || rules.notAnswers.test(folded)) return undefined;
  const value = answerOf(
    told.map((clause) => clause.folded),
    acts,
    languageFor(languageTag),
  );
  if (value === undefined) return undefined;
  const range = trimRange(text, first.start, first.end);
  const end = range.start + (/^[^\s,.!]*/.exec(text.slice(range.start, range.end))?.[0].length ?? 0);
  const span = spanOf(text, { start: range.start, end: Math.max(end, range.start + 1) }, value, 0.8);
  return { span, isOutright: rules.outright.test(first.folded) };
}

function answerOf(told: readonly string[], acts: readonly DialogueAct[], language: Language): boolean | undefined {
  const rules = rulesOf(language);
  if (told.some((words) => rules.no.test(words))) return false;
  if (acts.includes('reject')) return false;
  if (acts.includes('accept')) return true;
  if (told.some((words) => rules.yes.test(words) || rules.aloneYes.test(words))) return true;
  return undefined;
}

interface Rules {
  readonly yes: RegExp;
  readonly aloneYes: RegExp;
  readonly no: RegExp;
  readonly outright: RegExp;
  readonly notAnswers: RegExp;
  readonly openBefore: RegExp;
  readonly openAfter: RegExp;
  readonly prefixes: readonly string[];
}

const rulesOf = onceFor((language: Language): Rules => {
  const { yesNo } = language;
  return {
    yes: atStart(yesNo.bareYes),
    aloneYes: startAlone(yesNo.aloneYes),
    no: atStart(yesNo.bareNo),
    outright: atStart(yesNo.outright),
    notAnswers: atStart(yesNo.notAnswers),
    openBefore: anywhere(yesNo.undecidedBefore),
    openAfter: anywhere(yesNo.undecidedAfter),
    prefixes: yesNo.prefixes,
  };
});
