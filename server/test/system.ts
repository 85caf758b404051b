import { openPool } from '../src/db/database.ts';
import { createSignals } from '../src/db/signals.ts';
import { createIdSource } from '../src/kernel/ids.ts';
import type { SystemContext } from '../src/modules/workspaces/index.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { makeTestFolder, openTestFiles } from './files.ts';

export interface TestSystem extends SystemContext {
  readonly database: TestDatabase;
  /** The time that all verbs see; set it to go there. */
  now: Date;
  close(): Promise<void>;
}

/** A database of one's own with what verbs need around it, as the server's role; `close` it in `afterAll`. */
export async function openTestSystem(): Promise<TestSystem> {
  const database = await createTestDatabase();
  const sql = openPool(database.server, 4);
  const folder = await makeTestFolder();
  const system: TestSystem = {
    database,
    db: { sql, signals: createSignals() },
    now: new Date('2026-03-02T09:00:00.000Z'),
    clock: { now: () => system.now },
    newId: createIdSource(),
    files: await openTestFiles(folder),
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    close: async () => {
      await sql.end();
      await database.drop();
      await folder.remove();
    },
  };
  return system;
}
