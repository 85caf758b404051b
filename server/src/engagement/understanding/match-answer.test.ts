import { expect, it } from 'vitest';
import { matchAnswer } from './match-answer.ts';

const answers = [
  { key: 'prices', questions: ['How much is a haircut?', 'What are your prices?'], answer: 'From $40.' },
  {
    key: 'hours',
    questions: ['What are your opening hours?', 'When are you open?', 'Are you open on Sundays?'],
    answer: 'Nine to six.',
  },
  { key: 'parking', questions: ['Is there parking?', 'Where can I park?'], answer: 'Behind the house.' },
  { key: 'address', questions: ['Where are you?', 'What is your address?'], answer: '1 Main Street.' },
  { key: 'cancel', questions: ['What is your cancellation policy?', 'Can I cancel?'], answer: 'Up to a day before.' },
  { key: 'payment', questions: ['How can I pay?', 'Do you take credit cards?'], answer: 'By card.' },
  { key: 'pets', questions: ['Are pets allowed?', 'Can I bring my dog?'], answer: 'Yes.' },
  {
    key: 'documents',
    questions: ['Which documents do you need?', 'What do I have to send?'],
    answer: 'Three statements.',
  },
];

it.each([
  ['how much does a haircut cost?', 'prices'],
  ['what do you charge', 'prices'],
  ['whats the price', 'prices'],
  ['what time do you close on friday?', 'hours'],
  ['are you open on saturday', 'hours'],
  ['is there somewhere to park my car?', 'parking'],
  ['parking?', 'parking'],
  ['where are you located?', 'address'],
  ["what's your adress", 'address'],
  ['can I cancel for free?', 'cancel'],
  ['do you accept visa?', 'payment'],
  ['can i pay cash', 'payment'],
  ['do you allow cats?', 'pets'],
  ['what paperwork do I need?', 'documents'],
])('%j asks for %s', (question, key) => {
  expect(matchAnswer(question, answers)?.key).toBe(key);
});

it.each(['do you sell gift baskets?', 'who won the game?', 'is it going to rain?', '', '?!', 'can I speak to Maria?'])(
  '%j asks for none of them',
  (question) => {
    expect(matchAnswer(question, answers)).toBeUndefined();
  },
);

it('is surest of the very question', () => {
  expect(matchAnswer('Is there parking?', answers)?.confidence).toBe(1);
  expect(matchAnswer('Is there parking?', [])).toBeUndefined();
});
