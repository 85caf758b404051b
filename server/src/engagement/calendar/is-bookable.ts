import { type FoundSlot, slotOf, walk } from './free-slots.ts';
import { dateOf, type Plan, planOf } from './plan.ts';
import type { Slot, SlotSearch } from './types.ts';
import { obstacleTo } from './why-not.ts';
import { dayOf } from './wish-filter.ts';

/**
 * `taken` by others; `closed` that day; `outside_hours`; `too_soon` for the notice or past; `too_far` beyond the horizon;
 * `off_grid` inside the hours but not a start that is offered; `unknown_resource` none of that key for this lead.
 */
export type NotBookable =
  | 'taken'
  | 'closed'
  | 'outside_hours'
  | 'too_soon'
  | 'too_far'
  | 'off_grid'
  | 'unknown_resource';

export type Bookability =
  | { readonly ok: true; readonly slot: Slot }
  | { readonly ok: false; readonly reason: NotBookable };

/**
 * The last check before a booking is written: whether a slot that begins at `startAt` (ISO 8601) could be offered now.
 * Give it the busy times read inside the booking's transaction. The slot returned names the resource that takes it.
 */
export function isBookable(startAt: string, search: Omit<SlotSearch, 'wish'>): Bookability {
  const startMs = Date.parse(startAt);
  if (Number.isNaN(startMs)) return { ok: false, reason: 'off_grid' };
  const plan = planOf(search);
  if (plan.places.length === 0) return { ok: false, reason: 'unknown_resource' };
  const found = slotAt(plan, startMs);
  if (found !== undefined) return { ok: true, slot: slotOf(found) };
  return { ok: false, reason: reasonAgainst(plan, startMs) };
}

function reasonAgainst(plan: Plan, startMs: number): NotBookable {
  if (startMs < plan.earliestMs) return 'too_soon';
  const empty = { starts: [], ends: [] };
  const unbooked = { ...plan, places: plan.places.map((place) => ({ ...place, full: empty })) };
  if (slotAt(unbooked, startMs) !== undefined) return 'taken';
  const obstacle = obstacleTo(plan, wishFor(plan, startMs));
  return obstacle === 'taken' ? 'off_grid' : obstacle;
}

function slotAt(plan: Plan, startMs: number): FoundSlot | undefined {
  for (const slot of walk(plan, wishFor(plan, startMs))) if (slot.startMs === startMs) return slot;
  return undefined;
}

/** The day and minute of an instant as a wish. */
function wishFor(plan: Plan, startMs: number) {
  const wallMs = plan.clock.wallAt(startMs);
  const date = dateOf(dayOf(wallMs));
  return { fromDate: date, toDate: date, time: new Date(wallMs).toISOString().slice(11, 16), text: '', confidence: 1 };
}
