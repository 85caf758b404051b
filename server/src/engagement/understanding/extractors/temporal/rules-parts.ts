import { type Found, type Meaning, type Rule, rule } from './piece.ts';

/** Parts of the day and where they begin and end, in hours. */
const parts: readonly (readonly [words: string, from: number, to: number])[] = [
  ['early mornings?', 6, 9],
  ['(?:1st thing(?: in the morning)?)', 6, 10],
  ['mid[ -]?mornings?', 9.5, 11.5],
  ['late mornings?', 10, 12],
  ['mornings?', 6, 12],
  ['before lunch', 6, 12],
  ['lunch ?times?|lunch break|lunch hours?|(?:at|over|during) lunch', 12, 14],
  ['after lunch', 13, 17],
  ['early afternoons?', 12, 15],
  ['mid[ -]?afternoons?', 14, 16],
  ['late afternoons?', 15, 18],
  ['afternoons?', 12, 17],
  ['after school', 15, 18],
  ['end of (?:the |my )?(?:working )?day|eod|close of business|cob', 16, 18],
  ['after (?:work|office hours|working hours)', 17, 21],
  ['before work', 6, 9],
  ['early evenings?', 17, 19],
  ['late evenings?|late at night|late night', 20, 24],
  ['evenings?', 17, 21],
  ['nights?', 18, 24],
  ['(?:during )?(?:business|working|office) hours', 9, 17],
  ['(?:during the day|day ?time)', 8, 17],
  ['dinner ?time|after dinner', 18, 21],
];

const lead = '(?:in the |during the |at the |in |at |on |by |any |every |some time in the |sometime in the )?(?:the )?';

/** Parts of the day; with "this" before them, or as "tonight", they are today's. */
export const partRules: readonly Rule[] = [
  ...parts.map(([words, from, to]) =>
    rule(`${lead}(?<said>${words})`, (found) => (isPart(found) ? part(found, from, to) : undefined)),
  ),
  ...parts.map(([words, from, to]) =>
    rule(`(?<said>(?:later )?this ${words.replaceAll('|', '|this ')})`, (found, { today }) => ({
      ...part(found, from, to),
      days: { kind: 'day', date: today },
    })),
  ),
  rule('(?<=day |tomorrow |\\d(?:th|st|nd|rd) )(?<said>[ap]m)', (found) => {
    const late = found.said === 'pm';
    return part(found, late ? 12 : 6, late ? 21 : 12);
  }),
  rule('(?:for )?(?<said>tonight)', (found, { today }) => ({
    ...part(found, 17, 24),
    days: { kind: 'day', date: today },
  })),
];

/** A greeting, a good-bye and "last night" are no wish. */
function isPart({ said, before, after }: Found): boolean {
  if (/\b(?:good|g'd|gd|last|yesterday|this time of|nice|lovely|happy|the other) $/.test(before)) return false;
  if (/\b(?:have|enjoy) an? (?:\p{L}+ )?$/u.test(before)) return false;
  if (/^(?:over|a|per|the) $/.test(before.slice(-5)) && /^nights?$/.test(said)) return false;
  const greets = /^(?:morning|afternoon|evening)$/.test(said) && /^\W*$/.test(before);
  return (
    !greets ||
    /^ ?$|^ ?[.?]?$|^ (?:please|pls|is|works?|would|or|and|of|on|if|at|after|before|around|suits?|sounds|for|next|tomorrow|preferably|\d)/.test(
      after,
    )
  );
}

function part({ said }: Found, from: number, to: number): Meaning {
  return { times: { kind: 'part', from: from * 60, to: to * 60, name: said }, confidence: 0.9 };
}
