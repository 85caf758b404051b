import { setTimeout } from 'node:timers/promises';
import { errorCode } from '../kernel/startup-error.ts';
import { CollectedRows, type RowKind } from './collected-rows.ts';
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
  const session: Session = {
    loss: undefined,
    lost: lost.promise,
    collected: new CollectedRows(),
    pending: new Map(),
    unanswered: [],
  };
  let written: Promise<unknown> = Promise.resolve();
  const outcome = sql.begin(async (tx) => {
    const done = await runIn(session, tx, async (inner) => {
      const value = await work(inner);
      await settle(inner);
      return value;
    });
    // The COMMIT goes right behind it; where this fails that is a rollback, and answers without an error.
    written = inTurn([...session.unanswered, session.collected.write(tx)]);
    written.catch(() => undefined);
    return done;
  });
  outcome.catch((error: Error) => {
    session.loss = error;
    lost.resolve();
  });
  const { value } = await outcome;
  await written;
  return value;
}

/** A connection for the time of one transaction. */
interface Session {
  /** Why it is gone, once it is. */
  loss: Error | undefined;
  /** Resolves when it is gone. */
  readonly lost: Promise<void>;
  readonly collected: CollectedRows;
  /** What is to be done before the end, by its key. */
  pending: Map<string, (tx: Tx) => Promise<void>>;
  /** Answers that the COMMIT is sent without. */
  unanswered: Promise<unknown>[];
}

/** The transaction itself or a savepoint of it. */
interface Scope {
  readonly session: Session;
  /** Why it was rolled back, once it was. */
  failure: Error | undefined;
}
const scopes = new WeakMap<Tx, Scope>();

/** The scope that `tx` stands for. Throws where it is not one of ours, or takes nothing any more. */
function openScope(tx: Tx): Scope {
  const scope = scopes.get(tx);
  if (!scope) throw new Error('this needs a transaction of begin()');
  const reason = scope.session.loss ?? scope.failure;
  if (reason) throw reason;
  return scope;
}

/** Runs `work` in a scope of the driver's; what it still sends after it has failed, or after a loss, is refused. */
async function runIn<T>(session: Session, driverTx: Tx, work: (tx: Tx) => Promise<T>): Promise<{ value: T }> {
  const scope: Scope = { session, failure: undefined };
  const tx = new Proxy(driverTx, {
    apply: (target, self, args) => {
      const reason = session.loss ?? scope.failure;
      return reason ? refuse(reason) : Reflect.apply(target, self, args);
    },
  });
  scopes.set(tx, scope);
  const uncollect = session.collected.mark();
  const [pending, unanswered] = [new Map(session.pending), [...session.unanswered]];
  try {
    const value = await work(tx);
    if (!session.loss) return { value };
    throw session.loss;
  } catch (error) {
    uncollect();
    session.pending = pending;
    session.unanswered = unanswered;
    scope.failure = new Error('This part of the transaction was rolled back.', { cause: error });
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
  const { session } = openScope(tx);
  return (await tx.savepoint((scope) => runIn(session, scope, work))).value;
}

/**
 * Keeps a row to be written with others at the end of the transaction, or by `writeCollected` before. A savepoint that
 * is rolled back takes what was collected in it along.
 */
export function collect<Row extends object>(tx: Tx, kind: RowKind<Row>, row: Row): void {
  openScope(tx).session.collected.add(kind, row);
}

/** Writes what was collected so far, for a statement that reads or changes those tables, or whose failure must show here. */
export async function writeCollected(tx: Tx): Promise<void> {
  await openScope(tx).session.collected.write(tx);
}

/**
 * Keeps work for the end of the transaction, before what was collected is written: once for a key, however often it is
 * asked for. A savepoint that is rolled back takes what was asked for in it along.
 */
export function atEnd(tx: Tx, key: string, work: (tx: Tx) => Promise<void>): void {
  openScope(tx).session.pending.set(key, work);
}

/** Does what was kept for the end so far, for who answers with what comes of it or must see its failure here. */
export async function settle(tx: Tx): Promise<void> {
  const { session } = openScope(tx);
  for (const [key, work] of session.pending) {
    session.pending.delete(key);
    await work(tx);
  }
}

/**
 * For what has been sent and need not have been answered when the COMMIT is sent: where it fails, the transaction does. A
 * savepoint that is rolled back takes it along; one that ends before the answer fails with the whole.
 */
export function answerLater(tx: Tx, answer: Promise<unknown>): void {
  // It is raised when the transaction has ended; until then nobody waits for it.
  answer.catch(() => undefined);
  openScope(tx).session.unanswered.push(answer);
}

/** Waits for statements that were sent one behind the other; raises what failed first, not what could not run after it. */
export async function inTurn(answers: readonly Promise<unknown>[]): Promise<void> {
  // One that fails behind another's failure is waited for by nobody: it failed for that.
  for (const answer of answers) answer.catch(() => undefined);
  for (const answer of answers) await answer;
}

/** Postgres's class 08 and its own shutdowns, and what postgres.js and Node say of a socket that is gone. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof Error && isConnectionLoss(error.cause)) return true;
  return /^(08...|57P0.|CONNECTION_.*|ECONNRESET|EPIPE)$/.test(errorCode(error));
}
