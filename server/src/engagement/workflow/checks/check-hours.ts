import { type BookingRule, weekdays } from '../booking-schema.ts';
import { error, type Path, type Problem } from './problem.ts';

type Hours = BookingRule['hours'];

/** A week's openings: each from before to, and no two of a day over each other. */
export function* checkHours(hours: Hours, path: Path): Generator<Problem> {
  for (const weekday of weekdays) {
    const openings = (hours[weekday] ?? []).map((opening, index) => ({ ...opening, index }));
    for (const { from, to, index } of openings) {
      if (from >= to)
        yield error([...path, weekday, index], `opens at ${from} and closes at ${to}; write from before to`);
    }
    const sound = openings.filter(({ from, to }) => from < to).sort((a, b) => a.from.localeCompare(b.from));
    for (const [place, opening] of sound.entries()) {
      const before = sound[place - 1];
      if (before === undefined || before.to <= opening.from) continue;
      const message = `${opening.from}-${opening.to} overlaps ${before.from}-${before.to}; join them or move one`;
      yield error([...path, weekday, Math.max(opening.index, before.index)], message);
    }
  }
}

/** The longest opening of a week in minutes; 0 where it is never open. */
export function longestOpening(hours: Hours): number {
  const lengths = weekdays.flatMap((weekday) =>
    (hours[weekday] ?? []).map(({ from, to }) => minuteOfDay(to) - minuteOfDay(from)),
  );
  return Math.max(0, ...lengths);
}

/** Minutes from midnight to a time of the day, "HH:MM". */
export function minuteOfDay(clockTime: string): number {
  const [hour = 0, minute = 0] = clockTime.split(':').map(Number);
  return hour * 60 + minute;
}
