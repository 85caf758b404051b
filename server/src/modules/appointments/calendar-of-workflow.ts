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
  const rows = await ctx.tx<{ resourceKey: string; startAt: Date; endAt: Date }[]>`
    select resource_key, start_at, end_at from appointments
    where workspace_id = ${ctx.workspace.id} and workflow_id = ${workflowId} and status = 'confirmed'
      and start_at between ${new Date(ctx.at.getTime() - 2 * 86_400_000)} and ${until}
      and id is distinct from ${exceptId ?? null}`;
  return rows.map((row) => ({
    resourceKey: row.resourceKey === '' ? null : row.resourceKey,
    startAt: row.startAt.toISOString(),
    endAt: row.endAt.toISOString(),
  }));
}

/** From here to the end of the transaction nobody else books or moves in this workflow's calendar. */
export async function lockCalendar(ctx: TxCtx, workflowId: string): Promise<void> {
  await ctx.tx`select pg_advisory_xact_lock(hashtextextended(${`calendar:${workflowId}`}, 0))`;
}
