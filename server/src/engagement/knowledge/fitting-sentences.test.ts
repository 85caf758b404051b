import { expect, it } from 'vitest';
import { askedWords } from './asked-words.ts';
import { fittingSentences } from './fitting-sentences.ts';
import { wordsOf } from './words-of.ts';

const answer = (text: string, question: string) =>
  fittingSentences({ text, words: wordsOf(question).map((word) => ({ word, weight: 1 })), language: 'en' });

const long = 'This one says nothing that was asked for but says it at some length, so that it fills the answer up. ';

it.each([
  [
    'We open at nine. There is parking behind the house. Ring the bell.',
    'parking',
    'There is parking behind the house. Ring the bell.',
  ],
  [`${long}Parking is free. ${long}${long}${long}${long}`, 'park', `Parking is free. ${long}${long}`.trim()],
  ['We take:\n• cash\n• cards\n• checks', 'cards', 'We take:\n• cash\n• cards\n• checks'],
  ['Prices\n• Cut, 45\n• Color, 80\n• Balayage, 180', 'balayage', '• Balayage, 180'],
  ['Nothing of it. Not here either.', 'parking', 'Nothing of it. Not here either.'],
  ['', 'parking', ''],
])('of %j to %j it is %j', (text, question, wanted) => {
  expect(answer(text, question)).toBe(wanted);
});

it('is at most some 400 characters and never ends within a word', () => {
  const words = answer(`Parking ${'abcdefgh '.repeat(100)}`, 'parking');
  expect(words.length).toBeLessThanOrEqual(402);
  expect(words).toMatch(/abcdefgh …$/);
  expect(answer('Parking is free. '.repeat(60), 'parking').length).toBeLessThanOrEqual(400);
});

it('asks for the words of a question that carry it, with their synonyms', () => {
  expect(askedWords('How much is the Wi-Fi, please?', 'en').map(({ word }) => word)).toEqual([
    'much',
    'wi',
    'fi',
    'wifi',
  ]);
  const [much] = askedWords('How much?', 'en');
  expect(much?.forms[0]).toEqual({ word: 'much', factor: 1 });
  expect(much?.forms).toContainEqual({ word: 'price', factor: 0.9 });
  expect(askedWords('Can I do this?', 'en')).toEqual([]);
  expect(askedWords('a1 '.repeat(50), 'en')).toHaveLength(1);
});

it.each(['Are dogs allowed?', 'are dogs alowed', 'Are dogs permitted?'])('%j asks for what is welcome', (question) => {
  const allowed = askedWords(question, 'en').at(-1);
  expect(allowed?.forms.map(({ word }) => word)).toContain('welcome');
});

it('takes no short word for another', () => {
  expect(askedWords('cap', 'en')).toEqual([{ word: 'cap', forms: [{ word: 'cap', factor: 1 }] }]);
});
