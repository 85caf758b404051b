import postgres from 'postgres';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createSignals } from '../db/signals.ts';
import { listenForChanges } from './change-listener.ts';

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

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

it('hears what other processes changed, also after its connection was cut', async () => {
  const signals = createSignals();
  const heard: string[] = [];
  for (const subject of ['one', 'two', 'three']) signals.listen(subject, () => heard.push(subject));
  const listener = await listenForChanges(database.server, signals, silent);

  await admin`select pg_notify('foyer_changes', 'one,two')`;
  await vi.waitFor(() => expect(heard).toEqual(['one', 'two']));

  heard.length = 0;
  await admin`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = ${database.name} and query = 'listen foyer_changes'`;
  await vi.waitFor(() => expect(heard).toEqual(['one', 'two', 'three']), 5_000);

  heard.length = 0;
  await admin`select pg_notify('foyer_changes', 'three')`;
  await vi.waitFor(() => expect(heard).toEqual(['three']));
  await listener.stop();
});
