import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import type { DatabaseLogin } from '../src/db/login.ts';
import { eventCatalogue } from '../src/kernel/event-types.ts';

export interface TestDatabase {
  readonly name: string;
  /** Owns the schema. */
  readonly owner: DatabaseLogin;
  /** As the server works: bound by row-level security. */
  readonly server: DatabaseLogin;
  /** A superuser on this database. */
  readonly admin: DatabaseLogin;
  drop(): Promise<void>;
}

/**
 * A database of this test file's own with the whole schema and nothing in it, or with no schema either; `drop` it in
 * `afterAll`.
 */
export async function createTestDatabase(options: { readonly empty?: boolean } = {}): Promise<TestDatabase> {
  const cluster = inject('testCluster');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onCluster(
    `create database ${name} template ${options.empty ? 'template0' : cluster.owner.database} owner foyer_owner`,
  );
  return {
    name,
    owner: { ...cluster.owner, database: name },
    server: { ...cluster.server, database: name },
    admin: { ...cluster.maintenance, database: name },
    drop: () => onCluster(`drop database if exists ${name} with (force)`),
  };
}

/**
 * Drops it, and raises an error where a lead was changed in it and its revision was not raised, or an event was recorded
 * that is not as the catalogue says.
 */
export async function dropChecked(database: TestDatabase): Promise<void> {
  const wrong = await findWrongSnapshots(database);
  const wrongEvents = await findWrongEvents(database);
  await database.drop();
  if (wrongEvents.length > 0) throw new Error(`Events are not as the catalogue says: ${wrongEvents.join('; ')}`);
  if (wrong.length > 0) throw new Error(`A lead was changed and its revision was not raised: ${wrong.join('; ')}`);
}

/** Of every lead that a test file made: a snapshot that counts as the newest must be what would be put together now. */
async function findWrongSnapshots({ admin }: TestDatabase): Promise<string[]> {
  const sql = postgres({ ...admin, max: 1, onnotice: () => undefined });
  try {
    const rows = await sql<{ leadId: string; keys: string[] }[]>`
      select lead_id as "leadId", array(
        select kept.key from json_each_text(s.shown::json) kept join json_each_text(n.shown::json) now using (key)
        where kept.value is distinct from now.value) as keys
      from lead_snapshots s join lead_snapshots_now n using (workspace_id, lead_id, revision) where s.shown <> n.shown`;
    return rows.map(({ leadId, keys }) => `${leadId} (${keys.join(', ')})`);
  } finally {
    await sql.end();
  }
}

/** What an erasure emptied may lack everything. */
async function findWrongEvents({ admin }: TestDatabase): Promise<string[]> {
  const sql = postgres({ ...admin, max: 1, onnotice: () => undefined });
  try {
    const rows = await sql<{ type: string; data: object }[]>`
      select distinct type, data - 'actor' as data from events where data <> '{}'`;
    return rows.flatMap(({ type, data }) => {
      const checked = eventCatalogue.get(type)?.schema.safeParse(data);
      return checked?.success ? [] : [`${type} ${JSON.stringify(data)} ${checked?.error.message ?? 'is unknown'}`];
    });
  } finally {
    await sql.end();
  }
}

async function onCluster(statement: string): Promise<void> {
  const sql = postgres({ ...inject('testCluster').maintenance, max: 1, onnotice: () => undefined });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}
