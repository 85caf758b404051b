import { expect, it } from 'vitest';
import { isOpenAt } from './is-open-at.ts';

const hours = {
  monday: [
    { from: '09:00', to: '12:30' },
    { from: '13:00', to: '24:00' },
  ],
};

it.each([
  ['opens at nine where the clocks are an hour ahead', '2026-03-02T08:00:00Z', true],
  ['is not open a minute before', '2026-03-02T07:59:59Z', false],
  ['closes at half past twelve', '2026-03-02T11:30:00Z', false],
  ['is open till midnight', '2026-03-02T22:59:00Z', true],
  ['is closed on the Tuesday that follows', '2026-03-02T23:00:00Z', false],
  ['opens an hour earlier by UTC in summer', '2026-03-30T07:00:00Z', true],
  ['opens an hour later by UTC after summer', '2026-10-26T07:30:00Z', false],
])('%s', (_what, at, isOpen) => {
  expect(isOpenAt(hours, 'Europe/Berlin', new Date(at))).toBe(isOpen);
});
