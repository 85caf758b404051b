import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { openWay, type WayToPostgres } from '../../test/way-to-postgres.ts';
import { openPool, type Sql } from './database.ts';
import type { DatabaseLogin } from './login.ts';

let database: TestDatabase;
let admin: postgres.Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = postgres({ ...database.admin, max: 1, onnotice: () => undefined });
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

function openPoolOver({ host, port }: WayToPostgres, ssl: DatabaseLogin['ssl'], more: object = {}): Sql {
  const { path: _path, ...login } = database.server;
  return openPool({ ...login, host, port, ssl, ...more }, 1);
}

describe.each([
  ['plain', false],
  ['tls', 'require'],
] as const)('over a connection that is %s', (kind, ssl) => {
  let way: WayToPostgres;
  let pool: Sql;
  beforeAll(async () => {
    way = await openWay(database.server, kind);
    pool = openPoolOver(way, ssl);
  });
  afterAll(async () => {
    await pool.end({ timeout: 1 });
    way.close();
  });

  /** Cuts the pool's connection while a statement runs, and does `next` as soon as that is known. */
  async function cut(next: () => void): Promise<void> {
    const text = `select pg_sleep(60) /* ${randomUUID()} */`;
    const running = pool.unsafe(text).catch((error: unknown) => {
      next();
      return String(error);
    });
    await expect.poll(() => admin`select 1 from pg_stat_activity where query = ${text}`).toHaveLength(1);
    way.cut();
    expect(await running).toContain('ECONNRESET');
  }

  it.each([
    ['in the turn in which that is known', (give: () => void) => give()],
    ['in the next tick', (give: () => void) => process.nextTick(give)],
    ['in an immediate', (give: () => void) => void setImmediate(give)],
    ['in two immediates', (give: () => void) => void setImmediate(() => setImmediate(give))],
    ['in the next turn', (give: () => void) => void setTimeout(give, 0)],
  ])('settles a statement that is given to a connection that was cut, %s', async (_when, schedule) => {
    const given = Promise.withResolvers<string>();
    const give = () => {
      // Answered by the next connection or refused: what matters is that it ends.
      pool`select ${1}::int as one`.then(
        () => given.resolve('answered'),
        () => given.resolve('refused'),
      );
    };
    await cut(() => schedule(give));
    expect(await given.promise).toMatch(/answered|refused/);
    expect(await pool`select 2 as two`).toEqual([{ two: 2 }]);
  });

  it('settles all statements that come in every turn of the loop while connections are cut', async () => {
    await pool`select 1 as one`;
    let underWay = 0;
    let isOver = false;
    const give = () => {
      if (isOver) return;
      if (underWay < 20) {
        underWay += 1;
        // Refused is as good as answered: what matters is that it ends.
        pool`select ${1}::int as one`
          .catch(() => undefined)
          .finally(() => {
            underWay -= 1;
          });
      }
      setImmediate(give);
    };
    give();
    for (let times = 0; times < 20; times += 1) {
      await expect.poll(() => way.callers.size).toBeGreaterThan(0);
      way.cut();
    }
    isOver = true;
    await expect.poll(() => underWay).toBe(0);
    expect(await pool`select 2 as two`).toEqual([{ two: 2 }]);
  });
});

describe('how a connection is secured', () => {
  it.each([
    ['plain', 'prefer', 'answered'],
    ['tls', 'prefer', 'answered'],
    ['tls', 'require', 'answered'],
    ['plain', 'require', 'takes no TLS'],
    ['tls', 'verify-full', 'self-signed certificate'],
    ['silent', 'prefer', 'CONNECT_TIMEOUT'],
    ['closing', 'prefer', 'closed the connection'],
  ] as const)('where Postgres is %s, sslmode %s: %s', async (kind, ssl, outcome) => {
    const way = await openWay(database.server, kind);
    const pool = openPoolOver(way, ssl, { connect_timeout: 1 });
    const asked = pool`select 1 as one`.then(
      () => 'answered',
      (error: unknown) => String(error),
    );
    expect(await asked).toContain(outcome);
    await pool.end({ timeout: 1 });
    way.cut();
    way.close();
  });
});
