import { expect, test } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

const keys = ['required', 'label', 'options', 'ask', 'when', 'noticeMinutes'];

test.each([
  ['requried', 'required'],
  ['lable', 'label'],
  ['option', 'options'],
  ['aks', 'ask'],
  ['notice_minutes', 'noticeMinutes'],
  ['NoticeMinuts', 'noticeMinutes'],
  ['a', undefined],
  ['zodiac', undefined],
  ['', undefined],
])('%s is near %s', (word, expected) => {
  expect(nearest(word, keys)).toBe(expected);
});

test('didYouMean says nothing where nothing is near', () => {
  expect(didYouMean('lable', keys)).toBe('; did you mean `label`?');
  expect(didYouMean('zodiac', keys)).toBe('');
});
