import { setTimeout as delay } from 'node:timers/promises';
import { readPasswords } from './initialise.ts';
import { exists, prepareLayout } from './layout.ts';
import { type EmbeddedLogins, loginsOf } from './logins.ts';
import { findPostmaster } from './postmaster-file.ts';

const PATIENCE_MS = 30_000;

/** The logins of the embedded Postgres that runs on this data folder already; undefined if none does. */
export async function attachEmbeddedPostgres(dataDir: string): Promise<EmbeddedLogins | undefined> {
  const layout = await prepareLayout(dataDir);
  if (!(await exists(layout.passwordsFile))) return undefined;
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await findPostmaster(layout.cluster);
    if (!found) return undefined;
    if (found.status === 'ready') return loginsOf(layout, await readPasswords(layout));
    if (Date.now() > giveUpAt) return undefined;
    await delay(50);
  }
}
