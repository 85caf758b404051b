import { setTimeout } from 'node:timers/promises';
import { errorCode } from '../kernel/startup-error.ts';
import type { Sql, Tx } from './database.ts';

/**
 * Runs `work` in a transaction: commits what it returns, rolls back what it raises. In place of `sql.begin`, which
 * (postgres.js 3.4.9, its issue 1208) ends the process where the connection is cut meanwhile: it writes its ROLLBACK
 * to a socket that is gone. Here a lost connection rejects, and the rest of `work` is refused. Where the connection was
 * lost before `work` began it is tried once more: the driver fails the first statement after a cut with the old error.
 */
export async function begin<T>(sql: Sql, work: (tx: Tx) => Promise<T>): Promise<T> {
  let hasBegun = false;
  const once = () =>
    attempt(sql, (tx) => {
      hasBegun = true;
      return work(tx);
    });
  try {
    return await once();
  } catch (error) {
    if (hasBegun || !isConnectionLoss(error)) throw error;
    return once();
  }
}

/** How long the closing of a connection may come after the error that tells of it. */
const CLOSES_WITHIN_MS = 1_000;

async function attempt<T>(sql: Sql, work: (tx: Tx) => Promise<T>): Promise<T> {
  const lost = Promise.withResolvers<void>();
  let loss: Error | undefined;
  const outcome = sql.begin(async (tx) => {
    const guarded = new Proxy(tx, {
      apply: (target, self, args) => (loss ? refuse(loss) : Reflect.apply(target, self, args)),
    });
    try {
      return { value: await work(guarded) };
    } catch (error) {
      // An error that looks like a loss may be of another connection: only the closing of this one tells.
      if (isConnectionLoss(error))
        await Promise.race([lost.promise, setTimeout(CLOSES_WITHIN_MS, undefined, { ref: false })]);
      // Never settling, so that no ROLLBACK is sent: `outcome` is rejected by the closing of the connection.
      if (loss) return new Promise<never>(() => undefined);
      throw error;
    }
  });
  outcome.catch((error: Error) => {
    loss = error;
    lost.resolve();
  });
  return (await outcome).value;
}

/** A rejection that nobody needs to await: a fragment inside a statement is none's to handle. */
function refuse(loss: Error): Promise<never> {
  const refused = Promise.reject(loss);
  refused.catch(() => undefined);
  return refused;
}

/**
 * Runs `work` so that what it wrote can be undone without the rest of the transaction: an error rolls back to here and
 * is raised.
 */
export async function savepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx`savepoint here`;
  try {
    const value = await work();
    await tx`release savepoint here`;
    return value;
  } catch (error) {
    // A statement on a connection that is closing would break it for the pool; the whole transaction ends anyway.
    if (!isConnectionLoss(error)) await tx`rollback to savepoint here`;
    throw error;
  }
}

/** Postgres's class 08 and its own shutdowns, and what postgres.js and Node say of a socket that is gone. */
function isConnectionLoss(error: unknown): boolean {
  if (error instanceof Error && isConnectionLoss(error.cause)) return true;
  return /^(08...|57P0.|CONNECTION_.*|ECONNRESET|EPIPE)$/.test(errorCode(error));
}
