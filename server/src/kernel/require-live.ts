import type { Caller } from './ctx.ts';
import { FoyerError } from './errors.ts';

/** Raises `forbidden` where the caller is a test key: `what` is shared with live leads, such as "An agent". */
export function requireLive(caller: Pick<Caller, 'isTest'>, what: string): void {
  if (!caller.isTest) return;
  throw new FoyerError(
    'forbidden',
    `${what} is shared with live leads: a test key may not change it. Use a live key.`,
    {
      reason: 'test_key',
    },
  );
}
