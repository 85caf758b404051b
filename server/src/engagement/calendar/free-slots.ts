import type { TimeWish } from '../understanding/types.ts';
import { fullUntil, type Interval } from './busy-regions.ts';
import { type Place, type Plan, planOf } from './plan.ts';
import type { Slot, SlotSearch } from './types.ts';
import { dayFrom, dayOf, fitsDay, fitsTime } from './wish-filter.ts';
import { dayMs } from './zone-clock.ts';

/**
 * The first `limit` slots that can be booked, ordered by start. Hours are wall-clock: a slot whose hour is skipped by
 * daylight saving is left out, one whose hour comes twice is offered the first time. A start that several resources
 * have free is offered once, with the first of them in the rule's order. Never throws on a rule the schema accepts.
 */
export function freeSlots(search: SlotSearch & { readonly limit: number }): Slot[] {
  const slots: Slot[] = [];
  if (!(search.limit > 0)) return slots;
  for (const found of walk(planOf(search), search.wish)) {
    slots.push(slotOf(found));
    if (slots.length >= search.limit) break;
  }
  return slots;
}

/** A free start: instants and wall in epoch milliseconds. */
export interface FoundSlot {
  readonly wallMs: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly place: Place;
}

/** All free starts of a plan that fit the wish, in order, found as they are asked for. */
export function* walk(plan: Plan, wish?: TimeWish): Generator<FoundSlot> {
  const first = Math.max(plan.today, dayFrom(wish?.fromDate) ?? plan.today) - 1;
  const last = Math.min(plan.lastDay, dayFrom(wish?.toDate) ?? plan.lastDay);
  let pending: FoundSlot[] = [];
  for (let day = first; day <= last; day += 1) {
    pending = merge(pending, startsOn(plan, day, wish));
    const nextMidnight = (day + 1) * dayMs;
    const ready = pending.findIndex((one) => one.wallMs >= nextMidnight);
    yield* ready === -1 ? pending : pending.slice(0, ready);
    pending = ready === -1 ? [] : pending.slice(ready);
  }
  // What still waits begins after the last day's midnight, which is past the horizon or the wish.
}

export function slotOf({ startMs, endMs, place }: FoundSlot): Slot {
  return {
    startAt: new Date(startMs).toISOString(),
    endAt: new Date(endMs).toISOString(),
    ...(place.key === undefined ? {} : { resourceKey: place.key }),
    ...(place.name === undefined ? {} : { resourceName: place.name }),
  };
}

function* startsOn(plan: Plan, day: number, wish: TimeWish | undefined): Generator<FoundSlot> {
  const [fitsToday, fitsNext] = [fitsDay(wish, day), fitsDay(wish, day + 1)];
  if (!fitsToday && !fitsNext) return;
  for (const place of plan.places) {
    if (place.isClosedOn(day)) continue;
    for (const opening of place.openingsOn(day)) {
      if (!fitsToday && opening.to <= dayMs) continue;
      for (const found of startsIn(plan, place, { from: day * dayMs + opening.from, to: day * dayMs + opening.to })) {
        const own = dayOf(found.wallMs);
        const fits = own === day ? fitsToday : fitsNext && !place.isClosedOn(own);
        if (fits && fitsTime(wish, found.wallMs)) yield found;
      }
    }
  }
}

/** Free starts in one opening, given in wall time. */
function* startsIn(plan: Plan, place: Place, opening: Interval): Generator<FoundSlot> {
  const { clock, stepMs, durationMs, bufferMs, earliestMs } = plan;
  const closesMs = clock.instantFrom(opening.to);
  const stepFrom = (wallMs: number): number => opening.from + Math.ceil((wallMs - opening.from) / stepMs) * stepMs;
  let wallMs = Math.max(opening.from, stepFrom(clock.wallAt(earliestMs)));
  while (wallMs < opening.to) {
    const startMs = clock.instantOf(wallMs);
    let next = wallMs + stepMs;
    if (startMs !== undefined && startMs >= earliestMs) {
      const endMs = startMs + durationMs;
      if (endMs > closesMs) return;
      const until = fullUntil(place.full, startMs, endMs + bufferMs);
      if (until === undefined) yield { wallMs, startMs, endMs, place };
      else next = Math.max(next, stepFrom(clock.wallAt(until)));
    }
    wallMs = next;
  }
}

/** Both in one order; of several at the same wall time the one whose place comes first in the rule. */
function merge(pending: readonly FoundSlot[], fresh: Iterable<FoundSlot>): FoundSlot[] {
  const byWall = new Map<number, FoundSlot>();
  for (const found of pending) byWall.set(found.wallMs, found);
  for (const found of fresh) {
    const other = byWall.get(found.wallMs);
    if (other === undefined || found.place.order < other.place.order) byWall.set(found.wallMs, found);
  }
  return [...byWall.values()].sort((a, b) => a.wallMs - b.wallMs);
}
