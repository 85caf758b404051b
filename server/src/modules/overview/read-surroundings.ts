import { writeCollected } from '../../db/begin.ts';
import { type Ctx, isInTransaction, type Sql, type Tx } from '../../db/database.ts';
import { gatherRows } from '../../db/gather.ts';
import type { ItemRow } from '../checklist/index.ts';
import type { DocumentRow } from '../documents/index.ts';
import type { LeadMatch } from '../leads/index.ts';
import type { ActionRow } from './overview-action.ts';

/** What stands around one lead, in rows as the views show them (0010_overviews.sql); null where there are none. */
export interface Surroundings {
  readonly items: ItemRow[] | null;
  /** Newest first. */
  readonly documents: DocumentRow[] | null;
  /** The newest 20. */
  readonly matches: LeadMatch[] | null;
  /** The newest 100 lines of the timeline. */
  readonly actions: ActionRow[] | null;
  /** The newest message or follow-up that was sent. */
  readonly lastAction: ActionRow | null;
  /** The follow-up that is due first. */
  readonly nextFollowUp: ActionRow | null;
  /** The oldest message that awaits approval. */
  readonly nextDraft: ActionRow | null;
}

interface Wanted {
  readonly ctx: Ctx;
  readonly leadId: string;
}

/** Undefined for a lead that the caller does not have. */
export async function readSurroundings(ctx: Ctx, leadId: string): Promise<Surroundings | undefined> {
  if (!isInTransaction(ctx)) return readGathered(ctx.db, { ctx, leadId });
  const [, [found]] = await Promise.all([writeCollected(ctx.tx), select(ctx.tx, [{ ctx, leadId }])]);
  return found;
}

/** Concurrent reads of all callers go together, each bound to its own workspace inside the statement. */
const readGathered = gatherRows(select, { atOnce: 2, most: 16 });

function select(sql: Sql | Tx, wanted: readonly Wanted[]) {
  return sql<(Surroundings & { place: number })[]>`
    select place, items, documents, matches, actions, last_action, next_follow_up, next_draft
    from read_surroundings(${wanted.map(({ ctx }) => ctx.workspace.id)}::uuid[],
      ${wanted.map(({ leadId }) => leadId)}::uuid[], ${wanted.map(({ ctx }) => String(ctx.isTest))}::text[]::boolean[])`;
}
