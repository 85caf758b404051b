import { expect } from 'vitest';

/** As `expect.poll`, with patience for a machine that is busy with other things. */
export function eventually<T>(look: () => T) {
  return expect.poll(look, { timeout: 15_000 });
}
