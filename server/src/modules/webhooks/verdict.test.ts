import { expect, it } from 'vitest';
import { nativeWebhooks } from './native-webhooks.ts';
import { judgeAttempt } from './verdict.ts';

const at = new Date('2027-03-13T15:00:00.000Z');
const DAY_S = 86_400;

/** After how many seconds a first attempt is followed by another, where its answer asks for a wait. */
function waitAfter(status: number, retryAfter: string): number {
  const answer = { status, headers: { 'retry-after': retryAfter }, body: '', isCut: false, durationMs: 1 };
  const result = { outcome: 'answered', ...answer } as const;
  const verdict = judgeAttempt(nativeWebhooks, { result, attemptsBefore: 0, mostRetries: null, at, chance: 0 });
  return (verdict.nextAt.getTime() - at.getTime()) / 1_000;
}

it.each([
  [429, '12', 12],
  [503, ' 900 ', 900],
  [429, 'Sat, 13 Mar 2027 15:10:00 GMT', 600],
  [429, 'Saturday, 13-Mar-27 15:10:00 GMT', 600],
  [429, 'Sat, 13 Mar 2027 14:00:00 GMT', 5],
  [429, '99999999', DAY_S],
  [429, '99999999999999999999', DAY_S],
  [429, 'Sat, 13 Mar 2100 15:10:00 GMT', DAY_S],
  [429, '-5', 5],
  [429, 'soon', 5],
  [429, '', 5],
  [500, '900', 5],
])('a %i with Retry-After %j is tried again after %i s', (status, retryAfter, seconds) => {
  expect(waitAfter(status, retryAfter)).toBe(seconds);
});
