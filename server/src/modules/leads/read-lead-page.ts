import { type Ctx, isInTransaction, type Sql, type TxCtx, transaction } from '../../db/database.ts';
import { gatherLists } from '../../db/gather.ts';
import { encodeCursor } from '../../kernel/cursor.ts';
import { type ListQuery, pageStart } from '../../kernel/list-query.ts';
import { fitsFilters, type LeadFilters } from './fits-filters.ts';
import { quietBefore } from './lead-filters.ts';
import { keepPage, recallPage, ShownLead, toShown } from './shown-leads.ts';

/** Leads, newest first, and where the next page begins. */
export interface LeadPage {
  readonly leads: readonly ShownLead[];
  readonly nextCursor: string | null;
}

interface Wanted {
  readonly filters: LeadFilters;
  /** The id below which the page begins. */
  readonly below: string;
  readonly limit: number;
  /** What need not be sent again where it is still the same. */
  readonly known: ReadonlyMap<string, ShownLead>;
}

/** One more than the limit where there is more. */
interface Row {
  readonly id: string;
  readonly revision: number;
  readonly shown: string | null;
}

/** The leads of the caller that fit all filters given. Raises `invalid_input` for a cursor that is none. */
export async function readLeadPage(ctx: Ctx, query: ListQuery & LeadFilters): Promise<LeadPage> {
  const { limit, cursor: _cursor, ...filters } = query;
  const wanted = { filters, limit, below: pageStart(query) };
  // What is read where it was written may yet be rolled back: it is not kept.
  if (isInTransaction(ctx)) {
    const rows = await selectPage(ctx, { ...wanted, known: new Map() });
    return toPage(rows, limit, ({ revision, shown }) => new ShownLead(revision, shown ?? ''));
  }
  const page = JSON.stringify([ctx.workspace.id, ctx.isTest, query]);
  const known = recallPage(ctx, page);
  const rows = await readOutside(ctx, { ...wanted, known });
  const ids = rows.map(({ id }) => id);
  keepPage(ctx, page, ids);
  return toPage(rows, limit, (row) => toShown(ctx, known.get(row.id), row));
}

function toPage(rows: readonly Row[], limit: number, show: (row: Row) => ShownLead): LeadPage {
  const leads = rows.map(show);
  const last = rows[limit - 1];
  return { leads: leads.slice(0, limit), nextCursor: rows.length > limit && last ? encodeCursor(last.id) : null };
}

/** Pages of all leads and of quiet ones are polled most: they take one statement, and those of all leads go together. */
async function readOutside(ctx: Ctx, wanted: Wanted): Promise<readonly Row[]> {
  const { staleForDays, ...others } = wanted.filters;
  const isPlain = Object.values(others).every((filter) => filter === undefined);
  if (!isPlain) return transaction(ctx, (tctx) => selectPage(tctx, wanted));
  const quietSince = staleForDays === undefined ? null : quietBefore(ctx, staleForDays);
  const asked = { ctx, wanted, quietSince };
  const rows = (await readAll(ctx.db, asked)) ?? [];
  const isUndecided = rows.some(({ id }) => id === null);
  return (isUndecided ? await readWalking(ctx.db, asked) : rows)?.filter(isFound) ?? [];
}

function isFound(row: PageRow): row is PageRow & Row {
  return row.id !== null && row.revision !== null;
}

async function selectPage(ctx: TxCtx, { filters, below, limit, known }: Wanted): Promise<readonly Row[]> {
  const { tx } = ctx;
  const fits = await fitsFilters(ctx, filters);
  const revisions = [...known.values()].map(({ revision }) => String(revision));
  return tx<Row[]>`
    select l.id, l.shown_revision as revision,
      case when l.shown_revision is distinct from
        (${revisions}::text[]::int[])[array_position(${[...known.keys()]}::uuid[], l.id)] then l.shown end as shown
    from lead_views l ${fits()} and l.id < ${below} order by l.id desc limit ${limit + 1}`.execute();
}

interface Gathered {
  readonly ctx: Ctx;
  readonly wanted: Wanted;
  /** Only leads with whom nothing was said since then. */
  readonly quietSince: Date | null;
}

/** Without an id: the list has to be walked. */
interface PageRow {
  readonly place: number;
  readonly id: string | null;
  readonly revision: number | null;
  readonly shown: string | null;
}

/** Each is bound to its own workspace inside the statement (0035_quiet_pages.sql). */
async function readPages(sql: Sql, all: readonly Gathered[], { walks }: { walks: boolean }) {
  const known = all.flatMap(({ wanted }) => [...wanted.known]);
  let until = 0;
  const knownUntil = all.map(({ wanted }) => {
    until += wanted.known.size;
    return String(until);
  });
  return sql<PageRow[]>`
      select place, id, revision, shown from read_lead_pages(${all.map(({ ctx }) => ctx.workspace.id)}::uuid[],
        ${all.map(({ ctx }) => String(ctx.isTest))}::text[]::boolean[],
        ${all.map(({ quietSince }) => quietSince?.toISOString() ?? null)}::text[]::timestamptz[],
        ${all.map(({ wanted }) => wanted.below)}::uuid[], ${all.map(({ wanted }) => String(wanted.limit))}::text[]::int[], ${knownUntil}::text[]::int[],
        ${known.map(([id]) => id)}::uuid[], ${known.map(([, { revision }]) => String(revision))}::text[]::int[], ${walks})`;
}

// A page may be of 100 large leads: what waits behind it in its statement waits for all of it.
const readAll = gatherLists((sql, all: readonly Gathered[]) => readPages(sql, all, { walks: false }), {
  atOnce: 2,
  most: 8,
});
/** Where quiet leads are neither near nor few the list is walked, for which nobody else should wait. */
const readWalking = gatherLists((sql, all: readonly Gathered[]) => readPages(sql, all, { walks: true }), {
  atOnce: 8,
  most: 1,
});
