import { randomInt } from 'node:crypto';
import type { TxCtx } from '../../db/database.ts';
import { isBookable, type NotBookable, type Slot } from '../../engagement/calendar/index.ts';
import type { BookingRule } from '../../engagement/workflow/definition.ts';
import { conflict, FoyerError } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { type CalendarQuestion, lockCalendar, signOfSeats, slotSearch } from './calendar-of-workflow.ts';

export interface Booking extends CalendarQuestion {
  readonly leadId: string;
  readonly runId: string | null;
  readonly conversationId: string | null;
  readonly startAt: string;
  readonly resourceKey?: string | undefined;
  readonly notes?: string | null;
}

/**
 * Takes a seat at a free slot; the id of the new appointment. Nobody else can take it meanwhile: the calendar is
 * locked, and the table's exclusion constraint would refuse. Raises `conflict` slot_taken, `unprocessable` not_bookable.
 */
export async function insertAppointment(ctx: TxCtx, booking: Booking): Promise<string> {
  const { slot, seat, blockedUntil, timeZone } = await takeSlot(ctx, booking);
  const rule = booking.booking;
  const id = ctx.newId(ctx.at);
  const createdAt = timeOfId(id);
  await ctx.tx`
    insert into appointments (workspace_id, id, uid, lead_id, conversation_id, run_id, workflow_id, resource_key,
      resource_name, seat, title, start_at, end_at, blocked_until, time_zone, status, location_type, location_details,
      notes, created_at, updated_at)
    values (${ctx.workspace.id}, ${id}, ${newUid()}, ${booking.leadId}, ${booking.conversationId}, ${booking.runId},
      ${booking.workflowId}, ${slot.resourceKey ?? ''}, ${slot.resourceName ?? null}, ${seat}, ${rule.title},
      ${slot.startAt}, ${slot.endAt}, ${blockedUntil}, ${timeZone}, 'confirmed', ${rule.location?.type ?? null},
      ${rule.location?.details ?? null}, ${booking.notes ?? null}, ${createdAt}, ${createdAt})`;
  return id;
}

/** Moves an appointment to another free slot. Raises as `insertAppointment`. */
export async function updateAppointmentTime(ctx: TxCtx, appointmentId: string, booking: Booking): Promise<void> {
  const { slot, seat, blockedUntil, timeZone } = await takeSlot(ctx, { ...booking, exceptId: appointmentId });
  await ctx.tx`
    update appointments set start_at = ${slot.startAt}, end_at = ${slot.endAt}, blocked_until = ${blockedUntil},
      seat = ${seat}, resource_key = ${slot.resourceKey ?? ''}, resource_name = ${slot.resourceName ?? null},
      time_zone = ${timeZone}, rescheduled_at = ${ctx.at}, confirmed_at = null, updated_at = ${ctx.at},
      calendar_sequence = calendar_sequence + 1
    where workspace_id = ${ctx.workspace.id} and id = ${appointmentId}`;
}

interface TakenSlot {
  readonly slot: Slot;
  readonly seat: number;
  readonly blockedUntil: Date;
  readonly timeZone: string;
}

async function takeSlot(ctx: TxCtx, booking: Booking): Promise<TakenSlot> {
  await lockCalendar(ctx, booking.workflowId);
  const search = await slotSearch(ctx, booking);
  const answer = isBookable(booking.startAt, { ...search, resourceKey: booking.resourceKey });
  if (!answer.ok) throw notBookable(answer.reason);
  const { slot } = answer;
  const blockedUntil = new Date(Date.parse(slot.endAt) + booking.booking.bufferMinutes * 60_000);
  const seat = await freeSeat(ctx, booking, slot, blockedUntil);
  return { slot, seat, blockedUntil, timeZone: search.timeZone };
}

async function freeSeat(ctx: TxCtx, booking: Booking, slot: Slot, blockedUntil: Date): Promise<number> {
  const [row] = await ctx.tx<{ seat: number }[]>`
    select s.seat from (select n * ${signOfSeats(ctx)} from generate_series(1, ${seatsOf(booking.booking, slot)}) as g (n)) as s (seat)
    where not exists (
      select from appointments a
      where a.workspace_id = ${ctx.workspace.id} and a.workflow_id = ${booking.workflowId} and a.status = 'confirmed'
        and a.resource_key = ${slot.resourceKey ?? ''} and a.seat = s.seat and a.id is distinct from ${booking.exceptId ?? null}
        and tstzrange(a.start_at, a.blocked_until) && tstzrange(${slot.startAt}, ${blockedUntil}))
    order by abs(s.seat) limit 1`;
  if (!row) throw notBookable('taken');
  return row.seat;
}

/**
 * One seat where one lead fits. Of several, appointments of different lengths can leave none free from end to end while
 * fewer than the capacity run at any time: the search for the slot has counted them, and the seats are more.
 */
function seatsOf(rule: BookingRule, slot: Slot): number {
  const capacity = rule.resources.find((resource) => resource.key === slot.resourceKey)?.capacity ?? 1;
  return capacity === 1 ? 1 : capacity * 3;
}

function notBookable(reason: NotBookable): FoyerError {
  if (reason === 'taken') return conflict('slot_taken', 'This time is taken. Ask for free slots and book one of them.');
  return new FoyerError('unprocessable', `This time cannot be booked: ${why[reason]}.`, { reason: `slot_${reason}` });
}

const why: Record<Exclude<NotBookable, 'taken'>, string> = {
  closed: 'it is closed that day',
  outside_hours: 'it is outside the working hours',
  too_soon: 'it is past or too soon for the notice that is needed',
  too_far: 'it is beyond the days that can be booked',
  off_grid: 'appointments do not begin at that time',
  unknown_resource: 'there is nobody and nothing of that key to book for this lead',
};

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** 22 letters and digits: 131 bits, as the uid opens the calendar file. */
export function newUid(): string {
  return Array.from({ length: 22 }, () => letters[randomInt(letters.length)]).join('');
}
