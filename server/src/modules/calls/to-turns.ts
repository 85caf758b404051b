import type { Call } from './call.ts';
import type { NewCall } from './call-input.ts';

/** Turns as they are kept: times in UTC. */
export function toTurns(turns: NonNullable<NewCall['transcript']>): NonNullable<Call['transcript']> {
  return turns.map(({ speaker, text, at }) => ({
    speaker,
    text,
    at: at === undefined ? null : new Date(at).toISOString(),
  }));
}
