import type { Clock } from './piece.ts';

const half = '(?: ?(?:[ap]m\\b|[ap]\\. ?m\\.?))';
const ofDay = '(?: (?:in the |this )?(?:morning|afternoon|evening)| at night)';

const ofDayAtEnd = new RegExp(`${ofDay}$`);

/** Times of day that are plain by their own form: "2:30", "5 p.m.", "half past 2", "2 o'clock", "14h30", "10ish". */
export const plainClock = [
  String.raw`\d{1,2}[:h]\d{2}${half}?`,
  String.raw`\d{1,2}\.\d{2}${half}`,
  String.raw`\d{1,2} \d{2}${half}`,
  String.raw`\d{3,4}${half}`,
  String.raw`\d{1,2}${half}`,
  String.raw`(?:an? )?(?:half|quarter|(?:5|10|20|25)(?: minutes)?) (?:past|to|till?|until|after|of|before) (?:\d{1,2}(?: ?o ?['"]? ?clock)?${half}?|noon|midnight)`,
  String.raw`half \d{1,2}`,
  String.raw`\d{1,2} ?o ?['"]? ?clock${half}?`,
  String.raw`\d{1,2}h`,
  '12 (?:noon|midnight)|(?:noon|midday)(?:ish)?|midnight',
  String.raw`\d{1,2}[ -]?ish`,
  String.raw`\d{4} ?(?:h|hours|hrs)`,
].join('|');

/** Numbers that are a time of day only in a place where one is expected: "5", "10.30", "10 30", "1430", "9 oh 5". */
export const bareClock = [
  String.raw`\d{1,2}\.\d{2}`,
  String.raw`\d{1,2} oh? \d`,
  String.raw`\d{1,2} [0-5]\d`,
  String.raw`\d{3,4}`,
  String.raw`\d{1,2}`,
].join('|');

/** Any time of day, and the words after it that say which half of the day is meant. */
export const anyClock = `(?:(?:${plainClock}|${bareClock})${ofDay}?)`;

/** A clock on the 24-hour dial from minutes since midnight. */
export function clockOf(minutes: number): Clock {
  return { hour: Math.floor(minutes / 60), minute: minutes % 60, fixed: true };
}

/** Reads canonical words that match the patterns above; undefined where no clock shows such a time. */
export function parseClock(words: string): Clock | undefined {
  const part = /(?:morning|afternoon|evening|night)$/.exec(words)?.[0];
  const clock = parseDial(words.replace(ofDayAtEnd, '').trim());
  return clock === undefined || part === undefined ? clock : inPart(clock, part);
}

/** Moves a clock to the half of the day that a part of it is in: 8 in the evening is 20:00, 2 at night stays. */
export function inPart(clock: Clock, part: string): Clock {
  if (clock.fixed) return clock;
  const hour = clock.hour % 12;
  const late = /evening|afternoon|lunch|work|school|tonight/.test(part) || (/night/.test(part) && hour >= 5);
  return { hour: hour + (late ? 12 : 0), minute: clock.minute, fixed: true };
}

function parseDial(words: string): Clock | undefined {
  if (/noon|midday/.test(words) && !/past|to|till|until|after|of |before/.test(words)) return clockOf(720);
  if (/^(?:12 )?midnight$/.test(words)) return clockOf(0);
  const pm = /([ap])\.? ?m\.?$/.exec(words)?.[1];
  const rest = words.replace(/ ?[ap]\.? ?m\.?$/, '');
  const relative =
    /(half|quarter|\d{1,2})(?: minutes)? (past|after|to|till?|until|of|before) (\d{1,2}|noon|midnight)/.exec(rest);
  if (relative !== null) return relativeDial(relative, pm);
  const halfHour = /^half (\d{1,2})$/.exec(rest);
  if (halfHour !== null) return dial(Number(halfHour[1]), 30, pm, false);
  const digits =
    /^(\d{1,2})(?:[:h. ]| oh? )(\d{1,2})$/.exec(rest) ?? /^(\d{1,2})(\d{2})(?: ?(?:h|hours|hrs))?$/.exec(rest);
  if (digits !== null)
    return dial(
      Number(digits[1]),
      Number(digits[2]),
      pm,
      /^0\d|h/.test(rest) || (rest.length === 4 && /^[01]\d{3}$/.test(rest) && Number(digits[1]) < 1),
    );
  const hour = /^(\d{1,2})(h)?/.exec(rest);
  return hour === null ? undefined : dial(Number(hour[1]), 0, pm, hour[2] !== undefined || /^0\d/.test(rest));
}

/** "quarter to 9": minutes before or after an hour. */
function relativeDial(match: RegExpExecArray, pm: string | undefined): Clock | undefined {
  const [, amount, direction, hour] = match;
  const minutes = amount === 'half' ? 30 : amount === 'quarter' ? 15 : Number(amount);
  const whole = hour === 'noon' ? clockOf(720) : hour === 'midnight' ? clockOf(1440) : dial(Number(hour), 0, pm, false);
  if (whole === undefined || whole.hour === 0) return whole === undefined ? undefined : { ...whole, minute: minutes };
  const after = direction === 'past' || direction === 'after';
  if (after) return { ...whole, hour: whole.hour % 24, minute: minutes };
  return { ...whole, hour: whole.hour === 1 && !whole.fixed ? 12 : whole.hour - 1, minute: 60 - minutes };
}

function dial(hour: number, minute: number, pm: string | undefined, asWritten: boolean): Clock | undefined {
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return undefined;
  if (pm !== undefined) {
    if (hour < 1 || hour > 12) return hour > 12 && pm === 'p' ? { hour, minute, fixed: true } : undefined;
    return { hour: (hour % 12) + (pm === 'p' ? 12 : 0), minute, fixed: true };
  }
  return { hour: hour % 24, minute, fixed: asWritten || hour > 12 || hour === 0 };
}
