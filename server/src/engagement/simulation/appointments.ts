import { isBookable, type NotBookable } from '../calendar/index.ts';
import { valuesOf } from '../situation.ts';
import type { OfferedSlot } from '../understanding/types.ts';
import { takeConsequence } from './progress.ts';
import { dropReminders, setReminders } from './reminders.ts';
import { type HeldAppointment, nextAppointment, note, PLACEHOLDERS, type World } from './world.ts';

/** A time that was offered and is not to be had any more. Nothing else of its decision may stay. */
export class SlotRefused extends Error {
  readonly why: NotBookable;
  readonly startAt: string;

  constructor(why: NotBookable, startAt: string) {
    super(`the time ${startAt} cannot be booked: ${why}`);
    this.name = 'SlotRefused';
    this.why = why;
    this.startAt = startAt;
  }
}

/** Raises SlotRefused. */
export function bookSlot(world: World, slot: OfferedSlot, reason: string): void {
  const id = `appointment-${world.appointments.length + 1}`;
  const booked = held(world, id, slot, undefined);
  world.appointments = [...world.appointments, booked];
  setReminders(world, booked);
  tell(world, 'booked', booked, reason);
  takeConsequence(world, 'booked');
}

/** Raises SlotRefused. */
export function moveAppointment(world: World, id: string, slot: OfferedSlot, reason: string): void {
  const moved = held(world, id, slot, id);
  world.appointments = world.appointments.map((one) => (one.id === id ? moved : one));
  setReminders(world, moved);
  tell(world, 'moved', moved, reason);
}

/** Cancelling twice changes nothing. */
export function cancelAppointment(world: World, id: string, reason: string): void {
  const before = world.appointments.find((one) => one.id === id && one.isConfirmed);
  if (!before) return;
  world.appointments = world.appointments.map((one) => (one.id === id ? { ...one, isConfirmed: false } : one));
  dropReminders(world, id);
  tell(world, 'cancelled', before, reason);
  if (nextAppointment(world) === null) takeConsequence(world, 'cancelled');
}

function held(world: World, id: string, { startAt, resourceKey }: OfferedSlot, exceptId?: string): HeldAppointment {
  const { booking } = world.definition;
  if (!booking) throw new Error('a booking without a booking rule');
  const own = world.appointments.filter((one) => one.isConfirmed && one.id !== exceptId);
  const answer = isBookable(startAt, {
    booking,
    timeZone: booking.timeZone ?? world.input.workspace.timeZone,
    now: world.now,
    busy: [...world.input.busy, ...own],
    values: valuesOf(world.variables),
    resourceKey,
  });
  if (!answer.ok) throw new SlotRefused(answer.reason, startAt);
  const { slot } = answer;
  const before = world.appointments.find((one) => one.id === id);
  return {
    id,
    startAt: slot.startAt,
    endAt: slot.endAt,
    resourceKey: slot.resourceKey ?? null,
    resourceName: slot.resourceName ?? null,
    calendarUrl: PLACEHOLDERS.calendarUrl,
    bookedOn: before?.bookedOn ?? world.channel,
    isConfirmed: true,
  };
}

function tell(
  world: World,
  change: 'booked' | 'moved' | 'cancelled',
  { startAt, endAt, resourceKey, resourceName }: HeldAppointment,
  reason: string,
): void {
  note(world, { kind: 'appointment', change, startAt, endAt, resourceKey, resourceName, reason });
}
