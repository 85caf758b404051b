import { onceFor } from './keep.ts';
import { type Language, languageFor } from './languages/index.ts';
import { keepingLastOf } from './last-answer.ts';
import { anywhere, atStart, everyMatch, found, union } from './phrase.ts';

/**
 * What a clause does: `statement` tells, `request` is a wish worded as a question ("can you find me"),
 * `availability` suggests or asks for a free time ("how about", "anything on Friday"), `question` wants information.
 */
type Mood = 'statement' | 'request' | 'availability' | 'question';

export interface Clause {
  readonly start: number;
  readonly end: number;
  /** The folded words, without white space around them. */
  readonly folded: string;
  readonly mood: Mood;
  /** Ends with a question mark. */
  readonly marked: boolean;
  /** Index of the sentence that it is a part of. */
  readonly sentence: number;
}

/** The clauses of a folded text in order: sentences, cut where a question or a new statement begins. */
export const clausesOf = keepingLastOf(readClauses);

function readClauses(folded: string, languageTag: string): readonly Clause[] {
  const language = languageFor(languageTag);
  const rules = rulesOf(language);
  const clauses: Clause[] = [];
  sentencesOf(folded, language).forEach(([start, end], sentence) => {
    const cuts = [start, ...cutsIn(folded, start, end, rules), end];
    for (let index = 0; index + 1 < cuts.length; index++) {
      const [from, to] = [cuts[index] ?? start, cuts[index + 1] ?? end];
      const words = folded.slice(from, to).trim();
      if (words === '') continue;
      const marked = words.endsWith('?');
      clauses.push({ start: from, end: to, folded: words, mood: moodOf(words, marked, rules), marked, sentence });
    }
  });
  return clauses;
}

/** Whether a clause's negation denies nothing: "why not Tuesday?". */
export function isRhetorical(clause: Clause, languageTag: string): boolean {
  return rulesOf(languageFor(languageTag)).rhetorical.test(clause.folded);
}

/** Whether a question asks whether a time is free: "is 3 pm open?". */
export function asksIfFree(clause: Clause, languageTag: string): boolean {
  const { freeStarts, free } = rulesOf(languageFor(languageTag));
  return freeStarts.test(clause.folded) && found(free, clause.folded);
}

/** The rest of a longer message is read as one sentence. */
const maxSentences = 60;
const maxCuts = 12;

interface Rules {
  readonly rhetorical: RegExp;
  readonly question: RegExp;
  readonly request: RegExp;
  readonly freeStarts: RegExp;
  readonly free: RegExp;
  readonly suggestion: RegExp;
  readonly availability: RegExp;
  readonly told: RegExp;
  readonly inverted: RegExp;
  readonly lead: RegExp;
  readonly cut: RegExp;
}

const rulesOf = onceFor((language: Language): Rules => {
  const { question, request, suggestion, availability, statement, relative, joiners } = language.moods;
  const asks = union([...question, ...request, ...suggestion]);
  return {
    question: atStart(question),
    request: atStart(request),
    freeStarts: atStart(language.moods.freeStarts),
    free: anywhere(language.moods.free),
    suggestion: atStart(suggestion),
    availability: atStart(availability),
    told: atStart(language.moods.told),
    inverted: atStart(language.moods.inverted),
    rhetorical: atStart(language.moods.rhetorical),
    lead: new RegExp(`^(?:[\\s,"'\`(-]{0,3}(?:${union(joiners)})(?![a-z0-9'])[\\s,.!-]{0,3}){1,4}`),
    cut: new RegExp(
      `(?:[,:]\\s{0,3}(?!(?:${union(relative)})(?![a-z]))|\\s-{1,2}\\s|(?<=^|[\\s,])(?:${union(joiners)})[,\\s]{1,3})(?=(?:(?:${union(joiners)})[\\s,]{1,3})?(?:${asks})(?![a-z0-9]))|,\\s{0,3}(?=(?:${union(statement)})(?![a-z0-9]))`,
      'g',
    ),
  };
});

function moodOf(words: string, marked: boolean, rules: Rules): Mood {
  const lead = rules.lead.exec(words)?.[0].length ?? 0;
  for (const candidate of lead > 0 ? [words.slice(lead), words] : [words]) {
    if (rules.request.test(candidate)) return 'request';
    if (rules.suggestion.test(candidate)) return 'availability';
    const asks = rules.question.test(candidate) && !rules.told.test(candidate);
    if ((asks || marked) && rules.availability.test(candidate)) return 'availability';
    if (asks || (marked && rules.inverted.test(candidate))) return 'question';
  }
  return marked ? 'availability' : 'statement';
}

function cutsIn(folded: string, start: number, end: number, rules: Rules): number[] {
  const sentence = folded.slice(start, end);
  const cuts: number[] = [];
  for (const match of everyMatch(rules.cut, sentence)) {
    if (cuts.length >= maxCuts) break;
    const at = start + match.index + match[0].length;
    const since = folded.slice(cuts.at(-1) ?? start, at).trim();
    const onlyJoins = cuts.length > 0 && rules.lead.exec(since)?.[0].length === since.length;
    if (at > start && at < end && !onlyJoins) cuts.push(at);
  }
  return cuts;
}

function sentencesOf(folded: string, language: Language): [number, number][] {
  const sentences: [number, number][] = [];
  let start = 0;
  for (let index = 0; index < folded.length; index++) {
    if (!endsSentence(folded, index, language)) continue;
    while (index + 1 < folded.length && /[.!?]/.test(folded.charAt(index + 1))) index++;
    if (sentences.length >= maxSentences) break;
    sentences.push([start, index + 1]);
    start = index + 1;
  }
  if (folded.slice(start).trim() !== '') sentences.push([start, folded.length]);
  return sentences;
}

function endsSentence(folded: string, index: number, language: Language): boolean {
  const mark = folded.charAt(index);
  if (mark === '!' || mark === '\n' || mark === ';') return true;
  if (mark === '?')
    return !/[a-z0-9=&]/.test(folded.charAt(index + 1)) || !/\/\S*$/.test(folded.slice(Math.max(0, index - 60), index));
  if (mark !== '.') return false;
  const next = folded.charAt(index + 1);
  if (next !== '' && next !== ' ' && next !== '\n' && next !== '.') return false;
  const word = /[a-z.]{0,12}$/.exec(folded.slice(Math.max(0, index - 12), index))?.[0] ?? '';
  return !(language.abbreviations.includes(word) || /^(?:[a-z]\.)*[a-z]$/.test(word)) || next === '\n';
}
