import { Temporal } from 'temporal-polyfill';
import { findQuantities } from './extractors/quantity.ts';
import { datesIn, timesIn } from './extractors/times.ts';
import { type Heard, toldSpans } from './hear.ts';
import { languageFor } from './languages/index.ts';
import { fold, tokenize } from './text.ts';
import type { OfferedSlot, SpeechContext } from './types.ts';

/** A slot's day and time where the lead is; empty for a start that is no time. */
export interface LocalSlot {
  /** YYYY-MM-DD */
  readonly date: string;
  /** HH:MM */
  readonly time: string;
  /** 1 Monday to 7 Sunday, 0 for none. */
  readonly weekday: number;
}

/** Whether the slot at an index fits what was said. */
export type SlotTest = (index: number) => boolean;

/** The slots in the context's time zone. */
export function localSlots(slots: readonly OfferedSlot[], context: SpeechContext): LocalSlot[] {
  return slots.map((slot) => {
    const milliseconds = Date.parse(slot.startAt);
    if (Number.isNaN(milliseconds)) return { date: '', time: '', weekday: 0 };
    const local = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(context.timeZone);
    const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
    return { date: local.toPlainDate().toString(), time, weekday: local.dayOfWeek };
  });
}

/** The day said, by date or by the weekday's name, whichever fits a slot; undefined where none was said. */
export function daySaid(heard: Heard, local: readonly LocalSlot[]): SlotTest | undefined {
  const dates = new Set(toldSpans(heard, datesIn(heard.text, heard.context)).map((span) => span.value));
  if (local.some((slot) => dates.has(slot.date))) return (index) => dates.has(local[index]?.date ?? '');
  const { weekdays } = languageFor(heard.context.language).slots;
  const said = wordsTold(heard);
  const named = new Set(weekdays.flatMap((words, day) => (words.some((word) => said.has(word)) ? [day + 1] : [])));
  if (named.size > 0) return (index) => named.has(local[index]?.weekday ?? 0);
  return dates.size > 0 ? () => false : undefined;
}

/** The words outside questions, each as it was said and without the s of a plural or an owner. */
function wordsTold(heard: Heard): ReadonlySet<string> {
  const said = new Set<string>();
  for (const { word } of toldSpans(heard, heard.tokens)) {
    said.add(word);
    if (word.endsWith('s')) said.add(word.endsWith("'s") ? word.slice(0, -2) : word.slice(0, -1));
  }
  return said;
}

/** The time said: "10 works", "half past two". A bare hour may be of the morning or the afternoon. */
export function timeSaid(heard: Heard, local: readonly LocalSlot[]): SlotTest | undefined {
  const times = new Set(toldSpans(heard, timesIn(heard.text, heard.context)).map((span) => span.value));
  if (local.some((slot) => times.has(slot.time))) return (index) => times.has(local[index]?.time ?? '');
  const bare = toldSpans(heard, findQuantities(heard.text, heard.context)).map((quantity) => quantity.value);
  const hours = new Set(times.size === 0 ? bare : []);
  const fits: SlotTest = (index) => {
    const [hour, minute] = (local[index]?.time ?? '').split(':').map(Number);
    return minute === 0 && hour !== undefined && (hours.has(hour) || hours.has(hour % 12 || 12));
  };
  if (local.some((_, index) => fits(index))) return fits;
  return times.size > 0 ? () => false : undefined;
}

/** The person or room said. */
export function personSaid(heard: Heard, slots: readonly OfferedSlot[]): SlotTest | undefined {
  const said = wordsTold(heard);
  const fits: SlotTest = (index) => {
    const words = tokenize(fold(slots[index]?.resourceName ?? ''));
    return words.some((token) => token.kind === 'word' && token.word.length > 2 && said.has(token.word));
  };
  return slots.some((_, index) => fits(index)) ? fits : undefined;
}
