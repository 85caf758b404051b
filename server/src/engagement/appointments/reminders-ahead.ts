import type { BookingRule } from '../workflow/definition.ts';

const HOUR_MS = 3_600_000;
/** Who has just booked needs no reminder. */
const FRESH_MS = 600_000;

export interface Reminder {
  readonly hoursBefore: number;
  readonly dueAt: Date;
}

/** When each reminder is due, of those that are still ahead by more than ten minutes. */
export function remindersAhead(rules: BookingRule['reminders'], startAt: string, now: Date): Reminder[] {
  return rules
    .map(({ hoursBefore }) => ({ hoursBefore, dueAt: new Date(Date.parse(startAt) - hoursBefore * HOUR_MS) }))
    .filter(({ dueAt }) => dueAt.getTime() - now.getTime() > FRESH_MS);
}

/** What the workflow says at the reminder of so many hours before; undefined where it names none. */
export function ruleOf(
  rules: BookingRule['reminders'],
  hoursBefore: unknown,
): BookingRule['reminders'][number] | undefined {
  return rules.find((rule) => rule.hoursBefore === hoursBefore);
}
