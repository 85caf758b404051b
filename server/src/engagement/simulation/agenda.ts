import type { Stimulus } from '../situation.ts';
import { timeoutMs } from '../statuses.ts';
import type { WorkflowStatus } from '../workflow/definition.ts';

/** What becomes a stimulus when its time has come. A kind of timer more is a line here and its handler in `due.ts`. */
export type Timer = { readonly dueAt: Date } & (
  | { readonly kind: 'status_timeout'; readonly statusKey: string }
  /** The next step of the cadence. */
  | { readonly kind: 'attempt_due' }
  /** Words that could not be said yet. */
  | { readonly kind: 'put_off'; readonly cause: Stimulus; readonly channel: string }
  | { readonly kind: 'draft_put_off' }
  /** A reminder of an appointment. */
  | { readonly kind: 'reminder_due'; readonly appointmentId: string; readonly hoursBefore: number }
);

/** From now on the run may stay in the status for as long as its time-out says. */
export function withStatusTimeout(agenda: readonly Timer[], status: WorkflowStatus, now: Date): readonly Timer[] {
  const others = without(agenda, 'status_timeout');
  const stayMs = timeoutMs(status);
  if (stayMs === undefined) return others;
  return [...others, { kind: 'status_timeout', statusKey: status.key, dueAt: new Date(now.getTime() + stayMs) }];
}

export function without(agenda: readonly Timer[], kind: Timer['kind']): readonly Timer[] {
  return agenda.filter((timer) => timer.kind !== kind);
}

export function only(agenda: readonly Timer[], kind: Timer['kind']): readonly Timer[] {
  return agenda.filter((timer) => timer.kind === kind);
}

/** The timers in the order in which they are due; of those at one moment, the first that was set. */
export function inOrder(agenda: readonly Timer[]): readonly Timer[] {
  return agenda.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}
