import { expect, it } from 'vitest';
import { requireLive } from './require-live.ts';

it('lets a live caller pass and refuses a test key with its reason', () => {
  expect(() => requireLive({ isTest: false }, 'An agent')).not.toThrow();
  expect(() => requireLive({ isTest: true }, 'An agent')).toThrow(
    expect.objectContaining({ code: 'forbidden', reason: 'test_key', message: expect.stringMatching(/^An agent is /) }),
  );
});
