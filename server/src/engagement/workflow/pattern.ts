/** Longer texts never match: what a pattern checks is a code or a number, and time grows with length. */
const MAX_MATCHED_LENGTH = 128;

/** Ways in which a text may be split among a pattern's repetitions; 128 cubed, three that are unbounded, still pass. */
const MAX_WAYS = MAX_MATCHED_LENGTH ** 3;

const compiled = new Map<string, RegExp>();

/**
 * Whether the whole text matches a pattern that `patternProblem` accepts. False for a text over 128 characters.
 * Throws a SyntaxError for a pattern that does not compile.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  if (text.length > MAX_MATCHED_LENGTH) return false;
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = wholeText(pattern);
    if (compiled.size >= 1000) compiled.clear();
    compiled.set(pattern, expression);
  }
  return expression.test(text);
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
  if (/\\[1-9]|\\k</.test(pattern.replace(/\\\\/g, '')))
    return 'refers back to a group; write the pattern without \\1 or \\k';
  const ways = countWays(pattern);
  if (ways === Number.POSITIVE_INFINITY) {
    return 'repeats a group that itself repeats or has choices, which can take forever on a long text; repeat one character class instead, such as [\\w ]+';
  }
  if (ways > MAX_WAYS) return 'has too many repetitions of open length; give them fixed lengths, such as \\d{4}';
  return undefined;
}

function wholeText(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'u');
}

/** An upper bound of the ways to match: repetitions in a row multiply, choices add, a repeated group with several is infinite. */
function countWays(pattern: string): number {
  let at = 0;

  function choices(): number {
    let ways = sequence();
    while (pattern[at] === '|') {
      at += 1;
      ways += sequence();
    }
    return ways;
  }

  function sequence(): number {
    let ways = 1;
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') ways *= repeated(atom());
    return ways;
  }

  function atom(): number {
    if (pattern[at] === '(') {
      at += 1;
      const opening = /^\?(?:[:=!]|<[=!]|<[^>]*>)/.exec(pattern.slice(at));
      at += opening?.[0].length ?? 0;
      const ways = choices();
      at += 1;
      return ways;
    }
    at += sizeOfCharacter(pattern, at);
    return 1;
  }

  function repeated(ways: number): number {
    const quantifier = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(pattern.slice(at));
    if (quantifier === null) return ways;
    at += quantifier[0].length;
    const { least, most } = bounds(quantifier);
    if (ways > 1 && most > MAX_MATCHED_LENGTH) return Number.POSITIVE_INFINITY;
    return (ways === 1 ? 1 : ways ** most) * (Math.min(most, MAX_MATCHED_LENGTH) - least + 1);
  }

  return choices();
}

function bounds([text, least = '', comma, most]: RegExpExecArray): { least: number; most: number } {
  if (text.startsWith('{')) {
    const from = Number(least);
    if (comma === '') return { least: Math.min(from, MAX_MATCHED_LENGTH), most: from };
    const to = most === '' ? Number.POSITIVE_INFINITY : Number(most);
    return { least: Math.min(from, MAX_MATCHED_LENGTH), most: to };
  }
  if (text.startsWith('?')) return { least: 0, most: 1 };
  return { least: text.startsWith('+') ? 1 : 0, most: Number.POSITIVE_INFINITY };
}

/** How many UTF-16 units one character, escape or class takes. */
function sizeOfCharacter(pattern: string, at: number): number {
  if (pattern[at] === '\\') return /^\\(?:[pPu]\{[^}]*\}|.)/su.exec(pattern.slice(at))?.[0].length ?? 1;
  if (pattern[at] !== '[') return 1;
  return /^\[(?:\\.|[^\]\\])*\]/s.exec(pattern.slice(at))?.[0].length ?? 1;
}
