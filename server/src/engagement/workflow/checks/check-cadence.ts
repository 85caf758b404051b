import type { CadenceRule, CadenceWindow } from '../../cadence/cadence-schema.ts';
import { weekdays } from '../booking-schema.ts';
import { minuteOfDay } from './check-hours.ts';
import { didYouMean } from './nearest.ts';
import type { Outline } from './outline.ts';
import { error, type Path, type Problem, warning } from './problem.ts';

/** The cadence: windows that make sense and hold their attempts, channels named once, statuses that exist. */
export function* checkCadence(outline: Outline): Generator<Problem> {
  const { cadence } = outline;
  if (cadence === undefined) return;
  yield* checkWindows(cadence.windows);
  yield* checkChannels(cadence);
  yield* checkLimits(cadence);
  yield* checkColdStatuses(cadence, outline);
}

function* checkWindows(windows: readonly CadenceWindow[]): Generator<Problem> {
  for (const [index, window] of windows.entries()) {
    const path = ['cadence', 'windows', index];
    if (window.from >= window.to) {
      yield error(path, `opens at ${window.from} and closes at ${window.to}; write from before to`);
      continue;
    }
    yield* checkOverlap(window, windows.slice(0, index), path);
    if (window.from < '08:00' || window.to > '21:00') {
      yield warning(path, 'opens before 08:00 or closes after 21:00, when many countries forbid calls; narrow it');
    }
  }
}

function* checkOverlap(window: CadenceWindow, earlier: readonly CadenceWindow[], path: Path): Generator<Problem> {
  for (const other of earlier) {
    const both = weekdays.find((day) => window.weekdays.includes(day) && other.weekdays.includes(day));
    if (both === undefined || other.from >= window.to || window.from >= other.to) continue;
    const message = `${window.from}-${window.to} overlaps ${other.from}-${other.to} on ${both}; join them or move one`;
    yield error(path, message);
    return;
  }
}

function* checkChannels(cadence: CadenceRule): Generator<Problem> {
  const seen = new Set<string>();
  for (const [index, { channel, attempts, anyTime }] of cadence.channels.entries()) {
    const path = ['cadence', 'channels', index];
    if (seen.has(channel)) yield error(path, `\`${channel}\` is in the list already; name each channel once`);
    seen.add(channel);
    if (attempts.last > attempts.first) {
      const message = `rises from ${attempts.first} to ${attempts.last}; attempts may only become fewer`;
      yield error([...path, 'attempts'], message);
    }
    const hours = anyTime ? 24 : longestWindowHours(cadence.windows);
    const fitting = Math.floor(hours / cadence.hoursBetween - 1e-9) + 1;
    if (attempts.first <= fitting || hours <= 0) continue;
    const message = `${attempts.first} attempts, ${cadence.hoursBetween} hours apart, do not fit into ${hours} hours; at most ${fitting} are made`;
    yield warning([...path, 'attempts'], message);
  }
}

function longestWindowHours(windows: readonly CadenceWindow[]): number {
  const minutes = windows.map(({ from, to }) => minuteOfDay(to) - minuteOfDay(from));
  return minutes.length === 0 ? 12 : Math.max(...minutes) / 60;
}

function* checkLimits({ limits }: CadenceRule): Generator<Problem> {
  if (limits.perHour <= limits.perDay) return;
  const message = `${limits.perHour} an hour are more than the ${limits.perDay} of a day; lower it`;
  yield error(['cadence', 'limits', 'perHour'], message);
}

function* checkColdStatuses(cadence: CadenceRule, outline: Outline): Generator<Problem> {
  const named: [Path, string | undefined][] = [
    [['cadence', 'coldStatus'], cadence.coldStatus],
    [['cadence', 'recontact', 'coldStatus'], cadence.recontact === false ? undefined : cadence.recontact.coldStatus],
  ];
  const statuses = outline.statuses.flatMap(({ name }) => name ?? []);
  for (const [path, status] of named) {
    if (status === undefined || statuses.includes(status)) continue;
    yield error(path, `no status \`${status}\`${didYouMean(status, statuses)}`);
  }
  const goesCold = cadence.onExhausted === 'cold' && cadence.coldStatus === undefined;
  const hasDeferred = outline.statuses.some(({ value }) => value === undefined || value.category === 'deferred');
  if (!goesCold || hasDeferred) return;
  const message = 'no status has the category deferred, so a lead that went cold keeps its status; name a `coldStatus`';
  yield warning(['cadence'], message);
}
