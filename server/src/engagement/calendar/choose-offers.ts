import type { TimeWish } from '../understanding/types.ts';
import { type FoundSlot, slotOf, walk } from './free-slots.ts';
import { dateOf, type Plan, planOf } from './plan.ts';
import { spread } from './spread.ts';
import type { Slot, SlotSearch } from './types.ts';
import { obstacleTo } from './why-not.ts';
import { dayFrom, dayOf, fitsDay, namesDays, namesTime, timeWindows } from './wish-filter.ts';
import { dayMs } from './zone-clock.ts';

/**
 * How well the wish was met: `exact` all of the slots are as wished; `same_day` and `near` it is taken, these are free
 * on the day or around it; `none_free` nothing is free at all; the rest say why it can never be: the days are closed,
 * past or too soon, beyond the horizon, or the time is outside the hours. Slots offered beside those are the nearest.
 */
export type OfferMatch =
  | 'exact'
  | 'same_day'
  | 'near'
  | 'none_free'
  | 'closed'
  | 'too_soon'
  | 'too_far'
  | 'outside_hours';

export interface Offers {
  /** In order of time. */
  readonly slots: readonly Slot[];
  readonly match: OfferMatch;
}

/** The few slots to offer for a wish, three unless `count` says otherwise. */
export function chooseOffers(search: SlotSearch & { readonly count?: number }): Offers {
  const { wish, count = 3 } = search;
  const plan = planOf(search);
  const fitting = someDays(walk(plan, wish), wish?.time === undefined ? 3 : count);
  if (fitting.length > 0) {
    const chosen = wish?.time === undefined ? spread(fitting, count) : fitting.slice(0, count);
    return { slots: chosen.map(slotOf), match: 'exact' };
  }
  if (wish === undefined) return { slots: [], match: 'none_free' };
  const obstacle = obstacleTo(plan, wish);
  const { slots, onWishedDay } = alternatives(plan, wish, count);
  const taken = onWishedDay ? 'same_day' : slots.length > 0 ? 'near' : 'none_free';
  return { slots: slots.map(slotOf), match: obstacle === 'taken' ? taken : obstacle };
}

interface Alternatives {
  readonly slots: FoundSlot[];
  readonly onWishedDay: boolean;
}

/** The nearest free slots before and after on the days wished, then one a day around them, nearest days first. */
function alternatives(plan: Plan, wish: TimeWish, count: number): Alternatives {
  const onDays = namesDays(wish) && namesTime(wish) ? aroundTime(plan, daysOnly(wish), wish) : [];
  const around = nearestDays(plan, wish, count);
  const chosen = [...onDays, ...around].slice(0, count);
  const slots = [...new Set(chosen)].sort((a, b) => a.wallMs - b.wallMs);
  return { slots, onWishedDay: onDays.length > 0 };
}

/** On the first wished day with room: the last free slot before the time wished and the first one after it. */
function aroundTime(plan: Plan, days: TimeWish, wish: TimeWish): FoundSlot[] {
  const free = someDays(walk(plan, days), 1);
  const target = targetTime(wish);
  const before = free.findLast((slot) => timeOf(slot) < target);
  const after = free.find((slot) => timeOf(slot) >= target);
  return [before, after].filter((slot) => slot !== undefined);
}

/** One slot a day, the nearest to the time wished; days at that very time first, then by how near the day is. */
function nearestDays(plan: Plan, wish: TimeWish, count: number): FoundSlot[] {
  const centre = Math.min(Math.max(dayFrom(wish.fromDate ?? wish.toDate) ?? plan.today, plan.today), plan.lastDay);
  const free = freeAround(plan, centre, count + 1).filter(
    (slot) => !namesDays(wish) || !fitsDay(wish, dayOf(slot.wallMs)),
  );
  if (!namesTime(wish)) return onePerDay(nearestFirst(free, centre, count));
  const target = targetTime(wish);
  const distance = (slot: FoundSlot): number => (fits(wish, slot) ? 0 : Math.abs(timeOf(slot) - target));
  const bestOfDay = [...Map.groupBy(free, (slot) => dayOf(slot.wallMs)).values()].map((slots) =>
    slots.reduce((best, slot) => (distance(slot) < distance(best) ? slot : best)),
  );
  const far = (slot: FoundSlot): number => Math.abs(dayOf(slot.wallMs) - centre);
  return bestOfDay.sort(
    (a, b) => Number(distance(a) > 0) - Number(distance(b) > 0) || far(a) - far(b) || b.wallMs - a.wallMs,
  );
}

/** Free slots of the days around one day: two weeks before it, and from it on as many free days as asked for. */
function freeAround(plan: Plan, centre: number, days: number): FoundSlot[] {
  const before = { fromDate: dateOf(centre - 14), toDate: dateOf(centre - 1), text: '', confidence: 1 };
  const onwards = { fromDate: dateOf(centre), text: '', confidence: 1 };
  const found = [...walk(plan, before), ...someDays(walk(plan, onwards), days)];
  return found.length > 0 ? found : someDays(walk(plan), days);
}

function nearestFirst(free: readonly FoundSlot[], centre: number, days: number): FoundSlot[] {
  const near = [...new Set(free.map((slot) => dayOf(slot.wallMs)))]
    .sort((a, b) => Math.abs(a - centre) - Math.abs(b - centre) || b - a)
    .slice(0, days);
  return free.filter((slot) => near.includes(dayOf(slot.wallMs)));
}

/** One slot a day, in the morning, at noon and late by turns: the lead sees how the days differ. */
function onePerDay(free: readonly FoundSlot[]): FoundSlot[] {
  return [...Map.groupBy(free, (slot) => dayOf(slot.wallMs)).values()].flatMap((slots, index) => {
    const wanted = ((index % 3) + 0.5) / 3;
    return slots[Math.floor(slots.length * wanted)] ?? [];
  });
}

/** The slots of the first `days` days that have any. */
function someDays(slots: Iterable<FoundSlot>, days: number): FoundSlot[] {
  const taken: FoundSlot[] = [];
  const seen = new Set<number>();
  for (const slot of slots) {
    seen.add(dayOf(slot.wallMs));
    if (seen.size > days) break;
    taken.push(slot);
  }
  return taken;
}

function daysOnly({ fromDate, toDate, weekdays, text, confidence }: TimeWish): TimeWish {
  return {
    ...(fromDate === undefined ? {} : { fromDate }),
    ...(toDate === undefined ? {} : { toDate }),
    ...(weekdays === undefined ? {} : { weekdays }),
    text,
    confidence,
  };
}

/** The middle of the times wished, in milliseconds since midnight. */
function targetTime(wish: TimeWish): number {
  const [first] = timeWindows(wish);
  return first === undefined ? dayMs / 2 : wish.time === undefined ? (first.from + first.to) / 2 : first.from;
}

function fits(wish: TimeWish, slot: FoundSlot): boolean {
  return timeWindows(wish).some(({ from, to }) => timeOf(slot) >= from && timeOf(slot) < to);
}

function timeOf({ wallMs }: FoundSlot): number {
  return wallMs - dayOf(wallMs) * dayMs;
}
