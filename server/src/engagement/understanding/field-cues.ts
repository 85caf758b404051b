import type { WorkflowField } from '../workflow/definition.ts';
import { onceInLanguage } from './keep.ts';
import { type Language, languageFor } from './languages/index.ts';
import { fold, type Token, tokenize } from './text.ts';

/** The words by which people mean a field: its hints, its other names and the telling words of its label. */
export interface FieldCues {
  readonly phrases: readonly CuePhrase[];
}

interface CuePhrase {
  readonly stems: readonly string[];
  readonly weight: number;
}

/** A place where a field is meant by its own words: token indexes, the end exclusive. */
export interface CueMatch {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** The cues of a field, compiled once for each field object. */
export const cuesOf = onceInLanguage((field: WorkflowField, languageTag): FieldCues => {
  const language = languageFor(languageTag);
  const given = [...field.hints, ...field.synonyms].map((words) => ({ stems: stemsOf(words, language), weight: 1 }));
  if (countable.has(field.type)) given.push(...countedWith(field, language));
  const label = tellingStems(field.label, language);
  const phrases = [...given, { stems: label, weight: 0.8 }];
  if (label.length > 1) for (const stem of label) phrases.push({ stems: [stem], weight: 0.6 });
  return { phrases: unique(phrases.filter((phrase) => phrase.stems.length > 0)) };
});

const countable = new Set<WorkflowField['type']>(['number', 'integer', 'select']);

/** The other words for what a field counts, where its own words name it: "guests" and "people" for "Party size". */
function countedWith(field: WorkflowField, language: Language) {
  const own = new Set(
    [field.label, field.key.replaceAll('_', ' '), field.description ?? ''].flatMap((words) => stemsOf(words, language)),
  );
  const isNumber = field.type !== 'select' || field.options.every(({ value }) => /^\d+\+?$/.test(value));
  const groups = isNumber ? language.counted.map((words) => words.map((word) => stemsOf(word, language))) : [];
  return groups
    .filter((group) => group.some((stems) => stems.every((stem) => own.has(stem))))
    .flatMap((group) => group.map((stems) => ({ stems, weight: 0.9 })));
}

/** Every place where a field's words stand, the weightiest first at each place. */
export function cueMatches(cues: FieldCues, stems: readonly string[]): CueMatch[] {
  const matches: CueMatch[] = [];
  for (let from = 0; from < stems.length; from++) {
    for (const phrase of cues.phrases) {
      if (phrase.stems[0] !== stems[from]) continue;
      if (!phrase.stems.every((stem, offset) => stems[from + offset] === stem)) continue;
      matches.push({ from, to: from + phrase.stems.length, weight: phrase.weight });
      break;
    }
  }
  return matches;
}

/**
 * 0 to 1: how near a value stands to its field's words. Right after the value counts most ("3 bedrooms"), then right
 * before ("budget: 500"); another number or a mark between the two ends the reach.
 */
export function nearness(matches: readonly CueMatch[], tokens: readonly Token[], start: number, end: number): number {
  let best = 0;
  for (const match of matches) {
    const from = tokens[match.from];
    const to = tokens[match.to - 1];
    if (!from || !to) continue;
    let score = 0;
    if (from.start >= end) score = 1 - 0.15 * distance(tokens, end, from.start, 3);
    else if (to.end <= start) score = 0.95 - 0.1 * distance(tokens, to.end, start, 5);
    else score = 1;
    best = Math.max(best, score * match.weight);
  }
  return best;
}

/** The stems of all tokens, in the language's own stemming; made once for each list of tokens. */
export const stemTokens = onceInLanguage((tokens: readonly Token[], languageTag): readonly string[] => {
  const language = languageFor(languageTag);
  return tokens.map((token) => (token.kind === 'word' ? language.stem(token.word) : token.word));
});

function distance(tokens: readonly Token[], from: number, to: number, limit: number): number {
  let count = 0;
  for (const token of tokens) {
    if (token.start < from) continue;
    if (token.end > to) break;
    if (token.kind === 'number' || (token.kind === 'mark' && token.word !== ':' && token.word !== '(')) return 10;
    if (token.kind === 'word') count++;
    if (count > limit) return 10;
  }
  return count;
}

function stemsOf(words: string, language: Language): string[] {
  return tokenize(fold(words))
    .filter((token) => token.kind !== 'mark')
    .map((token) => (token.kind === 'word' ? language.stem(token.word) : token.word));
}

function tellingStems(label: string, language: Language): string[] {
  return tokenize(fold(label))
    .filter((token) => token.kind === 'word' && !language.fields.generic.includes(token.word))
    .map((token) => language.stem(token.word));
}

function unique(phrases: readonly CuePhrase[]): CuePhrase[] {
  const byWords = new Map<string, CuePhrase>();
  for (const phrase of phrases) {
    const words = phrase.stems.join(' ');
    if ((byWords.get(words)?.weight ?? 0) < phrase.weight) byWords.set(words, phrase);
  }
  return [...byWords.values()].sort((a, b) => b.stems.length - a.stems.length || b.weight - a.weight);
}
