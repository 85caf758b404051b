import { onceFor } from '../keep.ts';
import type { Language } from '../languages/index.ts';
import { everyMatch } from '../phrase.ts';

/** Capitalised words that follow each other and may be a name: "First Class Barber Shop", "Donna J. Lee, MD". */
export interface ProperName {
  readonly start: number;
  readonly end: number;
}

/**
 * The runs of capitalised words of a text, numbers and small words between them included, without what opens a sentence.
 * `folded` is the folded text.
 */
export function findProperNames(text: string, folded: string, language: Language): ProperName[] {
  const rules = rulesOf(language);
  const words = wordsOf(text, folded);
  const found: ProperName[] = [];
  for (let index = 0; index < words.length; ) {
    const run = readRun(words, index, rules);
    if (run.name) found.push(run.name);
    index = run.next;
  }
  return found;
}

interface Word {
  readonly start: number;
  readonly end: number;
  /** Without marks around it, folded. */
  readonly word: string;
  readonly capital: boolean;
  readonly digit: boolean;
  /** The mark right after it; empty where none. */
  readonly mark: string;
  /** The first of a sentence. */
  readonly opens: boolean;
}

interface Rules {
  readonly inside: ReadonlySet<string>;
  readonly joining: ReadonlySet<string>;
  readonly openers: ReadonlySet<string>;
  readonly mayBegin: ReadonlySet<string>;
  readonly titles: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
  readonly abbreviations: ReadonlySet<string>;
}

const rulesOf = onceFor((language: Language): Rules => {
  const { agent, names } = language;
  return {
    inside: new Set(agent.inside),
    joining: new Set(agent.joining),
    openers: new Set(agent.openers),
    mayBegin: new Set(agent.mayBegin),
    titles: new Set(names.titles),
    after: new Set(agent.titlesAfter),
    abbreviations: new Set(language.abbreviations),
  };
});

const piece = /[^\s]{1,60}/g;
const maxWords = 400;

function wordsOf(text: string, folded: string): Word[] {
  const words: Word[] = [];
  let opens = true;
  for (const match of everyMatch(piece, text)) {
    if (words.length >= maxWords) break;
    const raw = match[0];
    const lead = /^["'“‘(*]+/.exec(raw)?.[0].length ?? 0;
    const tail = /[.,;:!?)"'”’*]+$/.exec(raw.slice(lead))?.[0].length ?? 0;
    const [start, end] = [match.index + lead, match.index + raw.length - tail];
    if (end <= start) {
      const mark = raw === '&' || raw === '-' || raw === '/' || raw === '+' ? '' : raw;
      const last = words.at(-1);
      if (last && mark !== '') words[words.length - 1] = { ...last, mark: last.mark + mark };
      opens = /[.!?:]/.test(mark);
      continue;
    }
    const first = text.charAt(start);
    const mark = text.slice(end, match.index + raw.length);
    const capital = /\p{Lu}/u.test(first);
    const word = folded.slice(start, end);
    words.push({ start, end, word, capital, digit: /\d/.test(first), mark, opens });
    opens = /[.!?:]/.test(mark) && !isInitial(word, mark);
  }
  return words;
}

/** "J." and "St." end no sentence. */
function isInitial(word: string, mark: string): boolean {
  return mark === '.' && (word.length === 1 || /^(?:[a-z]\.)+[a-z]$/.test(word));
}

function readRun(words: readonly Word[], from: number, rules: Rules): { name?: ProperName; next: number } {
  let first = from;
  while (isOpener(words, first, rules)) first++;
  if (first > from) return { next: first };
  const start = words[from];
  if (!start || !begins(words, from)) return { next: from + 1 };
  let last = from;
  for (;;) {
    const next = nextOf(words, last, rules) ?? joinedTo(words, from, last, rules);
    if (next === undefined) break;
    last = next;
  }
  if (last > from || !start.opens) last = withTail(words, last, rules);
  const end = words[last];
  if (!end || (last === from && !start.capital)) return { next: from + 1 };
  const owner = words[from - 1];
  const begin = owner && /'s$/.test(owner.word) && owner.mark === '' && !rules.openers.has(owner.word) ? owner : start;
  const dotted =
    end.mark.startsWith('.') && (rules.abbreviations.has(end.word) || /^(?:[a-z]\.)+[a-z]$/.test(end.word));
  return { name: { start: begin.start, end: dotted ? end.end + 1 : end.end }, next: last + 1 };
}

/** A lower-case word or two that close a name before a mark or a common word: "1512 Barber shop is". */
function withTail(words: readonly Word[], last: number, rules: Rules): number {
  for (let index = last + 1; index <= last + 2; index++) {
    const [before, word, next] = [words[index - 1], words[index], words[index + 1]];
    if (before?.mark !== '' || !word || word.capital || !isPlain(word, rules)) return last;
    if (word.mark !== '' || !next || rules.openers.has(next.word)) return index;
  }
  return last;
}

function isPlain({ word, digit }: Word, { openers, inside }: Rules): boolean {
  return !digit && /^\p{L}{3,}$/u.test(word) && !openers.has(word) && !inside.has(word);
}

/** A common word that has its capital from its place: "How about", "Please confirm". */
function isOpener(words: readonly Word[], index: number, rules: Rules): boolean {
  const word = words[index];
  if (!word?.capital || !(rules.openers.has(word.word) || isPronoun(word))) return false;
  const next = words[index + 1];
  const leads = next?.capital === true && word.mark === '' && !rules.openers.has(next.word) && !isPronoun(next);
  if (!leads) return true;
  const isArticle = word.word.length === 1 && next?.word.length === 1;
  return word.opens ? !rules.mayBegin.has(word.word) && !isArticle : isPronoun(word);
}

function begins(words: readonly Word[], index: number): boolean {
  const word = words[index];
  if (!word) return false;
  if (word.capital) return true;
  const next = words[index + 1];
  if (!word.digit || word.mark !== '' || !next) return false;
  return next.capital && /^\d[\w/-]{0,12}$/.test(word.word);
}

/** The index of the next word of the name; undefined where it ends. */
function nextOf(words: readonly Word[], at: number, rules: Rules): number | undefined {
  const [word, next] = [words[at], words[at + 1]];
  if (!word || !next) return undefined;
  if (word.mark.startsWith(',') && word.mark.length === 1 && (rules.after.has(next.word) || isTitleAfter(next)))
    return at + 1;
  if (!joins(word, rules)) return undefined;
  if (next.capital) return isPronoun(next) || isLowered(next, words[at + 2], rules) ? undefined : at + 1;
  if (next.digit && /^#?\d{1,4}$/.test(next.word) && (words[at + 2]?.capital || next.mark !== '')) return at + 1;
  if (word.mark !== '' || !rules.inside.has(next.word) || next.mark !== '') return undefined;
  const [second, third] = [words[at + 2], words[at + 3]];
  if (second?.capital && !isPronoun(second)) return at + 2;
  if (second && rules.inside.has(second.word) && second.mark === '' && third?.capital) return at + 3;
  return undefined;
}

/** "Aegena Located in": a common word that was given a capital and ends the name. */
function isLowered({ word }: Word, after: Word | undefined, rules: Rules): boolean {
  return rules.openers.has(word) && !rules.mayBegin.has(word) && after?.capital !== true;
}

/** After "and" one more word, or any after a single word: two longer names stand for themselves. */
function joinedTo(words: readonly Word[], from: number, last: number, rules: Rules): number | undefined {
  const [word, joint, next, after] = words.slice(last, last + 4);
  if (word?.mark !== '' || !joint || !rules.joining.has(joint.word) || !next?.capital || isPronoun(next))
    return undefined;
  return last === from || after?.capital !== true || next.mark !== '' ? last + 2 : undefined;
}

function isPronoun({ word }: Word): boolean {
  return /^i(?:'\w+)?$/.test(word);
}

function isTitleAfter({ word, capital }: Word): boolean {
  return capital && /^(?:[a-z]\.){1,3}[a-z]?$/.test(word);
}

/** Whether a name can go on after a word: no mark, or one that belongs to the word, as in "Dr." or "J.". */
function joins(word: Word, rules: Rules): boolean {
  if (word.mark === '') return true;
  if (word.mark === '.')
    return word.word.length === 1 || rules.titles.has(word.word) || rules.abbreviations.has(word.word);
  return word.mark === ':' && word.capital;
}
