import type { TimeWish, Understanding } from '../understanding/types.ts';
import type { BookingRule } from '../workflow/definition.ts';

/** When the lead would like to come: the words about time, or the workflow's own day and time fields. */
export function wishOf(heard: Understanding, booking: BookingRule) {
  // "1" where slots are offered is the first of them, and a bare number is a time only where nothing else explains it.
  if (heard.chosenSlot !== undefined) return undefined;
  if (heard.when && heard.when.confidence >= 0.5) return heard.when;
  const said = new Map(heard.observations.map((one) => [one.key, one]));
  const date = booking.dateField && said.get(booking.dateField);
  const time = booking.timeField && said.get(booking.timeField);
  if (!date && !time) return undefined;
  const words = [date, time].flatMap((one) => (one ? [one.valueText] : [])).join(' ');
  return {
    ...(date && typeof date.value === 'string' && { fromDate: date.value, toDate: date.value }),
    ...(time && typeof time.value === 'string' && { time: time.value }),
    text: words,
    confidence: 0.9,
  };
}

/** A wish said in parts ("Friday" ... "after four"): the new part counts, what it leaves open stays. */
export function mergeWish(before: TimeWish | null, said: TimeWish): TimeWish {
  if (before === null) return said;
  const saysDay = said.fromDate !== undefined || said.toDate !== undefined || said.weekdays !== undefined;
  const saysTime = said.time !== undefined || said.fromTime !== undefined || said.toTime !== undefined;
  if (saysDay === saysTime || said.earliest) return said;
  const { fromDate, toDate, weekdays, time, fromTime, toTime } = before;
  const day = { ...(fromDate && { fromDate }), ...(toDate && { toDate }), ...(weekdays && { weekdays }) };
  const clock = { ...(time && { time }), ...(fromTime && { fromTime }), ...(toTime && { toTime }) };
  return { ...(saysDay ? clock : day), ...said, text: `${before.text}, ${said.text}` };
}
