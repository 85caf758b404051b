import { savepoint } from '../../db/begin.ts';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { FoyerError, invalidInput } from '../../kernel/errors.ts';

/** What became of one of many. */
export type Outcome<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly error: FoyerError };

const MAX_AT_ONCE = 1_000;
/** Leads in one transaction: its commit is shared, and its locks are held for tenths of a second. */
const BATCH = 50;

/**
 * Has all done in their order, in transactions of at most 50. `work` does one or more of what it is given, from the
 * first on, and returns as many outcomes. Raises `invalid_input` for more than 1,000.
 */
export async function inBatches<T, R>(
  ctx: Ctx,
  all: readonly T[],
  work: (ctx: TxCtx, batch: readonly T[]) => Promise<R[]>,
): Promise<R[]> {
  if (all.length > MAX_AT_ONCE)
    throw invalidInput('Too many leads.', [{ path: [], message: 'Send at most 1,000 leads at a time.' }]);
  const done: R[] = [];
  while (done.length < all.length) {
    const batch = all.slice(done.length, done.length + BATCH);
    done.push(...(await transaction(ctx, (tctx) => work(tctx, batch))));
  }
  return done;
}

/**
 * Does one after another, each alone: what is wrong with one is its own error and undoes only that. Ends early before
 * the first for which `work` returns undefined, for it needs locks that this transaction cannot take any more: the rest
 * is for the next. Undefined where that is the very first.
 */
export async function oneByOne<T, R>(
  ctx: TxCtx,
  batch: readonly T[],
  work: (ctx: TxCtx, one: T) => Promise<R | undefined>,
): Promise<(R | FoyerError)[] | undefined> {
  const done: (R | FoyerError)[] = [];
  for (const one of batch) {
    const outcome = await attempt(ctx, (inner) => work(inner, one));
    if (outcome === undefined) break;
    done.push(outcome);
  }
  return done.length === 0 ? undefined : done;
}

async function attempt<R>(ctx: TxCtx, work: (ctx: TxCtx) => Promise<R>): Promise<R | FoyerError> {
  try {
    return await savepoint(ctx.tx, (tx) => work({ ...ctx, tx }));
  } catch (error) {
    if (error instanceof FoyerError) return error;
    throw error;
  }
}
