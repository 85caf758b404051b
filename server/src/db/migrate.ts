import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { errorCode, reasonOf, StartupError } from '../kernel/startup-error.ts';
import type { DatabaseLogin, StartLog } from './login.ts';

interface MigrationOptions {
  readonly log: StartLog;
  /** The folder with the `NNNN_name.sql` files; ours unless told. */
  readonly dir?: string;
}

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

interface Applied {
  readonly name: string;
  readonly sha256: string;
}

const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/;
/** Of our choosing; whoever holds it may change the schema. */
const SCHEMA_LOCK = 7_305_808_871;

/**
 * Brings the schema to the newest version, forward only, each file in one transaction with its row. Several processes
 * may do this at once. Returns the names applied now. Throws StartupError when a file cannot be applied, was changed
 * after it was applied, or when the database is of a newer Foyer. With nothing to do it costs one statement.
 */
export async function migrate(sql: postgres.Sql, options: MigrationOptions): Promise<readonly string[]> {
  const files = await readMigrations(options.dir ?? fileURLToPath(new URL('./migrations', import.meta.url)));
  const applied = await readApplied(sql);
  if (applied === undefined) await createTable(sql);
  const pending = findPending(files, applied ?? []);
  const done: string[] = [];
  for (const file of pending) {
    if (await applyOne(sql, file)) done.push(file.name);
  }
  if (done.length > 0) options.log.info(`Brought the database to ${done.at(-1)} (${done.length} migrations).`);
  return done;
}

/** `migrate` over a connection of its own for the schema's owner. */
export async function migrateDatabase(owner: DatabaseLogin, options: MigrationOptions): Promise<readonly string[]> {
  const sql = postgres({ ...owner, max: 1, fetch_types: false, onnotice: () => undefined });
  try {
    return await migrate(sql, options);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function readMigrations(dir: string): Promise<Migration[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort();
  const odd = names.find((name) => !FILE_NAME.test(name));
  if (odd) throw new Error(`The migration ${odd} must be named NNNN_lower_case.sql.`);
  return Promise.all(names.map((name) => readMigration(dir, name)));
}

async function readMigration(dir: string, name: string): Promise<Migration> {
  // A checkout may have changed the line ends; that is no change of the migration.
  const text = (await readFile(`${dir}/${name}`, 'utf8')).replaceAll('\r\n', '\n');
  return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
}

async function readApplied(sql: postgres.Sql): Promise<Applied[] | undefined> {
  try {
    return await sql<Applied[]>`select name, sha256 from public.schema_migrations order by name`;
  } catch (error) {
    if (errorCode(error) === '42P01') return undefined;
    throw error;
  }
}

function findPending(files: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const known = new Map(files.map((file) => [file.name, file]));
  for (const row of applied) {
    const file = known.get(row.name);
    if (!file) {
      throw new StartupError(
        `The database is of a newer Foyer (it has ${row.name}): update this one, or use another database.`,
      );
    }
    if (file.sha256 !== row.sha256) {
      throw new StartupError(`The migration ${row.name} was changed after it was applied: put it back as it was.`);
    }
  }
  const done = new Set(applied.map((row) => row.name));
  return files.filter((file) => !done.has(file.name));
}

async function createTable(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await waitForTurn(tx);
    await tx`
      create table if not exists public.schema_migrations (
        name text primary key,
        sha256 text not null,
        applied_at timestamptz(3) not null default now()
      )`;
  });
}

/** False if another process applied it meanwhile. */
async function applyOne(sql: postgres.Sql, file: Migration): Promise<boolean> {
  let appliedNow = false;
  await sql.begin(async (tx) => {
    await waitForTurn(tx);
    const [there] = await tx`select from public.schema_migrations where name = ${file.name}`;
    if (there) return;
    await tx`select set_config('search_path', 'public, ' || current_setting('search_path'), true)`;
    await tx.unsafe(file.text).catch((error: unknown) => {
      throw new StartupError(
        `The migration ${file.name} failed${lineOf(error, file.text)}: ${reasonOf(error)}.`,
        error,
      );
    });
    await tx`insert into public.schema_migrations (name, sha256) values (${file.name}, ${file.sha256})`;
    appliedNow = true;
  });
  return appliedNow;
}

async function waitForTurn(tx: postgres.TransactionSql): Promise<void> {
  await tx`select pg_advisory_xact_lock(${SCHEMA_LOCK})`;
}

function lineOf(error: unknown, text: string): string {
  const position = error instanceof Error && 'position' in error ? Number(error.position) : Number.NaN;
  return Number.isNaN(position) ? '' : ` at line ${text.slice(0, position).split('\n').length}`;
}
