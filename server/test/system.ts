import { createChannels } from '../src/adapters/channels/index.ts';
import { createOpenAiCompatible } from '../src/adapters/llms/openai-compatible/openai-compatible.ts';
import { createGuardedOutbound } from '../src/adapters/outbound/guarded/guarded-outbound.ts';
import { openPool } from '../src/db/database.ts';
import { createSignals } from '../src/db/signals.ts';
import { createIdSource } from '../src/kernel/ids.ts';
import { createSecrets } from '../src/kernel/secrets.ts';
import type { SystemContext } from '../src/modules/workspaces/index.ts';
import { createTestDatabase, dropChecked, type TestDatabase } from './database.ts';
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
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const outbound = createGuardedOutbound({ allow: [] });
  const system: TestSystem = {
    database,
    db: { sql, signals: createSignals() },
    now: new Date('2026-03-02T09:00:00.000Z'),
    clock: { now: () => system.now },
    newId: createIdSource(),
    files: openTestFiles(folder),
    channels: createChannels(log),
    outbound,
    llm: createOpenAiCompatible(outbound, { now: () => system.now }),
    secrets: createSecrets([Buffer.alloc(32, 1)]),
    log,
    close: async () => {
      await sql.end();
      await folder.remove();
      await dropChecked(database);
    },
  };
  return system;
}
