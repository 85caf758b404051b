import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { FoyerError } from '../kernel/errors.ts';
import type { Dialect } from '../kernel/key-format.ts';

/** So many requests in a window that begins with the first of them. `name` is what the RateLimit headers call it. */
export interface Quota {
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
}

export interface QuotaState extends Quota {
  readonly remaining: number;
  readonly resetAt: Date;
}

export interface Verdict {
  readonly isAllowed: boolean;
  /** In the order of the quotas that were asked for. */
  readonly states: readonly QuotaState[];
  /** Until every window that refused is over; 0 where none did. */
  readonly retryAfterSeconds: number;
}

export interface Limiter {
  /** Counts one request of the subject in every window, or in none where one of them refuses. */
  spend(subject: string, quotas: readonly Quota[]): Promise<Verdict>;
}

/** Counts in this process's memory: with several processes each grants the whole quota. */
export function createLimiter(): Limiter {
  const counters = new Map<string, RateLimiterMemory>();
  const counterOf = ({ limit, windowSeconds }: Quota) => {
    const name = `${limit}/${windowSeconds}`;
    const counter = counters.get(name) ?? new RateLimiterMemory({ points: limit, duration: windowSeconds });
    counters.set(name, counter);
    return counter;
  };
  return {
    spend: async (subject, quotas) => {
      const spent = await Promise.all(quotas.map((quota) => spendOne(counterOf(quota), subject, quota)));
      const refusals = spent.filter((each) => !each.isAllowed);
      if (refusals.length > 0) {
        const granted = spent.filter((each) => each.isAllowed);
        await Promise.all(granted.map(({ state }) => counterOf(state).reward(subject)));
      }
      return {
        isAllowed: refusals.length === 0,
        states: spent.map(({ state }) => state),
        retryAfterSeconds: Math.max(0, ...refusals.map(({ waitMs }) => Math.ceil(waitMs / 1000))),
      };
    },
  };
}

interface Spent {
  readonly isAllowed: boolean;
  readonly state: QuotaState;
  readonly waitMs: number;
}

async function spendOne(counter: RateLimiterMemory, subject: string, quota: Quota): Promise<Spent> {
  const [isAllowed, result] = await counter.consume(subject).then(
    (granted) => [true, granted] as const,
    (refused: unknown) => {
      if (refused instanceof RateLimiterRes) return [false, refused] as const;
      throw refused;
    },
  );
  const resetAt = new Date(Date.now() + result.msBeforeNext);
  return {
    isAllowed,
    waitMs: result.msBeforeNext,
    state: { ...quota, remaining: Math.max(0, result.remainingPoints), resetAt },
  };
}

const perMinute = (limit: number): Quota => ({ name: 'minute', limit, windowSeconds: 60 });

const dialectQuotas: Readonly<Record<Dialect, readonly Quota[]>> = {
  native: [perMinute(600)],
  vorel: [perMinute(200)],
  coachbot: [perMinute(5), { name: 'hour', limit: 100, windowSeconds: 3600 }],
  omni: [perMinute(300)],
  nexor: [perMinute(300)],
  convocore: [perMinute(300)],
};

/** A key's windows: its dialect's, or its own limit a minute in their stead. */
export function keyQuotas(dialect: Dialect, limitPerMinute: number | null): readonly Quota[] {
  return limitPerMinute === null ? dialectQuotas[dialect] : [perMinute(limitPerMinute)];
}

/** What a caller without a key may do. Each is counted apart: who floods one of them leaves the others whole. */
export interface Limits {
  /** By address: refused credentials and requests for what is not there. Nothing that a valid key does counts here. */
  readonly failures: Quota;
  /** By address: reading without a credential. */
  readonly publicReads: Quota;
  /** By address: what anyone may begin, such as a web chat. */
  readonly publicWrites: Quota;
  /** By intake hook: what is sent to its address. */
  readonly hookWrites: Quota;
  /** By conversation: a visitor's messages, and his reads of them (a long poll is one). */
  readonly visitorWrites: Quota;
  readonly visitorReads: Quota;
}

export const defaultLimits: Limits = {
  failures: perMinute(60),
  publicReads: perMinute(60),
  publicWrites: perMinute(20),
  hookWrites: perMinute(300),
  visitorWrites: perMinute(30),
  visitorReads: perMinute(120),
};

/** Raises `rate_limited` where the verdict refuses. */
export function assertAllowed({ isAllowed, retryAfterSeconds }: Verdict): void {
  if (isAllowed) return;
  const message = `Too many requests: try again in ${retryAfterSeconds} s.`;
  throw new FoyerError('rate_limited', message, { retryAfterSeconds });
}

/** Who an address is for counting: an IPv6 subscriber has a whole /64, and IPv4 inside IPv6 is IPv4. */
export function addressSubject(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
