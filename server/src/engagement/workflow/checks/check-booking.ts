import type { BookingRule } from '../booking-schema.ts';
import type { FieldType, WorkflowField } from '../field-schema.ts';
import { checkHours, longestOpening } from './check-hours.ts';
import { didYouMean } from './nearest.ts';
import type { Outline } from './outline.ts';
import { error, type Path, type Problem, warning } from './problem.ts';

/**
 * The calendar: that an appointment has one, hours that make sense, and fields of the right type. `today` is
 * YYYY-MM-DD; closures before it get a warning.
 */
export function* checkBooking(outline: Outline, today: string | undefined): Generator<Problem> {
  const { booking } = outline;
  if (outline.goal === 'appointment' && !outline.hasBooking) {
    yield error(['booking'], 'a workflow whose goal is appointment needs a calendar; add `booking: ...`');
  }
  if (booking === undefined) return;
  yield* checkTimeZone(booking.timeZone);
  yield* checkAllHours(booking);
  yield* checkDurations(booking, outline);
  yield* namesField(outline, ['resourceField'], booking.resourceField, ['select', 'text', 'name']);
  yield* namesField(outline, ['dateField'], booking.dateField, ['date', 'datetime']);
  yield* namesField(outline, ['timeField'], booking.timeField, ['time', 'datetime']);
  yield* checkResourceNames(booking, outline);
  yield* checkNoShow(booking, outline);
  if (booking.noticeMinutes >= booking.horizonDays * 1440) {
    yield error(
      ['booking', 'noticeMinutes'],
      `reaches beyond horizonDays, ${booking.horizonDays}, so nothing can be booked`,
    );
  }
  if (today !== undefined) yield* checkClosures(booking, today);
}

function* checkTimeZone(timeZone: string | undefined): Generator<Problem> {
  if (timeZone === undefined) return;
  try {
    if (/^[A-Za-z]/.test(timeZone)) {
      new Intl.DateTimeFormat('en', { timeZone });
      return;
    }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
  }
  const zones = Intl.supportedValuesOf('timeZone');
  const ofCity = zones.find((zone) => zone.toLowerCase().endsWith(`/${fold(timeZone).replaceAll(' ', '_')}`));
  const hint = ofCity === undefined ? didYouMean(timeZone, zones) : `; did you mean \`${ofCity}\`?`;
  const example = hint === '' ? ', such as America/New_York' : hint;
  yield error(['booking', 'timeZone'], `\`${timeZone}\` is not a time zone; write its IANA name${example}`);
}

function* checkAllHours(booking: BookingRule): Generator<Problem> {
  yield* checkHours(booking.hours, ['booking', 'hours']);
  for (const [index, { hours }] of booking.resources.entries()) {
    if (hours !== undefined) yield* checkHours(hours, ['booking', 'resources', index, 'hours']);
  }
  const own = booking.resources.map(({ hours }) => hours ?? booking.hours);
  const longest = Math.max(...(own.length === 0 ? [booking.hours] : own).map(longestOpening));
  if (longest === 0) {
    yield error(['booking', 'hours'], 'no weekday is open, so nothing can be booked; add `monday: ...` or others');
  } else if (longest < booking.durationMinutes) {
    yield error(['booking', 'durationMinutes'], `is longer than the longest opening, ${longest} minutes; nothing fits`);
  }
}

function* checkDurations({ durations }: BookingRule, outline: Outline): Generator<Problem> {
  if (durations === undefined) return;
  const field = yield* namesField(outline, ['durations', 'field'], durations.field, ['select']);
  if (field === undefined || field.options.length === 0) return;
  const options = field.options.map(({ value }) => value);
  for (const option of Object.keys(durations.minutes)) {
    if (options.includes(option)) continue;
    const hint = didYouMean(option, options);
    yield {
      ...error(
        ['booking', 'durations', 'minutes', option],
        `\`${option}\` is not an option of \`${field.key}\`${hint}`,
      ),
      at: 'key',
    };
  }
}

/** The field, where it exists, could be read and has a fitting type. */
function* namesField(
  outline: Outline,
  way: Path,
  key: string | undefined,
  types: readonly FieldType[],
): Generator<Problem, WorkflowField | undefined> {
  if (key === undefined) return undefined;
  const path = ['booking', ...way];
  const entry = outline.fields.find((field) => field.name === key);
  if (entry === undefined) {
    const keys = outline.fields.flatMap((field) => field.name ?? []);
    yield error(path, `no field \`${key}\`${didYouMean(key, keys)}`);
    return undefined;
  }
  if (entry.value === undefined || types.includes(entry.value.type)) return entry.value;
  yield error(path, `needs a field of type ${types.join(' or ')}; \`${key}\` is of type ${entry.value.type}`);
  return undefined;
}

function* checkResourceNames(booking: BookingRule, outline: Outline): Generator<Problem> {
  const field = outline.fields.find(({ name }) => name !== undefined && name === booking.resourceField)?.value;
  if (field?.type !== 'select') return;
  const options = new Set(field.options.flatMap(({ value, synonyms }) => [value, ...synonyms]).map(fold));
  for (const [index, resource] of booking.resources.entries()) {
    if ([resource.key, resource.name, ...resource.synonyms].some((word) => options.has(fold(word)))) continue;
    const message = `no option of \`${field.key}\` names \`${resource.name}\`, so nobody can ask for it; add one`;
    yield warning(['booking', 'resources', index, 'name'], message);
  }
}

function* checkNoShow({ noShow: { status } }: BookingRule, { statuses }: Outline): Generator<Problem> {
  const keys = statuses.flatMap(({ name }) => name ?? []);
  if (status === undefined || keys.includes(status)) return;
  yield error(['booking', 'noShow', 'status'], `no status \`${status}\`${didYouMean(status, keys)}`);
}

function* checkClosures(booking: BookingRule, today: string): Generator<Problem> {
  const lists: [Path, readonly string[]][] = [
    [['booking', 'closures'], booking.closures],
    ...booking.resources.map(({ closures }, index): [Path, readonly string[]] => [
      ['booking', 'resources', index, 'closures'],
      closures,
    ]),
  ];
  for (const [path, closures] of lists) {
    const past = closures.filter((day) => day < today);
    if (past.length === 0) continue;
    const days = past.length === 1 ? `${past[0]} is past` : `${past.length} days are past, the last ${past.at(-1)}`;
    yield warning(path, `${days}; add those to come`);
  }
}

function fold(word: string): string {
  return word.trim().toLowerCase();
}
