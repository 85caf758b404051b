import { savepoint } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { findKnown, type Points } from './same-person.ts';

/** The leads that a transaction has locked, or made itself: of no other may it lock one. */
export type HeldLeads = Set<string>;

/** As often as a known lead may change or go between being found and being locked. */
const MAX_LOOKS = 5;

class LookAgain extends Error {}

/**
 * Runs `work` with the leads locked that have these contact points now. Where `work` finds that it needs another, it
 * writes nothing and returns undefined: all is let go and looked for anew, for who locks one lead more while holding
 * others can block those who lock in the order of the ids. Raises `unavailable` where they never stay the same.
 */
export async function withKnown<T>(
  ctx: TxCtx,
  all: readonly Points[],
  work: (ctx: TxCtx, held: HeldLeads) => Promise<T | undefined>,
): Promise<T> {
  for (let look = 0; look < MAX_LOOKS; look++) {
    try {
      // Its end by an error is what lets go of the locks.
      return await savepoint(ctx.tx, async (tx) => {
        const inner = { ...ctx, tx };
        const done = await work(inner, await lockKnown(inner, all));
        if (done === undefined) throw new LookAgain();
        return done;
      });
    } catch (error) {
      if (!(error instanceof LookAgain)) throw error;
    }
  }
  throw new FoyerError('unavailable', 'This lead is being changed by others. Try again.', { retryAfterSeconds: 1 });
}

/** Locks the leads that each of the points finds now, however they go on meanwhile. */
async function lockKnown(ctx: TxCtx, all: readonly Points[]): Promise<HeldLeads> {
  const found = await Promise.all(all.map((points) => findKnown(ctx, points)));
  return lockLeads(
    ctx,
    found.flat().map(({ id }) => id),
  );
}

/** Locks leads of the caller's kind in the order of their ids; those that there are. */
export async function lockLeads({ tx, workspace, isTest }: TxCtx, leadIds: readonly string[]): Promise<HeldLeads> {
  if (leadIds.length === 0) return new Set();
  const locked = await tx<{ id: string }[]>`
    select id from leads
    where workspace_id = ${workspace.id} and id = any (${[...leadIds]}::uuid[]) and is_test = ${isTest}
    order by id for no key update`;
  return new Set(locked.map(({ id }) => id));
}
