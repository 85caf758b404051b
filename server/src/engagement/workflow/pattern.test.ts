import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesPattern, patternProblem } from './pattern.ts';

describe('patternProblem', () => {
  test.each([
    '\\d{2}-?\\d{7}',
    '[A-HJ-NPR-Z0-9]{17}',
    '[^@\\s]+@[^@\\s]+\\.[^@\\s]+',
    '(?:\\d{2}-)+\\d',
    '(?:ab|cd){1,3}',
    '\\d{2,4}-\\d{2,4}-\\d{2,4}',
    '\\p{L}+ \\p{L}+',
    '(?<year>\\d{4})(?!0000)\\d+',
    '[(+*]+[\\])]+',
    '\\(\\d+\\)+',
    'yes|no|maybe',
    '',
  ])('accepts %s', (pattern) => {
    expect(patternProblem(pattern)).toBeUndefined();
  });

  test.each([
    ['(a+)+', 'repeats a group'],
    ['(a*)*', 'repeats a group'],
    ['(a|a)*', 'repeats a group'],
    ['(?:a|aa)+', 'repeats a group'],
    ['([A-Z]+ ?){2,}', 'repeats a group'],
    ['(?:(?:a?){1,9})+', 'repeats a group'],
    ['(?=(a+)+)b', 'repeats a group'],
    ['[)](a+)+[(]', 'repeats a group'],
    ['(?:a|b){1,40}', 'has too many repetitions'],
    ['.*.*.*.*', 'has too many repetitions'],
    ['(?:x{0,50}){40}', 'has too many repetitions'],
    ['(\\d)\\1', 'refers back to a group'],
    ['(?<y>\\d)\\k<y>', 'refers back to a group'],
    ['(a', 'is not a regular expression (Unterminated group)'],
    ['a*)*(?:', 'is not a regular expression (Unmatched'],
    ['a{2}{3}', 'is not a regular expression (Nothing to repeat)'],
    ['\\m', 'is not a regular expression (Invalid escape)'],
  ])('refuses %s', (pattern, start) => {
    expect(patternProblem(pattern)?.startsWith(start)).toBe(true);
  });

  test('whatever is accepted answers within moments, also for the text it likes least', () => {
    const piece = fc.constantFrom('a', '.', '[ab]', '\\w', '(', ')', '(?:', '|', '*', '+', '?', '{1,9}', '{2}', '{2,}');
    const pattern = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(''));
    const accepted = pattern.filter((one) => patternProblem(one) === undefined);
    fc.assert(
      fc.property(accepted, fc.constantFrom('a', 'ab', 'aab'), (one, unit) => {
        const startedAt = performance.now();
        matchesPattern(one, `${unit.repeat(128).slice(0, 127)}!`);
        expect(performance.now() - startedAt).toBeLessThan(1000);
      }),
      { numRuns: 200 },
    );
  });
});

describe('matchesPattern', () => {
  test.each([
    ['\\d{2}-?\\d{7}', '12-3456789', true],
    ['\\d{2}-?\\d{7}', 'my EIN is 12-3456789', false],
    ['cat|dog', 'catdog', false],
    ['a+', 'a'.repeat(128), true],
    ['a+', 'a'.repeat(129), false],
  ])('%s matches the whole of %s: %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });
});
