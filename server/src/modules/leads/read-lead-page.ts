import type { Ctx } from '../../db/database.ts';
import { gatherRows } from '../../db/gather.ts';
import { type LeadPage, type PageRow, toLeadPage } from './lead.ts';

interface Wanted {
  readonly ctx: Ctx;
  /** The id below which the page begins. */
  readonly below: string;
  readonly limit: number;
}

/** A page of all leads of the caller: what is polled most, so concurrent reads of all callers go together. */
export async function readLeadPage(ctx: Ctx, below: string, limit: number): Promise<LeadPage> {
  const row = await readGathered(ctx.db, { ctx, below, limit });
  if (!row) throw new Error('a page was not answered');
  return toLeadPage(row, limit);
}

/** Each is bound to its own workspace inside the statement (0007_lead_snapshots.sql). */
const readGathered = gatherRows(
  ({ sql }, wanted: readonly Wanted[]) => sql<(PageRow & { place: number })[]>`
    select place, found, shown, last_id from read_lead_pages(${wanted.map(({ ctx }) => ctx.workspace.id)}::uuid[],
      ${wanted.map(({ ctx }) => String(ctx.isTest))}::text[]::boolean[], ${wanted.map(({ below }) => below)}::uuid[],
      ${wanted.map(({ limit }) => String(limit))}::text[]::int[])`,
  // A page may be of 100 large leads: what waits behind it in its statement waits for all of it.
  { atOnce: 2, most: 8 },
);
