import { Temporal } from 'temporal-polyfill';
import { chooseOffers, formatDay, type Offers, type SlotSearch } from '../calendar/index.ts';
import type { KnownAppointment } from '../situation.ts';
import { formatValue } from '../understanding/format.ts';
import type { OfferedSlot, TimeWish } from '../understanding/types.ts';
import type { BookingRule } from '../workflow/definition.ts';
import { offerOf, textOfSlot } from './offer.ts';
import { matchSentence } from './phrases.ts';
import { fieldOf, knownValues, remember, say, type Turn } from './turn.ts';

/** Offers free times that fit the lead's wish, and says why where none does. */
export function offerTimes(turn: Turn, booking: BookingRule): void {
  const search = searchFor(turn, booking);
  const offers = withOthers(turn, { ...search, count: 3 });
  if (offers.slots.length === 0) {
    turn.steps.push({ step: 'hand_over', reason: 'no free time to offer' });
    say(
      turn,
      'I have no free time to offer at the moment. A colleague will get back to you to find one.',
      'nothing free',
    );
    return;
  }
  present(turn, offers, search.wish);
}

/** Where the person wanted has no time as wished and others have, theirs. */
function withOthers(turn: Turn, search: SlotSearch & { readonly count: number }): Offers {
  const offers = chooseOffers(search);
  if (offers.match === 'exact' || search.resourceKey === undefined) return offers;
  const others = chooseOffers({ ...search, resourceKey: undefined });
  if (others.match !== 'exact') return offers;
  const name = search.booking.resources.find(({ key }) => key === search.resourceKey)?.name;
  say(turn, `${name} has no time then.`, 'the person wanted is not free');
  return others;
}

/** Books a slot, or moves the appointment there where the lead wanted another time. The words tell what and when. */
export function takeSlot(turn: Turn, booking: BookingRule, slot: OfferedSlot): void {
  const { appointment } = turn.situation;
  const at = slotText(turn, slot);
  learnSlot(turn, booking, slot);
  if (appointment) {
    turn.steps.push({ step: 'move', appointmentId: appointment.id, slot });
    say(turn, `Done: I have moved your ${lowerFirst(booking.title)} to ${at}.`, 'moved the appointment');
  } else {
    turn.steps.push({ step: 'book', slot });
    say(turn, `You are booked: ${lowerFirst(booking.title)}, ${at}.`, 'booked');
    if (booking.location?.details) say(turn, `Where: ${booking.location.details}`);
  }
  say(turn, 'For your calendar: {calendarUrl}\nIs there anything else I can do for you?');
  const { dateField, timeField } = booking;
  remember(turn, {
    learned: [dateField, timeField].filter((key) => key !== undefined),
    offered: [],
    refused: [],
    asked: [],
    wish: null,
    confirming: 'more',
    isRescheduling: false,
    isDone: true,
  });
}

/** The workflow's own fields for day, time and resource become what was agreed. */
function learnSlot(turn: Turn, booking: BookingRule, slot: OfferedSlot): void {
  const { dateField, timeField, resourceField } = booking;
  const local = Temporal.Instant.from(slot.startAt).toZonedDateTimeISO(turn.speech.timeZone);
  const agree = (key: string | undefined, value: string | undefined) => {
    const field = key === undefined ? undefined : fieldOf(turn, key);
    if (!field || value === undefined || turn.known.get(field.key)?.value === value) return;
    const valueText = formatValue(field, value, turn.speech);
    turn.known.set(field.key, { value, valueText, confidence: 1 });
    turn.observations.push({ key: field.key, value, valueText, confidence: 1, origin: 'accepted' });
  };
  agree(dateField, local.toPlainDate().toString());
  agree(timeField, local.toPlainTime().toString({ smallestUnit: 'minute' }));
  const options = (resourceField && fieldOf(turn, resourceField)?.options) || [];
  const names = [slot.resourceKey, slot.resourceName].map((name) => name?.toLowerCase());
  agree(resourceField, options.find((option) => names.includes(option.value.toLowerCase()))?.value);
}

export function slotText(turn: Turn, slot: OfferedSlot): string {
  return textOfSlot(slot, turn.speech);
}

/** The lead's appointment as a slot, for the words. */
export function slotOf({ startAt, resourceName }: KnownAppointment): OfferedSlot {
  return resourceName === null ? { startAt } : { startAt, resourceName };
}

/** Says which times there are, and why they are not those wished. */
export function present(turn: Turn, { slots, match }: Offers, wish: TimeWish | undefined): void {
  const why = matchSentence(match, wish && wishText(turn, wish));
  if (why) say(turn, why, `wish ${match}`);
  const offer = offerOf({ slots, match }, turn.speech);
  if (!offer) return;
  say(turn, offer.sentence, offer.reason);
  remember(turn, offer.remembered);
}

/** The day wished as a date, so that a misunderstanding shows; else the words. */
function wishText(turn: Turn, wish: TimeWish): string {
  if (!wish.fromDate || wish.fromDate !== wish.toDate) return wish.text;
  const { timeZone, country, now } = turn.speech;
  return formatDay(Temporal.PlainDate.from(wish.fromDate), { timeZone, country, now });
}

/** What decides which slots are free for this lead now. */
export function searchFor(turn: Turn, booking: BookingRule): SlotSearch {
  const { situation, speech, dialogue } = turn;
  return {
    booking,
    timeZone: speech.timeZone,
    now: situation.now,
    busy: situation.busy,
    wish: dialogue.wish ?? undefined,
    resourceKey: wantedResource(turn, booking),
    values: knownValues(turn),
  };
}

function wantedResource(turn: Turn, booking: BookingRule): string | undefined {
  const said = booking.resourceField && turn.known.get(booking.resourceField);
  if (!said) return undefined;
  const wanted = String(said.value).toLowerCase();
  const fits = (name: string) => name.toLowerCase() === wanted;
  return booking.resources.find(({ key, name, synonyms }) => [key, name, ...synonyms].some(fits))?.key;
}

function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
