import { errorCode } from '../kernel/startup-error.ts';
import type { Database, LookUps, Sql } from './database.ts';

interface Waiting<I, O> {
  readonly input: I;
  resolve(output: O | undefined): void;
  reject(error: unknown): void;
}

export interface GatherLimits {
  /** Statements under way at once. For look-ups of microseconds one is best: with two, each carries half as many. */
  readonly atOnce: number;
  /** Inputs of one statement. */
  readonly most: number;
  /**
   * Milliseconds from the start of a statement that took several to the next one's, unless that is full: to send few and
   * wake Postgres for them costs more than to read them. None where it is missing.
   */
  readonly restMs?: number;
}

/**
 * Gathers calls into statements: while `atOnce` of them are under way, further calls wait and go together in the next,
 * at most `most`. `run` gives what it found for each input, in their order, and undefined for what there is not. Where
 * it fails for several, each is tried once more alone, unless all met the same: nobody fails for another's sake.
 */
export function gather<I, O>(
  run: (inputs: readonly I[]) => Promise<readonly (O | undefined)[]>,
  { atOnce, most, restMs = 0 }: GatherLimits,
): (input: I) => Promise<O | undefined> {
  const waiting: Waiting<I, O>[] = [];
  let underWay = 0;
  let restsUntil = 0;
  let resting: NodeJS.Timeout | undefined;
  const runAlone = async ({ input, resolve, reject }: Waiting<I, O>) => {
    await run([input]).then(([output]) => resolve(output), reject);
  };
  const sendRested = () => {
    clearTimeout(resting);
    resting = undefined;
    if (underWay < atOnce) void sendNext();
  };
  const sendNext = async () => {
    if (waiting.length === 0 || resting) return;
    const leftMs = restsUntil - performance.now();
    if (leftMs > 0 && waiting.length < most) {
      resting = setTimeout(sendRested, leftMs);
      return;
    }
    const calls = waiting.splice(0, most);
    // Who comes alone is not made to wait.
    restsUntil = calls.length > 1 ? performance.now() + restMs : 0;
    underWay += 1;
    const running = run(calls.map(({ input }) => input));
    if (waiting.length > 0 && underWay < atOnce) void sendNext();
    try {
      const found = await running;
      for (const [place, { resolve }] of calls.entries()) resolve(found[place]);
    } catch (error) {
      if (calls.length === 1 || isOfAll(error)) for (const { reject } of calls) reject(error);
      else for (const call of calls) await runAlone(call);
    }
    underWay -= 1;
    void sendNext();
  };
  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      // Not by setImmediate: what postgres.js 3.4.9 is given there in the turn in which a connection is cut leaves that
      // connection dead until its time-out, again and again.
      if (waiting.length === 1 && underWay < atOnce) queueMicrotask(() => underWay < atOnce && void sendNext());
      if (resting && waiting.length >= most) sendRested();
    });
}

/** No room, no lock or no time: that would be the same for each alone, and each would wait for it as long. */
function isOfAll(error: unknown): boolean {
  return /^(53...|55P03|57014)$/.test(errorCode(error));
}

/** A row that says for which input it is: the first is 1. */
export interface PlacedRow {
  readonly place: number;
}

/** Rows of a statement, which are taken out of them. */
type Read<I, R> = (sql: Sql, inputs: readonly I[]) => Promise<R[]>;
type ReadOne<I, R> = (db: Database, input: I) => Promise<R | undefined>;

/**
 * For look-ups of microseconds, each kind over a connection of its own, whose Postgres is awake more often than one of ten
 * would be; a statement takes along what comes within a millisecond of the one before.
 */
export function gatherLookUps<I, R extends PlacedRow>(kind: keyof LookUps, read: Read<I, R>): ReadOne<I, R> {
  return gatherOver((db, inputs: readonly I[]) => readInPlace(read, db.lookUps?.[kind] ?? db.sql, inputs), LOOK_UPS);
}

const LOOK_UPS: GatherLimits = { atOnce: 1, most: 32, restMs: 1 };

/** `gather` over each database of its own. `read` gives rows that bear their input's place, at most one for each. */
export function gatherRows<I, R extends PlacedRow>(read: Read<I, R>, limits: GatherLimits): ReadOne<I, R> {
  return gatherOver(({ sql }, inputs: readonly I[]) => readInPlace(read, sql, inputs), limits);
}

async function readInPlace<I, R extends PlacedRow>(read: Read<I, R>, sql: Sql, inputs: readonly I[]) {
  const found: (R | undefined)[] = inputs.map(() => undefined);
  for (const row of takeRows(await read(sql, inputs))) found[row.place - 1] = row;
  return found;
}

/** The same with as many rows for each input as there are, in the order of the statement. */
export function gatherLists<I, R extends PlacedRow>(read: Read<I, R>, limits: GatherLimits): ReadOne<I, R[]> {
  return gatherOver(async ({ sql }, inputs: readonly I[]) => {
    const found: R[][] = inputs.map(() => []);
    for (const row of takeRows(await read(sql, inputs))) found[row.place - 1]?.push(row);
    return found;
  }, limits);
}

/**
 * The rows, and an empty result. One result of postgres.js 3.4.9 keeps the next from being collected young: with their rows
 * in them four tenths of what the server allocates would move into the old space, which then is collected ten times as often.
 */
export function takeRows<R>(result: R[]): R[] {
  return result.splice(0);
}

type ReadAll<I, O> = (db: Database, inputs: readonly I[]) => Promise<readonly (O | undefined)[]>;

function gatherOver<I, O>(read: ReadAll<I, O>, limits: GatherLimits): ReadOne<I, O> {
  const gatherers = new WeakMap<Database, (input: I) => Promise<O | undefined>>();
  return (db, input) => {
    const known = gatherers.get(db) ?? gather((inputs) => read(db, inputs), limits);
    gatherers.set(db, known);
    return known(input);
  };
}
