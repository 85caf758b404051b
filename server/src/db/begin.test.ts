import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { atEnd, begin, collect, savepoint, settle } from './begin.ts';
import { openPool, type Sql, type Tx } from './database.ts';

let database: TestDatabase;
let admin: postgres.Sql;
let pool: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = postgres({ ...database.admin, max: 1, onnotice: () => undefined });
  pool = openPool(database.server, 2);
});
afterAll(async () => {
  await pool.end({ timeout: 1 });
  await admin.end();
  await database.drop();
});

/** Cuts the connection of a transaction, as a restart of Postgres does; resolves when its backend is gone. */
async function cut(tx: Tx): Promise<void> {
  const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
  await admin`select pg_terminate_backend(${row?.pid ?? 0}, 5000)`;
}

/** Resolves when the loss is known here: what is made from then on is refused, not sent. */
async function known(tx: Tx): Promise<void> {
  await vi.waitFor(() => expect(tx`never sent`.constructor).toBe(Promise));
}

it.each([
  [
    'while a statement runs',
    async (tx: Tx) => {
      await cut(tx);
      await tx`select 1`;
    },
  ],
  [
    'between two statements that handle their own errors',
    async (tx: Tx) => {
      await cut(tx);
      await tx`select 1`.catch(() => undefined);
      await known(tx);
      await tx`select 2`;
    },
  ],
  [
    'before the end of work that handles its own errors',
    async (tx: Tx) => {
      await cut(tx);
      await tx`select 1`.catch(() => undefined);
      await known(tx);
    },
  ],
  [
    'before what was collected is written',
    async (tx: Tx) => {
      collect(tx, { table: 'nowhere', columns: { id: 'int' } }, { id: 1 });
      await cut(tx);
    },
  ],
  [
    'before a statement with a fragment and a helper',
    async (tx: Tx) => {
      await cut(tx);
      await tx`select 1`.catch(() => undefined);
      await known(tx);
      await tx`select 1 ${tx`where true`} and 1 in ${tx([1, 2])}`;
    },
  ],
  [
    'inside a savepoint',
    (tx: Tx) =>
      savepoint(tx, async () => {
        await cut(tx);
        await tx`select 1`;
      }),
  ],
  [
    'under an error that wraps the loss',
    async (tx: Tx) => {
      await cut(tx);
      await tx`select 1`.catch((cause: unknown) => {
        throw new Error('wrapped', { cause });
      });
    },
  ],
])('rejects where the connection is cut %s, and the pool goes on', async (_when, work) => {
  for (let round = 0; round < 3; round++) {
    await expect(begin(pool, work)).rejects.toThrow();
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) => begin(pool, (tx) => tx<{ n: number }[]>`select ${n}::int as n`)),
    );
    expect(answers.map(([row]) => row?.n)).toEqual([1, 2, 3, 4]);
  }
});

it('undoes a savepoint without the rest of the transaction', async () => {
  const seen = await begin(pool, async (tx) => {
    await tx`create temp table notes (text text) on commit drop`;
    await tx`insert into notes values ('before')`;
    const failed = savepoint(tx, async () => {
      await tx`insert into notes values ('inside')`;
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await savepoint(tx, () => tx`insert into notes values ('after')`);
    return tx<{ text: string }[]>`select text from notes`;
  });
  expect(seen.map(({ text }) => text)).toEqual(['before', 'after']);
});

it('rolls back at an error that only looks like a lost connection, and gives the connection back', async () => {
  const foreign = Object.assign(new Error('another socket'), { code: 'ECONNRESET' });
  for (let round = 0; round < 3; round++) {
    const failed = begin(pool, async (tx) => {
      await tx`select 1`;
      throw foreign;
    });
    await expect(failed).rejects.toBe(foreign);
  }
  const [row] = await admin<{ open: number }[]>`
    select count(*)::int as open from pg_stat_activity
    where datname = ${database.name} and state like 'idle in transaction%'`;
  expect(row?.open).toBe(0);
});

it('goes on after a statement that failed in a savepoint, and refuses what the failed part still sends', async () => {
  const { promise: rolledBack, resolve: tellRolledBack } = Promise.withResolvers<void>();
  let late: Promise<unknown> | undefined;
  const kept = await begin(pool, async (tx) => {
    await tx`create temp table notes (text text) on commit drop`;
    const failed = savepoint(tx, async (inner) => {
      late = rolledBack.then(() => inner`insert into notes values ('late')`);
      await inner`insert into notes values ('undone')`;
      await inner`select 1 / 0`;
    });
    await expect(failed).rejects.toThrow('division by zero');
    tellRolledBack();
    await expect(late).rejects.toThrow('rolled back');
    await tx`insert into notes values ('after')`;
    return tx<{ text: string }[]>`select text from notes`;
  });
  expect(kept.map(({ text }) => text)).toEqual(['after']);
});

describe('work for the end of a transaction', () => {
  it('is done once for a key, after the rest, and by whoever settles before', async () => {
    const done: string[] = [];
    await begin(pool, async (tx) => {
      for (const key of ['one', 'two', 'one']) atEnd(tx, key, async () => void done.push(key));
      done.push('rest');
    });
    expect(done).toEqual(['rest', 'one', 'two']);
    await begin(pool, async (tx) => {
      atEnd(tx, 'early', async () => void done.push('early'));
      await settle(tx);
      done.push('late');
    });
    expect(done.slice(3)).toEqual(['early', 'late']);
  });

  it('may ask for more, and uses a transaction that goes on', async () => {
    const done: unknown[] = [];
    await begin(pool, async (tx) => {
      await savepoint(tx, async (inner) => {
        atEnd(inner, 'first', async (last) => {
          atEnd(last, 'second', async (same) => void done.push(...(await same`select 1 as one`)));
        });
      });
    });
    expect(done).toEqual([{ one: 1 }]);
  });

  it('goes with a savepoint that is rolled back, and its failure is the transaction’s', async () => {
    const done: string[] = [];
    await begin(pool, async (tx) => {
      await savepoint(tx, async (inner) => {
        atEnd(inner, 'gone', async () => void done.push('gone'));
        throw new Error('no');
      }).catch(() => undefined);
    });
    expect(done).toEqual([]);
    const failed = begin(pool, async (tx) => atEnd(tx, 'bad', () => Promise.reject(new Error('settled badly'))));
    await expect(failed).rejects.toThrow('settled badly');
  });
});
