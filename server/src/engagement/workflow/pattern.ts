/** Longer texts never match: what a pattern checks is a code or a number, and time grows with length. */
const MAX_MATCHED_LENGTH = 128;

/** Characters tried in the worst case, about a millisecond: two repetitions of open length side by side still pass. */
const MAX_STEPS = 2 * MAX_MATCHED_LENGTH ** 2;

const MAX_REMEMBERED = 5000;
const compiled = new Map<string, RegExp>();
const verdicts = new Map<string, boolean>();

/**
 * Whether the whole text matches a pattern that `patternProblem` accepts. False for a text over 128 characters.
 * Throws a SyntaxError for a pattern that does not compile.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  if (text.length > MAX_MATCHED_LENGTH) return false;
  const key = `${pattern.length}:${pattern}${text}`;
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = wholeText(pattern);
    if (compiled.size >= 1000) compiled.clear();
    compiled.set(pattern, expression);
  }
  const verdict = expression.test(text);
  if (verdicts.size >= MAX_REMEMBERED) verdicts.clear();
  verdicts.set(key, verdict);
  return verdict;
}

/** What is wrong with a pattern and what to do about it; undefined for one that compiles and cannot run away. */
export function patternProblem(pattern: string): string | undefined {
  try {
    // On its own: what is unbalanced, such as `a)(b`, would pass between the brackets of `wholeText`.
    new RegExp(pattern, 'u');
    wholeText(pattern);
  } catch (error) {
    const cause = error instanceof Error ? error.message.replace(/^.*\/u?: /, '') : String(error);
    return `is not a regular expression (${cause}); remember that \\d in double quotes is written "\\\\d", or use single quotes`;
  }
  const unescaped = pattern.replace(/\\\\/g, '');
  if (/\\[1-9]|\\k</.test(unescaped)) return 'refers back to a group; write the pattern without \\1 or \\k';
  if (/(?<!\\)\(\?<[=!]/.test(unescaped)) return 'looks behind; write the pattern without (?<= and (?<!';
  const { steps } = choices({ pattern, at: 0, cased: !/\(\?[ims-]+:/.test(pattern) });
  if (steps === Number.POSITIVE_INFINITY) {
    return 'repeats a group that itself repeats or has choices, which can take forever on a long text; repeat one character class instead, such as [\\w ]+';
  }
  if (steps > MAX_STEPS) return 'has too many repetitions of open length; give them fixed lengths, such as \\d{4}';
  return undefined;
}

function wholeText(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'u');
}

interface Reader {
  readonly pattern: string;
  at: number;
  /** False where letters may match their other case, so that nothing is known of what follows a class. */
  readonly cased: boolean;
}

/** Upper bounds of what a part of a pattern can do from one place in a text. */
interface Bound {
  /** The ways to match so many characters, by their number, if every character matched everything. */
  readonly lengths: readonly number[];
  /** The ways in all; less than the sum of lengths where the next character decides. */
  readonly ways: number;
  /** Characters tried until all ways are exhausted; infinite for an open repetition that multiplies. */
  readonly steps: number;
}

const nothing: Bound = { lengths: [1], ways: 1, steps: 0 };
const oneCharacter: Bound = { lengths: [0, 1], ways: 1, steps: 1 };

function choices(reader: Reader): Bound {
  let bound = sequence(reader);
  while (reader.pattern[reader.at] === '|') {
    reader.at += 1;
    bound = either(bound, sequence(reader));
  }
  return bound;
}

function sequence(reader: Reader): Bound {
  const { pattern } = reader;
  let bound = nothing;
  let before = nothing;
  let repeatedSource = '';
  while (reader.at < pattern.length && pattern[reader.at] !== '|' && pattern[reader.at] !== ')') {
    const from = reader.at;
    const part = atom(reader);
    const source = pattern.slice(from, reader.at);
    const { least, most } = bounds(reader);
    // A class that ends where a character outside it must come can end in one place only.
    const decided = reader.cased && least > 0 && endsBefore(repeatedSource, source);
    const start = decided ? { ...bound, ways: Math.min(bound.ways, before.ways) } : bound;
    const next = repeated(part, least, most);
    before = start;
    const tried = decided ? bound.ways + times(start.ways, next.steps) : times(bound.ways, next.steps);
    const steps = bound.steps + tried;
    // What is already too much only needs reading to its end.
    bound = steps > MAX_STEPS ? { lengths: [0], ways: 0, steps } : { ...then(start, next), steps };
    repeatedSource = source.startsWith('(') ? '' : source;
  }
  return bound;
}

function atom(reader: Reader): Bound {
  const { pattern } = reader;
  const assertion = /^(?:[$^]|\\b)/i.exec(pattern.slice(reader.at, reader.at + 2));
  if (assertion !== null) {
    reader.at += assertion[0].length;
    return { ...nothing, steps: 1 };
  }
  if (pattern[reader.at] !== '(') {
    reader.at += sizeOfCharacter(pattern, reader.at);
    return oneCharacter;
  }
  reader.at += 1;
  const opening = /^\?(?:[ims-]*:|[=!]|<[^>]*>)/.exec(pattern.slice(reader.at))?.[0] ?? '';
  reader.at += opening.length;
  const inner = choices(reader);
  reader.at += 1;
  // What looks ahead takes no characters and is not tried a second way.
  return opening === '?=' || opening === '?!' ? { ...nothing, steps: inner.steps + 1 } : inner;
}

function repeated(part: Bound, least: number, most: number): Bound {
  if (least === 1 && most === 1) return part;
  let result: Bound = { lengths: [0], ways: 0, steps: 0 };
  let round = nothing;
  let steps = 0;
  for (let count = 0; ; count++) {
    if (count >= least) result = either(result, round);
    if (count >= most || round.ways === 0) return { ...result, steps };
    steps += times(round.ways, Math.max(part.steps, 1));
    if (steps > MAX_STEPS) break;
    // Beyond the least number, a round that takes no character is not tried.
    round = then(round, count < least ? part : withoutEmpty(part));
  }
  return { ...result, steps: part.ways > 1 && most === Number.POSITIVE_INFINITY ? most : steps };
}

function either(one: Bound, other: Bound): Bound {
  const [longer, shorter] = one.lengths.length > other.lengths.length ? [one, other] : [other, one];
  const lengths = longer.lengths.map((ways, length) => ways + (shorter.lengths[length] ?? 0));
  return { lengths, ways: one.ways + other.ways, steps: one.steps + other.steps };
}

function then(first: Bound, second: Bound): Bound {
  const size = Math.min(first.lengths.length + second.lengths.length - 1, MAX_MATCHED_LENGTH + 1);
  const lengths = new Array<number>(Math.max(size, 0)).fill(0);
  for (const [length, ways] of first.lengths.entries()) {
    if (ways === 0) continue;
    for (const [more, otherWays] of second.lengths.entries()) {
      if (length + more >= size) break;
      lengths[length + more] = (lengths[length + more] ?? 0) + times(ways, otherWays);
    }
  }
  const ways = Math.min(sum(lengths), times(first.ways, second.ways));
  return { lengths, ways, steps: first.steps + times(first.ways, second.steps) };
}

function withoutEmpty(part: Bound): Bound {
  const lengths = part.lengths.with(0, 0);
  return { ...part, lengths, ways: Math.min(part.ways, sum(lengths)) };
}

/** A product in which nothing, however often, is nothing, and what is far too much stays a number. */
function times(ways: number, each: number): number {
  if (ways === 0 || each === 0) return 0;
  return each === Number.POSITIVE_INFINITY ? each : Math.min(ways * each, 1e12);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** Whether a repeated class cannot match the plain character that follows it. */
function endsBefore(repeatedSource: string, next: string): boolean {
  const literal = /^\\?([-@.,;:/ _#+*()])$|^([A-Za-z0-9])$/.exec(next);
  if (repeatedSource === '' || literal === null || next === '.') return false;
  return !wholeText(repeatedSource).test(literal[1] ?? literal[2] ?? '');
}

/** Reads how often the last atom repeats: once where nothing says so. */
function bounds(reader: Reader): { least: number; most: number } {
  const found = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(reader.pattern.slice(reader.at));
  if (found === null) return { least: 1, most: 1 };
  reader.at += found[0].length;
  const [, sign, from, comma, to] = found;
  if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
  const least = Number(from);
  if (comma === undefined) return { least, most: least };
  return { least, most: to === '' ? Number.POSITIVE_INFINITY : Number(to) };
}

/** How many UTF-16 units one character, escape or class takes. */
function sizeOfCharacter(pattern: string, at: number): number {
  const escaped = /^\\(?:[pPu]\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|.)/isu;
  if (pattern[at] === '\\') return escaped.exec(pattern.slice(at))?.[0].length ?? 1;
  if (pattern[at] !== '[') return 1;
  return /^\[(?:\\.|[^\]\\])*\]/s.exec(pattern.slice(at))?.[0].length ?? 1;
}
