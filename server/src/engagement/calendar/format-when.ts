import { Temporal } from 'temporal-polyfill';

export interface FormatContext {
  readonly timeZone: string;
  /** ISO 3166 country: decides the order of day and month and whether the clock has 12 or 24 hours. */
  readonly country: string;
  readonly now: Date;
}

/**
 * A slot's start as one says it: "Wednesday 14 May at 2:30 pm", "tomorrow at 14:30", "Friday, January 8, 2027 at noon".
 * The year is named where it is another one and more than a month away.
 */
export function formatSlot(slot: { readonly startAt: string }, context: FormatContext): string {
  const start = Temporal.Instant.from(slot.startAt).toZonedDateTimeISO(context.timeZone);
  return `${formatDay(start.toPlainDate(), context)} at ${formatTime(start.toPlainTime(), context.country)}`;
}

/** A day as one says it, seen from `context.now`: "today", "tomorrow", "Wednesday 14 May". */
export function formatDay(date: Temporal.PlainDate, { timeZone, country, now }: FormatContext): string {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  const away = today.until(date).days;
  if (away === 0) return 'today';
  if (away === 1) return 'tomorrow';
  const weekday = weekdayNames[date.dayOfWeek - 1];
  const month = monthNames[date.month - 1];
  const withYear = date.year !== today.year && Math.abs(away) > 31;
  return country.toUpperCase() === 'US'
    ? `${weekday}, ${month} ${date.day}${withYear ? `, ${date.year}` : ''}`
    : `${weekday} ${date.day} ${month}${withYear ? ` ${date.year}` : ''}`;
}

/** A time of day as the country says it: "2:30 pm", "9 am", "noon", "12 am", or "14:30" where the clock has 24 hours. */
export function formatTime(time: Temporal.PlainTime, country: string): string {
  const minutes = String(time.minute).padStart(2, '0');
  if (!hasTwelveHourClock(country)) return `${String(time.hour).padStart(2, '0')}:${minutes}`;
  if (time.minute === 0 && time.hour === 12) return 'noon';
  return `${time.hour % 12 || 12}${time.minute === 0 ? '' : `:${minutes}`} ${time.hour < 12 ? 'am' : 'pm'}`;
}

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** By Unicode's data, but the British and the Irish, who write 24 hours on timetables, make appointments in 12. */
function hasTwelveHourClock(country: string): boolean {
  if (!/^[A-Za-z]{2}$/.test(country)) return false;
  const locale = `en-${country.toUpperCase()}`;
  if (locale === 'en-GB' || locale === 'en-IE') return true;
  return new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hourCycle === 'h12';
}
