import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { openPool, type Sql } from './database.ts';

/** A way to Postgres whose connections can be cut as a machine that dies cuts them. */
let way: Server;
const callers = new Set<Socket>();
let database: TestDatabase;
let pool: Sql;
let admin: postgres.Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = postgres({ ...database.admin, max: 1, onnotice: () => undefined });
  const { host, port, path } = database.server;
  way = createServer((caller) => {
    const server = path === undefined ? connect(port, host) : connect(path);
    callers.add(caller);
    caller.pipe(server).pipe(caller);
    for (const [one, other] of [
      [caller, server],
      [server, caller],
    ] as const) {
      one.on('error', () => undefined).once('close', () => other.destroy());
    }
  });
  way.listen(0, '127.0.0.1');
  await once(way, 'listening');
  const address = way.address();
  const { path: _path, ...login } = database.server;
  pool = openPool({ ...login, host: '127.0.0.1', port: typeof address === 'object' ? (address?.port ?? 0) : 0 }, 1);
});
afterAll(async () => {
  await pool.end({ timeout: 1 });
  await admin.end();
  way.close();
  await database.drop();
});

/** Cuts the pool's connection while a statement runs, and does `next` as soon as that is known. */
async function cut(next: () => void): Promise<void> {
  const text = `select pg_sleep(60) /* ${randomUUID()} */`;
  const running = pool.unsafe(text).catch((error: unknown) => {
    next();
    return String(error);
  });
  await expect.poll(() => admin`select 1 from pg_stat_activity where query = ${text}`).toHaveLength(1);
  for (const caller of callers) caller.resetAndDestroy();
  callers.clear();
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
    await expect.poll(() => callers.size).toBeGreaterThan(0);
    for (const caller of callers) caller.resetAndDestroy();
    callers.clear();
  }
  isOver = true;
  await expect.poll(() => underWay).toBe(0);
  expect(await pool`select 2 as two`).toEqual([{ two: 2 }]);
});
