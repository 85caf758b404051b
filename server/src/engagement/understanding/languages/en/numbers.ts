import { list, numberTable, wordTable } from '../list.ts';
import type { NumberWords } from '../types.ts';

export const numbers: NumberWords = {
  small: numberTable(`
    zero 0, nil 0, one 1, two 2, three 3, four 4, five 5, six 6, seven 7, eight 8, nine 9, ten 10, eleven 11,
    twelve 12, thirteen 13, fourteen 14, fifteen 15, sixteen 16, seventeen 17, eighteen 18, nineteen 19, twenty 20,
    thirty 30, forty 40, fourty 40, fifty 50, sixty 60, seventy 70, eighty 80, ninety 90, single 1, double 2, triple 3
  `),
  scales: numberTable(`
    hundred 100, hundreds 100, k 1000, thousand 1000, thousands 1000, grand 1000, lakh 100000, lakhs 100000,
    lac 100000, m 1000000, mn 1000000, mil 1000000, mill 1000000, million 1000000, millions 1000000, crore 10000000,
    crores 10000000, bn 1000000000, billion 1000000000, dozen 12, dozens 12
  `),
  phrases: numberTable(`
    a couple 2, a couple of 2, couple 2, couple of 2, half a dozen 6, half dozen 6, a pair 2, a pair of 2, a half 0.5,
    half a million 500000, half a thousand 500
  `),
  half: ['a half', 'half'],
  joiners: ['and'],
  articles: ['a', 'an'],
  minus: ['minus', 'negative'],
  rangeJoiners: ['to', 'and', 'or', '-', 'through', 'till', 'until'],
  rangeStarts: ['between', 'from', 'anywhere between'],
  approximators: list(`
    just, only, about, around, roughly, approximately, approx, nearly, almost, maybe, circa, say, at, least, most,
    over, under, more, less, than, up, to, max, min, minimum, maximum, like
  `),
  pronounBefore: list(`
    this, that, the, which, me, first, second, third, fourth, last, next, another, other, good, any, each, every, no,
    find, for, new, different, better, same, some, nice, right, wrong, former, latter, earlier, later, book, like,
    not, or, recommend, suggest, nearest, closest, cheapest, make, schedule
  `),
  pronounAfter: list(`
    of, in, that, which, with, who, near, is, for, at, thing, more, located, instead, sounds, works, looks, will, would
  `),
  spokenDigits: wordTable(`
    zero 0, oh 0, o 0, one 1, two 2, three 3, four 4, five 5, six 6, seven 7, eight 8, nine 9
  `),
  repeats: { double: 2, triple: 3 },
  plus: ['plus'],
  ordinalEndings: ['st', 'nd', 'rd', 'th'],
  ordinals: numberTable(`
    first 1, second 2, third 3, fourth 4, fifth 5, sixth 6, 1st 1, 2nd 2, 3rd 3, 4th 4, 5th 5, 6th 6, former 1
  `),
  durations: { year: 12, yr: 12, month: 1, mth: 1, mo: 1, week: 12 / 52, day: 12 / 365 },
  since: ['since', 'in', 'from'],
  orMore: ['or more', 'and more', 'and up', 'plus', 'or above', 'or older', 'or over'],
  lessThan: ['under', 'below', 'less than', 'younger than'],
};
