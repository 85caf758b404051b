import type { Temporal } from 'temporal-polyfill';
import type { Scene } from './piece.ts';

/** ISO 8601 in UTC with milliseconds of a wall time; one that daylight saving skips is moved past the gap. */
export function instantText(date: Temporal.PlainDate, minutes: number, timeZone: string): string {
  const wall = date.toPlainDateTime().add({ minutes });
  return new Date(wall.toZonedDateTime(timeZone).epochMilliseconds).toISOString();
}

/** A bare weekday that is today moves on a week when its time has passed already. */
export function notPassed(date: Temporal.PlainDate, minutes: number, bare: boolean, scene: Scene): Temporal.PlainDate {
  return bare && date.equals(scene.today) && minutes <= scene.nowMinutes ? date.add({ days: 7 }) : date;
}
