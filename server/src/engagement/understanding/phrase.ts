import { keepingLastOf } from './last-answer.ts';

// The notation of the word tables: words separated by spaces; (a|b c) one of; ? after a word or group, may be missing;
// ... up to three words of any kind; an apostrophe may be missing. "(do not|don't) (call|text) me again?"

const gap = "(?:[\\s,]{1,3}[a-z0-9']{1,30}){0,3}?";
const separator = '[\\s,-]{1,3}';

/** A pattern that finds any of the phrases as whole words in a folded text. It has no unbounded repetition. */
export function anywhere(phrases: readonly string[]): RegExp {
  const pattern = new RegExp(`(?<![a-z0-9'])(?:${union(phrases)})(?![a-z0-9])`, 'g');
  const begins = firstWords(phrases);
  if (begins) beginnings.set(pattern, begins);
  return pattern;
}

/** The words of which a text must have one for a pattern to be found in it: to look for them costs a fraction. */
const beginnings = new WeakMap<RegExp, ReadonlySet<string>>();

/** The same, at the beginning of the text only. */
export function atStart(phrases: readonly string[]): RegExp {
  return new RegExp(`^[\\s"'(]{0,3}(?:${union(phrases)})(?![a-z0-9])`);
}

/** The same, where a mark or the end follows: "I do", "I do, yes", not "I do have a question". */
export function startAlone(phrases: readonly string[]): RegExp {
  return new RegExp(`^[\\s"'(]{0,3}(?:${union(phrases)})(?![a-z0-9'])\\s{0,3}(?:[,.!;:-]|$)`);
}

/** The same as anywhere, where the text holds nothing else but `fillers` around it. */
export function whole(phrases: readonly string[], fillers: readonly string[]): RegExp {
  const filler = fillers.length === 0 ? '' : `(?:(?:${union(fillers)})[\\s,.!-]{0,4}){0,4}`;
  return new RegExp(
    `^[\\s"'(]{0,3}${filler}(?:${union(phrases)})(?![a-z0-9'])[\\s,.!)"'-]{0,4}${filler}[\\s.!?,)"']{0,9}$`,
  );
}

/** The phrases as one alternative of a larger pattern, longest first. */
export function union(phrases: readonly string[]): string {
  return phrases
    .toSorted((a, b) => b.length - a.length)
    .map(compile)
    .join('|');
}

/** True where the pattern is found; safe for patterns with the `g` flag. */
export function found(pattern: RegExp, text: string): boolean {
  if (cannotBegin(pattern, text)) return false;
  pattern.lastIndex = 0;
  return pattern.test(text);
}

/** Every place where a pattern with the `g` flag is found, in order. Like `matchAll`, without its copy of the pattern. */
export function everyMatch(pattern: RegExp, text: string): RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  if (cannotBegin(pattern, text)) return matches;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    matches.push(match);
    if (match[0] === '') pattern.lastIndex++;
  }
  return matches;
}

function cannotBegin(pattern: RegExp, text: string): boolean {
  const begins = beginnings.get(pattern);
  return begins !== undefined && !wordsOf(text).some((word) => begins.has(word));
}

/** The words of a folded text, and of those with an apostrophe what is before it too: "it" is found in "it's". */
const wordsOf = keepingLastOf((text: string): readonly string[] => {
  const words = new Set(text.match(/[a-z0-9'][a-z0-9']{0,80}/g));
  for (const word of [...words])
    for (let at = word.indexOf("'"); at > 0; at = word.indexOf("'", at + 1)) words.add(word.slice(0, at));
  return [...words];
});

/** With what any of the phrases may begin; undefined where that is not always a word. */
function firstWords(phrases: readonly string[]): Set<string> | undefined {
  const words = new Set<string>();
  for (const phrase of phrases) {
    for (const part of split(phrase, ' ').filter((one) => one !== '')) {
      const isOptional = part.endsWith('?');
      const body = isOptional ? part.slice(0, -1) : part;
      const begins = body.startsWith('(') ? firstWords(split(body.slice(1, -1), '|')) : firstWord(body);
      if (!begins) return undefined;
      for (const word of begins) words.add(word);
      if (!isOptional) break;
    }
  }
  return words;
}

/** With its apostrophe, which may be missing, and without. */
function firstWord(literal: string): string[] | undefined {
  const [word] = /^[a-z0-9']+/.exec(literal) ?? [];
  const without = word?.replace("'", '');
  return word === undefined || without?.includes("'") ? undefined : [word, without ?? word];
}

/** Words from outside the tables, such as a field's label, as a phrase without notation; empty where no word is left. */
export function plainPhrase(folded: string): string {
  return folded
    .replace(/[^\p{L}\p{N}' -]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function compile(phrase: string): string {
  const parts = split(phrase, ' ').filter((part) => part !== '');
  let source = '';
  let started = false;
  for (const part of parts) {
    if (part === '...') {
      source += gap;
      continue;
    }
    const optional = part.endsWith('?');
    const body = alternatives(optional ? part.slice(0, -1) : part);
    if (optional) source += started ? `(?:${separator}${body})?` : `(?:${body}${separator})?`;
    else source += started ? separator + body : body;
    started ||= !optional;
  }
  return source;
}

function alternatives(part: string): string {
  if (!part.startsWith('(')) return literal(part);
  const options = split(part.slice(1, -1), '|');
  return `(?:${options
    .toSorted((a, b) => b.length - a.length)
    .map(compile)
    .join('|')})`;
}

function literal(word: string): string {
  return word.replace(/[.*+^${}()|[\]\\]/g, '\\$&').replaceAll("'", "'?");
}

function split(text: string, by: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = '';
  for (const letter of text) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === by && depth === 0) {
      parts.push(current);
      current = '';
    } else current += letter;
  }
  parts.push(current);
  return parts;
}
