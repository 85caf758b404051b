import type { Template } from '../../kernel/template.ts';
import { channelOf } from '../appointments/channel-of.ts';
import { remindersAhead, ruleOf } from '../appointments/reminders-ahead.ts';
import { reminderWords } from '../appointments/words.ts';
import { maySend } from '../policy/may-send.ts';
import { sendFactsOf } from '../silence.ts';
import type { Timer } from './agenda.ts';
import { keepDraft } from './people.ts';
import { type HeldAppointment, note, say, situationIn, type World } from './world.ts';

/** Sets the reminders of an appointment anew: at its booking, and when it has moved. */
export function setReminders(world: World, { id, startAt }: HeldAppointment): void {
  dropReminders(world, id);
  const ahead = remindersAhead(world.definition.booking?.reminders ?? [], startAt, world.now);
  const timers = ahead.map((one) => ({ kind: 'reminder_due', appointmentId: id, ...one }) as const);
  world.agenda = [...world.agenda, ...timers];
}

/** Nobody is reminded of what is cancelled. */
export function dropReminders(world: World, appointmentId: string): void {
  world.agenda = world.agenda.filter((timer) => timer.kind !== 'reminder_due' || timer.appointmentId !== appointmentId);
}

/** A reminder's time has come: it is said if the policy lets it. */
export function remind(world: World, timer: Extract<Timer, { kind: 'reminder_due' }>): void {
  const appointment = world.appointments.find(({ id }) => id === timer.appointmentId);
  if (!appointment?.isConfirmed || Date.parse(appointment.startAt) <= world.now.getTime()) return;
  world.channel = channelNow(world, appointment);
  const { text, template } = wordsOf(world, appointment, timer.hoursBefore);
  const purpose = 'reminder';
  const verdict = maySend(sendFactsOf(situationIn(world)), { purpose, text, template });
  if (verdict.verdict === 'send') {
    sayReminder(world, text, template);
    return;
  }
  // Put off beyond the start it would come too late.
  if (verdict.verdict === 'wait' && verdict.until.getTime() < Date.parse(appointment.startAt)) {
    world.agenda = [...world.agenda, { ...timer, dueAt: verdict.until }];
    note(world, { kind: 'waits', until: verdict.until.toISOString(), rule: verdict.rule });
    return;
  }
  note(world, { kind: 'refused', what: 'remind', rule: verdict.rule });
}

function sayReminder(world: World, text: string, template: Template | null): void {
  const reason = 'reminder of the appointment';
  if (world.agent.autonomy === 'autopilot') say(world, 'agent', text, reason);
  else keepDraft(world, { text, reason, purpose: 'reminder', ...(template && { template }), onApproval: [] });
}

function channelNow({ contact, definition, input }: World, { bookedOn }: HeldAppointment): string {
  const wanted = definition.cadence?.channels.map(({ channel }) => channel) ?? [];
  return channelOf(bookedOn, { ...contact, isTest: false }, wanted, input.channels);
}

function wordsOf({ definition, input, now }: World, appointment: HeldAppointment, hoursBefore: number) {
  const { booking } = definition;
  if (!booking) throw new Error('an appointment without a booking rule');
  const { title, location } = booking;
  const { country, timeZone } = input.workspace;
  const spoken = { ...appointment, title, timeZone: booking.timeZone ?? timeZone, place: location?.details ?? null };
  return reminderWords(spoken, ruleOf(booking.reminders, hoursBefore), { now, country });
}
