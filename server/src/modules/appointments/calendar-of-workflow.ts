import type { TxCtx } from '../../db/database.ts';
import type { BusyInterval, SlotSearch } from '../../engagement/calendar/index.ts';
import type { BookingRule } from '../../engagement/workflow/definition.ts';

export interface CalendarQuestion {
  readonly workflowId: string;
  readonly booking: BookingRule;
  /** The lead's values, for resources and durations that depend on them. */
  readonly values: ReadonlyMap<string, unknown>;
  /** Appointment that is about to move: its own time is free for it. */
  readonly exceptId?: string | undefined;
}

/** All that decides which slots of a workflow are free now, read in the caller's transaction. */
export async function slotSearch(ctx: TxCtx, question: CalendarQuestion): Promise<SlotSearch> {
  return {
    booking: question.booking,
    timeZone: question.booking.timeZone ?? ctx.workspace.timeZone,
    now: ctx.at,
    busy: await busyTimes(ctx, question),
    values: question.values,
  };
}

async function busyTimes(ctx: TxCtx, { workflowId, booking, exceptId }: CalendarQuestion): Promise<BusyInterval[]> {
  const until = new Date(ctx.at.getTime() + (booking.horizonDays + 2) * 86_400_000);
  const rows = await ctx.tx<BusyRow[]>`
    select resource_key, start_at, end_at, blocked_until from appointments
    where workspace_id = ${ctx.workspace.id} and workflow_id = ${workflowId} and status = 'confirmed'
      and start_at between ${new Date(ctx.at.getTime() - 2 * 86_400_000)} and ${until}
      and sign(seat) = ${signOfSeats(ctx)} and id is distinct from ${exceptId ?? null}`;
  return rows.map((row) => ({
    resourceKey: row.resourceKey === '' ? null : row.resourceKey,
    startAt: row.startAt.toISOString(),
    endAt: endUnder(booking, row).toISOString(),
  }));
}

interface BusyRow {
  readonly resourceKey: string;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly blockedUntil: Date;
}

/** The end to which the rule's own buffer is added: never less than the buffer an appointment was booked with. */
function endUnder({ bufferMinutes }: BookingRule, { endAt, blockedUntil }: BusyRow): Date {
  return new Date(Math.max(endAt.getTime(), blockedUntil.getTime() - bufferMinutes * 60_000));
}

/** Test leads sit on seats below zero: a calendar of their own, so that no test takes a customer's slot. */
export function signOfSeats({ isTest }: Pick<TxCtx, 'isTest'>): 1 | -1 {
  return isTest ? -1 : 1;
}

/** From here to the end of the transaction nobody else books or moves in this workflow's calendar. */
export async function lockCalendar(ctx: TxCtx, workflowId: string): Promise<void> {
  await ctx.tx`select pg_advisory_xact_lock(hashtextextended(${`calendar:${workflowId}`}, 0))`;
}
