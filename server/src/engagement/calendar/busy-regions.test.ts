import { describe, expect, it } from 'vitest';
import { fullRegions, fullUntil } from './busy-regions.ts';

const at = (from: number, to: number) => ({ from, to });

describe('where there is no room', () => {
  it.each([
    ['nothing', 1, [], []],
    ['one of one', 1, [at(1, 3)], [[1, 3]]],
    ['one of two', 2, [at(1, 3)], []],
    ['two of two, overlapping', 2, [at(1, 5), at(3, 8)], [[3, 5]]],
    ['touching', 1, [at(1, 3), at(3, 5)], [[1, 5]]],
    ['nested', 1, [at(1, 9), at(2, 3)], [[1, 9]]],
    [
      'apart',
      1,
      [at(5, 6), at(1, 3)],
      [
        [1, 3],
        [5, 6],
      ],
    ],
    ['empty or turned round', 1, [at(3, 3), at(5, 4)], []],
    ['more than there is room for', 1, [at(1, 4), at(1, 4), at(2, 6)], [[1, 6]]],
  ])('%s', (_name, capacity, intervals, regions) => {
    const { starts, ends } = fullRegions(intervals, capacity);
    expect(starts.map((start, index) => [start, ends[index]])).toEqual(regions);
  });
});

it.each([
  [0, 1, undefined],
  [0, 2, 3],
  [2, 3, 3],
  [3, 5, undefined],
  [4, 7, 6],
  [0, 9, 3],
  [6, 9, undefined],
])('from %d to %d', (from, to, until) => {
  expect(fullUntil(fullRegions([at(1, 3), at(5, 6)], 1), from, to)).toBe(until);
});
