import type { Database } from './database.ts';

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
}

/**
 * Gathers calls into statements: while `atOnce` of them are under way, further calls wait and go together in the next,
 * at most `most`. `run` gives what it found for each input, in their order, and undefined for what there is not. Where
 * it fails for several, each is tried once more alone: nobody fails for another's sake.
 */
export function gather<I, O>(
  run: (inputs: readonly I[]) => Promise<readonly (O | undefined)[]>,
  { atOnce, most }: GatherLimits,
): (input: I) => Promise<O | undefined> {
  const waiting: Waiting<I, O>[] = [];
  let underWay = 0;
  const runAlone = async ({ input, resolve, reject }: Waiting<I, O>) => {
    await run([input]).then(([output]) => resolve(output), reject);
  };
  const sendNext = async () => {
    const calls = waiting.splice(0, most);
    if (calls.length === 0) return;
    underWay += 1;
    const running = run(calls.map(({ input }) => input));
    if (waiting.length > 0 && underWay < atOnce) void sendNext();
    try {
      const found = await running;
      for (const [place, { resolve }] of calls.entries()) resolve(found[place]);
    } catch (error) {
      const [first, ...more] = calls;
      if (more.length === 0) first?.reject(error);
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
    });
}

/** A row that says for which input it is: the first is 1. */
export interface PlacedRow {
  readonly place: number;
}

type Read<I, R> = (db: Database, inputs: readonly I[]) => Promise<readonly R[]>;

/** `gather` over each database of its own. `read` gives rows that bear their input's place, at most one for each. */
export function gatherRows<I, R extends PlacedRow>(
  read: Read<I, R>,
  limits: GatherLimits,
): (db: Database, input: I) => Promise<R | undefined> {
  return gatherOver(async (db, inputs) => {
    const found: (R | undefined)[] = inputs.map(() => undefined);
    for (const row of await read(db, inputs)) found[row.place - 1] = row;
    return found;
  }, limits);
}

/** The same with as many rows for each input as there are, in the order of the statement. */
export function gatherLists<I, R extends PlacedRow>(
  read: Read<I, R>,
  limits: GatherLimits,
): (db: Database, input: I) => Promise<R[] | undefined> {
  return gatherOver(async (db, inputs) => {
    const found: R[][] = inputs.map(() => []);
    for (const row of await read(db, inputs)) found[row.place - 1]?.push(row);
    return found;
  }, limits);
}

function gatherOver<I, O>(read: Read<I, O | undefined>, limits: GatherLimits) {
  const gatherers = new WeakMap<Database, (input: I) => Promise<O | undefined>>();
  return (db: Database, input: I): Promise<O | undefined> => {
    const known = gatherers.get(db) ?? gather((inputs) => read(db, inputs), limits);
    gatherers.set(db, known);
    return known(input);
  };
}
