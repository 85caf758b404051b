import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { answerLater, begin, collect, savepoint, writeCollected } from './begin.ts';
import type { RowKind } from './collected-rows.ts';
import { openPool, type Sql, type Tx } from './database.ts';

interface Note {
  readonly id: number;
  readonly saidBy: string;
  readonly words: readonly string[];
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly at: Date;
}
const at = new Date('2027-03-13T15:00:00.123Z');
const kindOf = (table: string): RowKind<Note> => ({
  table,
  columns: { id: 'int', saidBy: 'text', words: 'text[]', data: 'jsonb', at: 'timestamptz' },
});
const notes = kindOf('notes');
const copies = kindOf('copies');
const note = (id: number): Note => ({ id, saidBy: 'Zoë "Z" \\ {x},\n', words: ['a, "b"', '{}', ''], data: null, at });

let database: TestDatabase;
let pool: Sql;
let statements: string[] = [];
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  pool = openPool({ ...database.admin, debug: (_connection, statement) => statements.push(statement) }, 2);
  for (const table of ['notes', 'copies']) {
    await pool`
      create table ${pool(table)} (nth serial, id int primary key, said_by text, words text[], data jsonb, at timestamptz(3))`;
  }
});
beforeEach(async () => {
  await pool`truncate notes, copies restart identity`;
  statements = [];
});
afterAll(async () => {
  await pool.end({ timeout: 1 });
  await database.drop();
});

const put = (tx: Tx, ...ids: number[]) => {
  for (const id of ids) collect(tx, notes, note(id));
};
const idsIn = async (sql: Sql | Tx = pool, table = 'notes') =>
  (await sql<{ id: number }[]>`select id from ${sql(table)} order by nth`).map(({ id }) => id);
const fail = () => Promise.reject(new Error('no'));

describe('at the end of a transaction', () => {
  it('writes the rows of all tables in one statement, each as it was and in its place', async () => {
    await begin(pool, async (tx) => {
      const data = { text: 'as it was', deep: [1, { a: null }] };
      collect(tx, notes, { ...note(3), data });
      data.text = 'changed since';
      collect(tx, copies, note(9));
      put(tx, 1, 2);
      expect(await idsIn(tx)).toEqual([]);
    });
    expect(await idsIn()).toEqual([3, 1, 2]);
    expect(await idsIn(pool, 'copies')).toEqual([9]);
    const [first, second] = await pool<Note[]>`select id, said_by, words, data, at from notes order by nth`;
    expect(first).toMatchObject({ data: { text: 'as it was', deep: [1, { a: null }] } });
    expect(second).toEqual(note(1));
    expect(statements.filter((statement) => /insert/.test(statement))).toHaveLength(1);
  });

  it('sends nothing where nothing was collected', async () => {
    await begin(pool, (tx) => tx`select 1`);
    expect(statements).toEqual(['begin ', 'select 1', 'commit']);
  });

  it('has one statement for each set of tables, in whatever order they come', async () => {
    let id = 0;
    const write = (...kinds: RowKind<Note>[]) =>
      begin(pool, async (tx) => {
        for (const kind of kinds) collect(tx, kind, note(++id));
      });
    await write(notes, copies);
    await write(copies, notes);
    await write(copies, copies);
    expect(new Set(statements.filter((statement) => /insert/.test(statement))).size).toBe(2);
  });

  it('raises what the writing raises, keeps nothing of the transaction, and the pool goes on', async () => {
    for (let round = 0; round < 3; round++) {
      const failed = begin(pool, async (tx) => {
        await tx`insert into copies (id) values (1)`;
        put(tx, 1, 1);
      });
      await expect(failed).rejects.toMatchObject({ code: '23505', table_name: 'notes' });
      expect([await idsIn(), await idsIn(pool, 'copies')]).toEqual([[], []]);
    }
    await begin(pool, async (tx) => put(tx, 1));
    expect(await idsIn()).toEqual([1]);
  });

  it('keeps nothing where the work fails', async () => {
    const failed = begin(pool, async (tx) => {
      put(tx, 1);
      await fail();
    });
    await expect(failed).rejects.toThrow('no');
    expect(await idsIn()).toEqual([]);
  });
});

describe('a statement that the COMMIT does not wait for', () => {
  const insert = (tx: Tx, id: number) => answerLater(tx, tx`insert into notes (id) values (${id})`.execute());

  it('is written when the transaction is done', async () => {
    await begin(pool, async (tx) => insert(tx, 1));
    expect(await idsIn()).toEqual([1]);
  });

  it('fails the transaction where it fails', async () => {
    const failed = begin(pool, async (tx) => {
      await tx`insert into notes (id) values (1)`;
      insert(tx, 1);
    });
    await expect(failed).rejects.toMatchObject({ code: '23505' });
    expect(await idsIn()).toEqual([]);
  });

  it('raises its own failure, not that what came behind it could not run', async () => {
    const failed = begin(pool, async (tx) => {
      await tx`insert into notes (id) values (1)`;
      answerLater(
        tx,
        tx`insert into notes (id) values (1)`.execute().then((rows) => rows.map(String)),
      );
      put(tx, 2);
    });
    await expect(failed).rejects.toMatchObject({ code: '23505' });
  });

  it('fails no more than the savepoint that it was sent in', async () => {
    await begin(pool, async (tx) => {
      await tx`insert into notes (id) values (1)`;
      const failed = savepoint(tx, async (inner) => {
        insert(inner, 1);
        await idsIn(inner);
      });
      await expect(failed).rejects.toMatchObject({ code: expect.stringMatching(/23505|25P02/) });
    });
    expect(await idsIn()).toEqual([1]);
  });
});

describe('with savepoints', () => {
  it('drops what was collected in one that is rolled back, also in one inside it that was not', async () => {
    await begin(pool, async (tx) => {
      put(tx, 1);
      const failed = savepoint(tx, async (outer) => {
        put(outer, 2);
        await savepoint(outer, async (inner) => put(inner, 3));
        await fail();
      });
      await expect(failed).rejects.toThrow('no');
      put(tx, 4);
    });
    expect(await idsIn()).toEqual([1, 4]);
  });

  it('hands on what was collected in those that are not, in its order, past one that failed inside', async () => {
    await begin(pool, async (tx) => {
      put(tx, 1);
      await savepoint(tx, async (outer) => {
        put(outer, 2);
        await savepoint(outer, async (inner) => {
          put(inner, 99);
          await fail();
        }).catch(() => undefined);
        await savepoint(outer, async (inner) => put(inner, 3));
        put(outer, 4);
      });
      put(tx, 5);
    });
    expect(await idsIn()).toEqual([1, 2, 3, 4, 5]);
  });

  it('writes once more what was written inside one that was rolled back and collected before it', async () => {
    await begin(pool, async (tx) => {
      put(tx, 1);
      const failed = savepoint(tx, async (inner) => {
        put(inner, 2);
        await writeCollected(inner);
        expect(await idsIn(inner)).toEqual([1, 2]);
        await fail();
      });
      await expect(failed).rejects.toThrow('no');
      expect(await idsIn(tx)).toEqual([]);
    });
    expect(await idsIn()).toEqual([1]);
  });

  it('lets a failure to write show inside one, and the rest go on', async () => {
    await begin(pool, async (tx) => {
      put(tx, 1);
      const failed = savepoint(tx, async (inner) => {
        put(inner, 1);
        await writeCollected(inner);
      });
      await expect(failed).rejects.toMatchObject({ code: '23505' });
    });
    expect(await idsIn()).toEqual([1]);
  });

  it('refuses what a rolled-back part still collects', async () => {
    let late: Tx | undefined;
    await begin(pool, async (tx) => {
      await savepoint(tx, (inner) => {
        late = inner;
        return fail();
      }).catch(() => undefined);
      expect(() => late && put(late, 1)).toThrow('rolled back');
    });
    expect(await idsIn()).toEqual([]);
  });
});

it('writes at once for who reads, and the rest at the end', async () => {
  await begin(pool, async (tx) => {
    put(tx, 1);
    await writeCollected(tx);
    expect(await idsIn(tx)).toEqual([1]);
    await writeCollected(tx);
    put(tx, 2);
  });
  expect(await idsIn()).toEqual([1, 2]);
});

it('is done before every statement of ours that reads or changes such a table', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(path),
  );
  const textOf = (path: string) => readFileSync(`${root}/${path}`, 'utf8');
  const tables = files.flatMap((path) => [...textOf(path).matchAll(/RowKind<\w+> = \{\s+table: '(\w+)'/g)]);
  const names = [
    'action_logs',
    'audit_log',
    'consents',
    'deliveries',
    'events',
    'idempotency_keys',
    'stimuli',
    'timers',
    'variable_changes',
  ];
  // What collects these is written before anything looks at them.
  const writtenAtOnce = ['conversations', 'lead_checklist_items', 'leads', 'runs'];
  expect(tables.map((found) => found[1]).sort()).toEqual([...names, ...writtenAtOnce].sort());
  const named = new RegExp(
    `\\b(from|join|update|into)\\s+(${names.join('|')})\\b|^\\s+(case )?'(${names.join('|')})'[,:]`,
    'm',
  );
  const touching = files.filter((path) => named.test(textOf(path).replaceAll(/table: '\w+'/g, '')));
  expect(touching.filter((path) => !/await writeCollected\(|\[\s*writeCollected\(/.test(textOf(path)))).toEqual([
    // The first statements of their transactions.
    'http/idempotency.ts',
    'jobs/claim-stimulus.ts',
    'jobs/consultation.ts',
    // Events that have a number, which they get after their commit.
    'modules/automations/rules.ts',
    'modules/automations/take-events.ts',
    // A part of a statement, of a transaction that has set no timer.
    'modules/conversations/stop-reaching-out.ts',
    // In a transaction of its own.
    'modules/deliveries/set-aside.ts',
    // Numbered events.
    'modules/events/get-event.ts',
    'modules/events/read-events.ts',
    // Called by who has done it.
    'modules/leads/give-back-rows.ts',
    // Numbered events.
    'modules/webhooks/fan-out.ts',
    'modules/webhooks/replay-webhook-events.ts',
  ]);
});
