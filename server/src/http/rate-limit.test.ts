import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addressSubject, assertAllowed, createLimiter, keyQuotas } from './rate-limit.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function spendMany(times: number, spend: () => Promise<{ isAllowed: boolean }>): Promise<number> {
  let allowed = 0;
  for (let index = 0; index < times; index += 1) allowed += (await spend()).isAllowed ? 1 : 0;
  return allowed;
}

test.each([
  ['native', 600],
  ['vorel', 200],
  ['omni', 300],
  ['nexor', 300],
  ['convocore', 300],
  ['coachbot', 5],
] as const)('a key of %s may %i a minute', async (dialect, limit) => {
  const limiter = createLimiter();
  const spend = () => limiter.spend('k', keyQuotas(dialect, null));
  expect(await spendMany(limit + 5, spend)).toBe(limit);
  vi.advanceTimersByTime(60_000);
  expect(await spendMany(1, spend)).toBe(1);
});

test('Coachbot may a hundred an hour, and what the minute refuses does not count in the hour', async () => {
  const limiter = createLimiter();
  const spend = () => limiter.spend('k', keyQuotas('coachbot', null));
  let allowed = 0;
  for (let minute = 0; minute < 25; minute += 1) {
    allowed += await spendMany(8, spend);
    vi.advanceTimersByTime(60_000);
  }
  expect(allowed).toBe(100);
  const refused = await spend();
  expect(refused.isAllowed).toBe(false);
  expect(refused.retryAfterSeconds).toBe(35 * 60);
  expect(refused.states.map(({ name, remaining }) => [name, remaining])).toEqual([
    ['minute', 4],
    ['hour', 0],
  ]);
});

test("a key's own limit lifts every other window", async () => {
  const limiter = createLimiter();
  expect(await spendMany(500, () => limiter.spend('k', keyQuotas('coachbot', 400)))).toBe(400);
  expect(keyQuotas('coachbot', 400)).toEqual([{ name: 'minute', limit: 400, windowSeconds: 60 }]);
});

test('requests at the same moment are counted each', async () => {
  const limiter = createLimiter();
  const spend = () => limiter.spend('k', keyQuotas('coachbot', null));
  const verdicts = await Promise.all(Array.from({ length: 20 }, spend));
  expect(verdicts.filter(({ isAllowed }) => isAllowed)).toHaveLength(5);
});

test('a window says when it is over, and until then the refusal says how long to wait', async () => {
  vi.setSystemTime(new Date('2026-05-01T10:00:00.000Z'));
  const limiter = createLimiter();
  const quotas = [{ name: 'minute', limit: 1, windowSeconds: 60 }];
  await limiter.spend('k', quotas);
  vi.advanceTimersByTime(20_500);
  const verdict = await limiter.spend('k', quotas);
  expect(verdict).toMatchObject({ isAllowed: false, retryAfterSeconds: 40 });
  expect(verdict.states[0]?.resetAt).toEqual(new Date('2026-05-01T10:01:00.000Z'));
  expect(() => assertAllowed(verdict)).toThrow(
    expect.objectContaining({ code: 'rate_limited', retryAfterSeconds: 40 }),
  );
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is counted as %s', (address, subject) => {
  expect(addressSubject(address)).toBe(subject);
});
