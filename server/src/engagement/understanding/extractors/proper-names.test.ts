import { expect, it } from 'vitest';
import { languageFor } from '../languages/index.ts';
import { fold } from '../text.ts';
import { findProperNames } from './proper-names.ts';

it.each<[string, readonly string[]]>([
  ['There is a nice one called August Barbershop.', ['August Barbershop']],
  ['How about 1512 Barber Shop?', ['1512 Barber Shop']],
  ['Great Clips is a nice salon.', ['Great Clips']],
  ['I found Donna J. Lee, MD for you.', ['Donna J. Lee, MD']],
  ["The best is primo's Barbershop.", ["primo's Barbershop"]],
  ['We suggest Terraces of the Bay.', ['Terraces of the Bay']],
  ['Please confirm. Is that right?', []],
  ['Can I help you with anything else?', []],
])('%s holds %j', (text, names) => {
  const found = findProperNames(text, fold(text), languageFor('en'));
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(names);
});
