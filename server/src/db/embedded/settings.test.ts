import { expect, it } from 'vitest';
import { sharedBuffersMb } from './settings.ts';

const GB = 2 ** 30;

it.each([
  [0.25 * GB, 128],
  [0.5 * GB, 128],
  [2 * GB, 512],
  [4 * GB, 1024],
  [64 * GB, 1024],
  // What Node gives where there is no limit at all.
  [2 ** 64, 1024],
])('of %i bytes PostgreSQL caches in %i MB', (bytes, megabytes) => {
  expect(sharedBuffersMb(bytes)).toBe(megabytes);
});
