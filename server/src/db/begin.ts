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
  const session: Session = { loss: undefined, lost: lost.promise };
  const outcome = sql.begin((tx) => runIn(session, tx, work));
  outcome.catch((error: Error) => {
    session.loss = error;
    lost.resolve();
  });
  return (await outcome).value;
}

/** A connection for the time of one transaction. */
interface Session {
  /** Why it is gone, once it is. */
  loss: Error | undefined;
  /** Resolves when it is gone. */
  readonly lost: Promise<void>;
}
const sessions = new WeakMap<Tx, Session>();

/** Runs `work` in a scope of the driver's; what it still sends after it has failed, or after a loss, is refused. */
async function runIn<T>(session: Session, scope: Tx, work: (tx: Tx) => Promise<T>): Promise<{ value: T }> {
  let failure: Error | undefined;
  const tx = new Proxy(scope, {
    apply: (target, self, args) => {
      const reason = session.loss ?? failure;
      return reason ? refuse(reason) : Reflect.apply(target, self, args);
    },
  });
  sessions.set(tx, session);
  try {
    return { value: await work(tx) };
  } catch (error) {
    failure = new Error('This part of the transaction was rolled back.', { cause: error });
    // An error that looks like a loss may be of another connection: only the closing of this one tells.
    if (isConnectionLoss(error))
      await Promise.race([session.lost, setTimeout(CLOSES_WITHIN_MS, undefined, { ref: false })]);
    // Never settling, so that no ROLLBACK is sent: the closing of the connection rejects the whole transaction.
    if (session.loss) return new Promise<never>(() => undefined);
    throw error;
  }
}

/** A rejection that nobody needs to await: a fragment inside a statement is none's to handle. */
function refuse(loss: Error): Promise<never> {
  const refused = Promise.reject(loss);
  refused.catch(() => undefined);
  return refused;
}

/**
 * Runs `work` so that what it wrote can be undone without the rest of the transaction: an error, the database's own
 * too, rolls back to here and is raised. `work` must use the `tx` it is given: the driver lets no transaction commit
 * in whose own scope a statement failed.
 */
export async function savepoint<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const session = sessions.get(tx);
  if (!session) throw new Error('a savepoint needs a transaction of begin()');
  if (session.loss) throw session.loss;
  return (await tx.savepoint((scope) => runIn(session, scope, work))).value;
}

/** Postgres's class 08 and its own shutdowns, and what postgres.js and Node say of a socket that is gone. */
function isConnectionLoss(error: unknown): boolean {
  if (error instanceof Error && isConnectionLoss(error.cause)) return true;
  return /^(08...|57P0.|CONNECTION_.*|ECONNRESET|EPIPE)$/.test(errorCode(error));
}
