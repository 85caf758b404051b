import type { FoundSlot } from './free-slots.ts';
import { dayOf } from './wish-filter.ts';
import { dayMs, minuteMs } from './zone-clock.ts';

const hourMs = 60 * minuteMs;

/**
 * The earliest of the slots and then those that differ most from what is chosen already: another part of the day,
 * another day, hours apart, on the hour; the earlier of two alike. In order of time.
 */
export function spread(slots: readonly FoundSlot[], count: number): FoundSlot[] {
  const chosen: FoundSlot[] = slots.slice(0, Math.max(0, Math.min(1, count)));
  while (chosen.length < count && chosen.length < slots.length) {
    let best: FoundSlot | undefined;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const slot of slots) {
      if (chosen.includes(slot)) continue;
      const score = novelty(slot, chosen);
      if (score > bestScore) [best, bestScore] = [slot, score];
    }
    if (best === undefined) break;
    chosen.push(best);
  }
  return chosen.sort((a, b) => a.wallMs - b.wallMs);
}

/** In hours: three of distance are enough, a new part of the day is worth one, a third on one day costs two. */
function novelty(slot: FoundSlot, chosen: readonly FoundSlot[]): number {
  const apart = Math.min(...chosen.map((one) => Math.abs(one.wallMs - slot.wallMs) / hourMs));
  const sameDay = chosen.filter((one) => dayOf(one.wallMs) === dayOf(slot.wallMs)).length;
  const newPart = chosen.every((one) => partOfDay(one) !== partOfDay(slot));
  const onTheHour = slot.wallMs % hourMs === 0;
  return Math.min(3, apart) + (newPart ? 1 : 0) - (sameDay >= 2 ? 2 : 0) + (onTheHour ? 0.25 : 0);
}

function partOfDay({ wallMs }: FoundSlot): 'morning' | 'afternoon' | 'evening' {
  const hour = (wallMs - dayOf(wallMs) * dayMs) / hourMs;
  if (hour < 12) return 'morning';
  return hour < 17 ? 'afternoon' : 'evening';
}
