import type { Observation, Understanding } from '../understanding/types.ts';
import type { BookingRule } from '../workflow/definition.ts';
import { missingFields } from './ask-next.ts';
import { offerTimes, slotOf, slotText, takeSlot } from './book.ts';
import { offerOtherTimes } from './other-times.ts';
import { either } from './phrases.ts';
import { fieldOf, movesAppointment, remember, say, type Turn } from './turn.ts';
import { mergeWish, wishOf } from './wish.ts';

/**
 * What a message says of the appointment: a slot chosen, a time wished, a wish to move or cancel. `ends` where the
 * answer is complete; true where it was understood and the conversation goes on; false where it says nothing of it.
 */
export function hearAboutAppointment(turn: Turn, heard: Understanding, booking: BookingRule): boolean | 'ends' {
  const { appointment } = turn.situation;
  if (turn.dialogue.confirming === 'cancel') return hearCancelAnswer(turn);
  if (appointment && turn.acts.includes('request_cancel')) {
    say(turn, `Shall I cancel your appointment on ${slotText(turn, slotOf(appointment))}?`, 'asked before cancelling');
    remember(turn, { confirming: 'cancel', asked: [], offered: [] });
    return 'ends';
  }
  const hasNothing = turn.acts.includes('request_cancel') || turn.acts.includes('request_reschedule');
  const refusesOffer = turn.dialogue.offered.length > 0 && turn.acts.includes('reject');
  const wish = tellsOtherDay(turn, booking) ? undefined : wishOf(heard, booking);
  if (!appointment && hasNothing && !refusesOffer && !wish)
    say(turn, 'There is no appointment booked for you here yet.', 'nothing to change');
  if (wish) remember(turn, { wish: mergeWish(turn.dialogue.wish, wish), refused: [] });
  const moves = movesAppointment(turn) && (turn.acts.includes('request_reschedule') || wish !== undefined);
  if (appointment && (moves || (turn.acts.includes('request_booking') && turn.dialogue.isDone))) {
    remember(turn, { isRescheduling: true, offered: [], confirming: null });
    offerTimes(turn, booking);
    return 'ends';
  }
  return hearChoice(turn, heard, booking, wish !== undefined) || hasNothing;
}

/** The day given is that of another field, such as that of moving in: no wish for the appointment. */
export function tellsOtherDay(
  turn: Turn,
  { dateField }: BookingRule,
  said: readonly Observation[] = turn.observations,
): boolean {
  if (turn.situation.appointment && movesAppointment(turn)) return false;
  const days = said.filter(({ key }) => ['date', 'datetime'].includes(fieldOf(turn, key)?.type ?? ''));
  return days.length > 0 && days.every(({ key }) => key !== dateField);
}

function hearChoice(turn: Turn, heard: Understanding, booking: BookingRule, hasWish: boolean): boolean | 'ends' {
  const { offered, confirming, isDone, isRescheduling } = turn.dialogue;
  const isOpen = !isDone || isRescheduling;
  const accepted = confirming === 'slot' && turn.acts.includes('accept') && !turn.acts.includes('reject');
  const chosen = heard.chosenSlot ?? (accepted && !hasWish ? 0 : undefined);
  const slot = chosen === undefined ? undefined : offered[chosen];
  if (slot && isOpen) {
    takeSlot(turn, booking, slot);
    return 'ends';
  }
  if (!isOpen || missingFields(turn).length > 0) return hasWish;
  if (hasWish) {
    offerTimes(turn, booking);
    return 'ends';
  }
  const asksOthers = turn.acts.includes('request_other_times') || heard.direction !== undefined;
  const refuses = turn.acts.includes('reject') || asksOthers;
  if (offered.length > 0 && refuses) {
    offerOtherTimes(turn, booking, heard.direction);
    return 'ends';
  }
  if (offered[0] && turn.acts.includes('any')) {
    takeSlot(turn, booking, offered[0]);
    return 'ends';
  }
  if (offered.length > 1 && turn.acts.includes('accept')) {
    say(turn, `Which one: ${either(offered.map((slot) => slotText(turn, slot)))}?`, 'asked which time');
    return 'ends';
  }
  return false;
}

function hearCancelAnswer(turn: Turn): boolean | 'ends' {
  const { appointment } = turn.situation;
  remember(turn, { confirming: null });
  if (appointment && turn.acts.includes('accept')) {
    turn.steps.push({ step: 'cancel', appointmentId: appointment.id });
    say(turn, 'It is cancelled. If you would like another time, just tell me when.', 'cancelled the appointment');
    remember(turn, { isDone: false, wish: null, offered: [] });
    return 'ends';
  }
  if (!turn.acts.includes('reject')) return false;
  say(turn, 'All right, it stays as it is.', 'kept the appointment');
  return 'ends';
}
