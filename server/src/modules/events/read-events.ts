import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { type Event, type EventFilter, type EventRow, eventColumns, toEvent } from './event.ts';

export interface EventPage {
  readonly data: Event[];
  /** Everything up to here was looked at: what comes after it was not. */
  readonly nextAfter: number;
}

export interface EventQuery extends EventFilter {
  /** Undefined begins with the oldest that is kept. */
  readonly after: number | undefined;
  readonly limit: number;
  /** Undefined is both. */
  readonly isTest: boolean | undefined;
}

interface PageRow extends EventRow {
  readonly lastSeq: number;
  readonly forgottenSeq: number;
  readonly position: number;
}

/**
 * What came after an event, in order. Up to where was looked is read in the same statement, so that a reader who goes
 * on from there misses nothing. Raises `conflict` events_forgotten where some after it are not kept any more.
 */
export function readEvents(ctx: Ctx, query: EventQuery): Promise<EventPage> {
  return transaction(ctx, async (tctx) => {
    const rows = await selectPage(tctx, query);
    const [first] = rows;
    if (!first) throw new Error(`workspace ${ctx.workspace.id} has gone`);
    if (query.after !== undefined && query.after < first.forgottenSeq) throw forgotten(first.forgottenSeq);
    const found = rows.filter(({ id }) => id !== null);
    const last = found.at(-1);
    const isFull = found.length === query.limit && last !== undefined;
    // A number that is yet to come is a mistake, and no reason to skip what comes until then.
    const nextAfter = isFull ? last.seq : first.lastSeq;
    return { data: found.map(({ lastSeq, forgottenSeq, position, ...row }) => toEvent(row)), nextAfter };
  });
}

function selectPage({ tx, workspace }: TxCtx, { after, limit, types, leadId, isTest }: EventQuery): Promise<PageRow[]> {
  const conditions = [
    isTest === undefined ? tx`` : tx`and e.is_test = ${isTest}`,
    types === undefined ? tx`` : tx`and e.type = any (${[...types]}::text[])`,
    leadId === undefined ? tx`` : tx`and e.lead_id = ${leadId}`,
  ];
  return tx<PageRow[]>`
    select w.last_event_seq as last_seq, w.forgotten_event_seq as forgotten_seq, ${eventColumns(tx)}
    from workspaces w left join lateral (
      select e.* from events e
      where e.workspace_id = w.id and e.seq > greatest(${after ?? 0}::bigint, w.forgotten_event_seq) ${conditions}
      order by e.seq limit ${limit}) e on true
    where w.id = ${workspace.id}
    order by e.seq`;
}

function forgotten(forgottenSeq: number): FoyerError {
  return new FoyerError(
    'conflict',
    `Events up to ${forgottenSeq} are not kept any more: read what you need anew, and go on after that number.`,
    { reason: 'events_forgotten', facts: { after: forgottenSeq } },
  );
}
