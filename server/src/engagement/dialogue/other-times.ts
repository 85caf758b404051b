import { Temporal } from 'temporal-polyfill';
import { freeSlots, type Slot } from '../calendar/index.ts';
import type { OfferedSlot, TimeWish } from '../understanding/types.ts';
import type { BookingRule } from '../workflow/definition.ts';
import { offerTimes, present, searchFor } from './book.ts';
import { remember, say, type Turn } from './turn.ts';

/** Other times than those offered: later or earlier ones where the lead says so, else on half-days not offered yet. */
export function offerOtherTimes(turn: Turn, booking: BookingRule, direction: 'later' | 'earlier' | undefined): void {
  const { offered, wish } = turn.dialogue;
  const [first, last] = [offered.at(0)?.startAt ?? '', offered.at(-1)?.startAt ?? ''];
  const refused = new Set([...turn.dialogue.refused, ...offered.map((slot) => halfDay(turn, slot))]);
  remember(turn, { refused: [...refused] });
  const isFresh = (slot: Slot) => {
    if (direction === 'later') return slot.startAt > last;
    if (direction === 'earlier') return slot.startAt < first;
    return !refused.has(halfDay(turn, slot));
  };
  const search = searchFor(turn, booking);
  const wishes = direction ? [daysFrom(wish)] : [wish ?? undefined, daysFrom(wish), undefined];
  for (const tried of wishes) {
    const fresh = freeSlots({ ...search, wish: tried, limit: 600 }).filter(isFresh);
    const slots = onePerHalfDay(turn, direction === 'earlier' ? fresh.toReversed() : fresh);
    if (slots.length === 0) continue;
    present(turn, { slots: slots.sort((a, b) => a.startAt.localeCompare(b.startAt)), match: 'exact' }, undefined);
    return;
  }
  say(turn, direction ? `I have nothing ${direction}.` : 'I have no other times.', 'no other times');
  remember(turn, { wish: null, refused: [] });
  offerTimes(turn, booking);
}

/** "Later" than what was offered leaves the hours of the wish open, and the days after it. */
function daysFrom(wish: TimeWish | null): TimeWish | undefined {
  if (!wish?.fromDate) return undefined;
  return { fromDate: wish.fromDate, text: wish.text, confidence: wish.confidence };
}

function onePerHalfDay(turn: Turn, slots: readonly Slot[]): Slot[] {
  const chosen = new Map<string, Slot>();
  for (const slot of slots) {
    const half = halfDay(turn, slot);
    if (!chosen.has(half)) chosen.set(half, slot);
    if (chosen.size === 3) break;
  }
  return [...chosen.values()];
}

function halfDay(turn: Turn, { startAt }: OfferedSlot): string {
  const local = Temporal.Instant.from(startAt).toZonedDateTimeISO(turn.speech.timeZone);
  return `${local.toPlainDate()} ${local.hour < 13 ? 'am' : 'pm'}`;
}
