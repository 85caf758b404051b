import { Temporal } from 'temporal-polyfill';

const UNIT_MS: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** "2 hours", "1 day 30 minutes" in milliseconds; undefined for anything else. */
export function readSpan(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*(second|minute|hour|day|week)s?\b/gi)];
  const rest = parts.reduce((left, [part]) => left.replace(part, ''), text).replaceAll(/,|\band\b/gi, '');
  if (parts.length === 0 || rest.trim() !== '') return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit?.toLowerCase() ?? ''] ?? 0), 0);
}

/** "2027-03-01T10:00", on the clocks of a zone where it has no offset of its own; undefined for anything else. */
export function readMoment(text: string, timeZone: string): Date | undefined {
  const written = text.trim().replace(/^(\d{4}-\d{2}-\d{2})\s+(\d)/, '$1T$2');
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(written)) return undefined;
  try {
    const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/i.test(written);
    const instant = hasOffset
      ? Temporal.Instant.from(written)
      : Temporal.PlainDateTime.from(written).toZonedDateTime(timeZone).toInstant();
    return new Date(instant.epochMilliseconds);
  } catch {
    // RangeError is how Temporal says that there is no such time.
    return undefined;
  }
}
