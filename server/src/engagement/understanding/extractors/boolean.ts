import { findActs } from '../acts.ts';
import { clausesOf } from '../clauses.ts';
import { cueMatches, cuesOf, stemTokens } from '../field-cues.ts';
import { type Language, languageFor } from '../languages/index.ts';
import { isNegated } from '../negation.ts';
import { anywhere, atStart, found, plainPhrase } from '../phrase.ts';
import { editDistance, fold, tokenize, trimRange } from '../text.ts';
import type { DialogueAct, Span } from '../types.ts';
import { type Extractor, spanOf, withoutOverlaps } from './types.ts';

/**
 * Yes and no: by the field's own words ("I have a car", "no pets", "unfurnished") at any time, by a bare yes or no
 * only when it was asked for.
 */
export const findBooleans: Extractor<boolean> = (text, context, listening) => {
  const { field, asked } = listening ?? {};
  const folded = fold(text);
  const own = field ? byOwnWords(text, folded, field, context.language) : [];
  if (own.length > 0 || !asked) return own;
  const bare = byAnswer(text, folded, context.language);
  return bare ? [bare] : [];
};

type Field = NonNullable<NonNullable<Parameters<Extractor>[2]>['field']>;

const noAnswer: readonly DialogueAct[] = ['unsure', 'any', 'skip', 'wait', 'repeat', 'request_person', 'opt_out'];
const yesWords = new Set(['true', 'yes', 'y', '1']);

function byOwnWords(text: string, folded: string, field: Field, language: string): Span<boolean>[] {
  const spans = byOptions(text, folded, field);
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

function byOptions(text: string, folded: string, field: Field): Span<boolean>[] {
  return field.options.flatMap((option) => {
    const said = [option.label ?? '', ...option.synonyms].map((word) => plainPhrase(fold(word)));
    const words = said.filter((word) => word.length > 2);
    if (words.length === 0) return [];
    return [...folded.matchAll(anywhere(words))].map((match) =>
      spanOf(text, { start: match.index, end: match.index + match[0].length }, yesWords.has(fold(option.value)), 0.9),
    );
  });
}

function byAnswer(text: string, folded: string, languageTag: string): Span<boolean> | undefined {
  const clauses = clausesOf(folded, languageTag);
  const acts = findActs(folded, clauses, languageTag);
  const told = clauses.filter((clause) => clause.mood !== 'question');
  const first = told[0];
  if (!first || acts.some((act) => noAnswer.includes(act))) return undefined;
  const value = answerOf(
    told.map((clause) => clause.folded),
    acts,
    languageFor(languageTag),
  );
  if (value === undefined) return undefined;
  const range = trimRange(text, first.start, first.end);
  const end = range.start + (/^[^\s,.!]*/.exec(text.slice(range.start, range.end))?.[0].length ?? 0);
  return spanOf(text, { start: range.start, end: Math.max(end, range.start + 1) }, value, 0.8);
}

function answerOf(told: readonly string[], acts: readonly DialogueAct[], language: Language): boolean | undefined {
  const rules = rulesOf(language);
  if (told.some((words) => rules.no.test(words))) return false;
  if (acts.includes('reject')) return false;
  if (acts.includes('accept') || told.some((words) => rules.yes.test(words))) return true;
  return undefined;
}

interface Rules {
  readonly yes: RegExp;
  readonly no: RegExp;
  readonly openBefore: RegExp;
  readonly openAfter: RegExp;
  readonly prefixes: readonly string[];
}

const compiled = new WeakMap<Language, Rules>();

function rulesOf(language: Language): Rules {
  const known = compiled.get(language);
  if (known) return known;
  const { yesNo } = language;
  const rules = {
    yes: atStart(yesNo.bareYes),
    no: atStart(yesNo.bareNo),
    openBefore: anywhere(yesNo.undecidedBefore),
    openAfter: anywhere(yesNo.undecidedAfter),
    prefixes: yesNo.prefixes,
  };
  compiled.set(language, rules);
  return rules;
}
