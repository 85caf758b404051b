import type { OutboundResult } from '../../kernel/outbound.ts';
import type { WebhookDialect } from './webhook-dialect.ts';

const DAY_MS = 86_400_000;
/** Of a wait, added by chance, so that what failed together does not come together again. */
const JITTER = 0.2;

export interface Verdict {
  readonly state: 'pending' | 'delivered' | 'failed';
  /** Of the schedule, this one among them. */
  readonly attempts: number;
  readonly nextAt: Date;
  /** The receiver says that it wants no more. */
  readonly isGone: boolean;
}

export interface Tried {
  readonly result: OutboundResult;
  readonly attemptsBefore: number;
  /** How often it is tried again at most; null for the whole schedule. */
  readonly mostRetries: number | null;
  readonly at: Date;
  /** From 0 to 1. */
  readonly chance: number;
}

/** What becomes of a delivery after an attempt. */
export function judgeAttempt(
  dialect: Pick<WebhookDialect, 'retryAfterMs' | 'isFinal'>,
  { result, attemptsBefore, mostRetries, at, chance }: Tried,
): Verdict {
  const attempts = attemptsBefore + 1;
  const isAnswered = result.outcome === 'answered';
  if (isAnswered && result.status >= 200 && result.status < 300) {
    return { state: 'delivered', attempts, nextAt: at, isGone: false };
  }
  const wait =
    attemptsBefore < (mostRetries ?? Number.POSITIVE_INFINITY) ? dialect.retryAfterMs[attemptsBefore] : undefined;
  const isFinal = isAnswered ? dialect.isFinal(result.status) : !result.isWorthRetrying;
  if (wait === undefined || isFinal) {
    return { state: 'failed', attempts, nextAt: at, isGone: isAnswered && result.status === 410 };
  }
  const asked = isAnswered && [429, 503].includes(result.status) ? askedWait(result.headers['retry-after'], at) : 0;
  const waitMs = Math.max(wait * (1 + JITTER * chance), asked);
  return { state: 'pending', attempts, nextAt: new Date(at.getTime() + waitMs), isGone: false };
}

/** Retry-After as seconds or as a date (RFC 9110, 10.2.3), in milliseconds, a day at most. */
function askedWait(header: string | undefined, at: Date): number {
  if (header === undefined) return 0;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : Number.NaN;
  const waitMs = Number.isNaN(seconds) ? Date.parse(header) - at.getTime() : seconds * 1000;
  return Number.isNaN(waitMs) ? 0 : Math.min(Math.max(waitMs, 0), DAY_MS);
}
