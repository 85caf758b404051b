import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { DATABASE_NAME, type EmbeddedLogins } from '../../src/db/embedded/logins.ts';
import { errorCode, StartupError } from '../../src/kernel/startup-error.ts';
import { insertChildren } from './insert-children.ts';
import { type BenchWorkspace, makeWorkspaces } from './make-workspaces.ts';
import { insertLeads, planLeads } from './plan-leads.ts';

/** Whoever owns the tables is bound by row-level security as well; the superuser of the benchmark's own Postgres is not. */
export function openAsSuperuser({ maintenance }: EmbeddedLogins): Sql {
  return postgres({ ...maintenance, database: DATABASE_NAME, max: 1, onnotice: () => undefined });
}

interface Manifest {
  readonly leads: number;
  readonly filledAt: string;
  readonly workspaces: BenchWorkspace[];
}

/** By then leads that were fresh are stale. */
const GOOD_FOR_DAYS = 2;

/**
 * The workspaces of the benchmark with all their leads: those that the data folder holds already, else made now.
 * Throws StartupError where the folder holds others.
 */
export async function fill(
  logins: EmbeddedLogins,
  { dataDir, leads, note }: { dataDir: string; leads: number; note: (what: string) => void },
): Promise<BenchWorkspace[]> {
  const file = join(dataDir, 'bench.json');
  const found = await readManifest(file);
  if (found) {
    const days = (Date.now() - Date.parse(found.filledAt)) / 86_400_000;
    if (found.leads === leads && days < GOOD_FOR_DAYS) return found.workspaces;
    throw new StartupError(
      `${dataDir} holds ${found.leads} leads of ${found.filledAt}: remove it, or name another folder.`,
    );
  }
  note('workspaces');
  const workspaces = await makeWorkspaces(logins, dataDir, leads);
  const sql = openAsSuperuser(logins);
  try {
    await insertAll(sql, workspaces, note);
  } finally {
    await sql.end();
  }
  const manifest: Manifest = { leads, filledAt: new Date().toISOString(), workspaces };
  // Last, so that a fill that was broken off is none.
  await writeFile(file, JSON.stringify(manifest), { mode: 0o600 });
  return workspaces;
}

async function insertAll(sql: Sql, workspaces: readonly BenchWorkspace[], note: (what: string) => void): Promise<void> {
  await sql`set synchronous_commit = off`;
  note('leads');
  await planLeads(sql, workspaces);
  await insertLeads(sql);
  // No triggers: what is inserted here refers to what is there, and checking that would take most of the time.
  await sql`set session_replication_role = replica`;
  await insertChildren(sql, note);
  note('statistics');
  await sql`reset session_replication_role`;
  await sql`vacuum (analyze)`;
  await sql`checkpoint`;
}

async function readManifest(file: string): Promise<Manifest | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : JSON.parse(text);
}
