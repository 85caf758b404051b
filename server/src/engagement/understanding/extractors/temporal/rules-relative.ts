import { clockOf } from './clock.ts';
import { weekdayFrom, weekdayNumber, weekdayPattern } from './dates.ts';
import { type Found, type Meaning, type Rule, rule, type Scene } from './piece.ts';

const count = String.raw`(?<count>\d{1,3}|an?|a couple of|couple of|a few)`;
const unit = '(?<unit>minutes|hours|days?|weeks?|fortnights?|months?|years?)';

/** Days counted from today: "tomorrow", "in a fortnight", "a week from Monday", "two days after tomorrow". */
export const relativeRules: readonly Rule[] = [
  rule('(?:on )?(?<said>today|later today|this day)', dayAfter(0, 0.97)),
  rule('(?<said>tomorrow)', dayAfter(1, 0.97)),
  rule('(?<said>(?:the )?day after tomorrow|overmorrow)', dayAfter(2, 0.97)),
  rule('(?<said>yesterday)', (found, scene) => past(dayAfter(-1, 0.95)(found, scene))),
  rule('(?<said>(?:the )?day before yesterday)', (found, scene) => past(dayAfter(-2, 0.95)(found, scene))),
  rule(`(?<said>(?:in|within) (?:about |around |another )?${count} ${unit}(?:'? time)?)`, (found, scene) =>
    ahead(found, scene, 1),
  ),
  rule(`(?<said>${count} ${unit} from (?:now|today|(?<base>tomorrow|${weekdayPattern})))`, (found, scene) =>
    ahead(found, scene, 1),
  ),
  rule(`(?<said>${count} ${unit} (?:ago|back))`, (found, scene) => past(ahead(found, scene, -1))),
  rule('(?<said>in half an hours)', (_, scene) => later(scene, 30)),
  rule(
    `(?<said>(?<count>\\d|an?) (?<unit>weeks?|fortnight) (?:from |on |after )?(?<base>today|tomorrow|${weekdayPattern}))`,
    (found, scene) => ahead(found, scene, 1),
  ),
  rule(`(?<said>(?<unit>week|fortnight) (?:from|on) (?<base>today|tomorrow|${weekdayPattern}))`, (found, scene) =>
    ahead(found, scene, 1),
  ),
  rule('(?<said>(?<base>today|tomorrow) (?<unit>week|fortnight))', (found, scene) => ahead(found, scene, 1)),
  rule(
    '(?<said>a ?s ?a ?p|as soon as (?:possible|you can|u can|we can)|(?:the )?(?:earliest|soonest|next available|1st available|next free|1st free)(?: (?:possible|available|time|slot|date|appointment|opening|one|you have))?|right away|straight away|immediately|urgently|right now|as early as possible|the (?:sooner|earlier) the better)',
    () => ({
      earliest: true,
      confidence: 0.9,
    }),
  ),
];

function dayAfter(days: number, confidence: number): Rule['read'] {
  return (_, { today }) => ({ days: { kind: 'day', date: today.add({ days }) }, confidence });
}

function past(meaning: Meaning | undefined): Meaning | undefined {
  if (meaning?.days?.kind !== 'day') return undefined;
  return { ...meaning, days: { ...meaning.days, past: true } };
}

/** A number of units from today, or from the day named; vague ones ("a few days", "within a week") are periods. */
function ahead(found: Found, scene: Scene, sign: 1 | -1): Meaning | undefined {
  const { groups, said } = found;
  const number = countOf(groups.count);
  const base = baseOf(groups.base, scene);
  const to = addUnits(base, groups.unit ?? '', number * sign);
  if (to === undefined) {
    return sign === 1 && groups.base === undefined
      ? later(scene, number * (groups.unit === 'hours' ? 60 : 1))
      : undefined;
  }
  if (said.startsWith('within')) return { days: { kind: 'period', from: scene.today, to }, confidence: 0.85 };
  if (groups.count === 'a few') {
    return {
      days: { kind: 'period', from: to.subtract({ days: 1 }), to: to.add({ days: 2 }), point: to },
      confidence: 0.6,
    };
  }
  return { days: { kind: 'day', date: to }, confidence: groups.unit?.startsWith('month') ? 0.8 : 0.92 };
}

function countOf(said: string | undefined): number {
  if (said === undefined || /^an?$/.test(said)) return 1;
  if (said.includes('couple')) return 2;
  return said === 'a few' ? 3 : Number(said);
}

function baseOf(name: string | undefined, { today }: Scene) {
  if (name === 'tomorrow') return today.add({ days: 1 });
  const weekday = weekdayNumber(name);
  return weekday === undefined || name === 'today' ? today : weekdayFrom(today, weekday);
}

function addUnits(base: Scene['today'], unit: string, number: number) {
  if (unit.startsWith('day')) return base.add({ days: number });
  if (unit.startsWith('week')) return base.add({ weeks: number });
  if (unit.startsWith('fortnight')) return base.add({ weeks: 2 * number });
  if (unit.startsWith('month')) return base.add({ months: number });
  return unit.startsWith('year') ? base.add({ years: number }) : undefined;
}

/** A moment so many minutes from now, to the minute. */
function later({ today, nowMinutes }: Scene, minutes: number): Meaning {
  const total = nowMinutes + minutes;
  const date = today.add({ days: Math.floor(total / 1440) });
  return { days: { kind: 'day', date }, times: { kind: 'clock', clock: clockOf(total % 1440) }, confidence: 0.88 };
}
