import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import type { DatabaseLogin } from '../src/db/login.ts';

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

async function onCluster(statement: string): Promise<void> {
  const sql = postgres({ ...inject('testCluster').maintenance, max: 1, onnotice: () => undefined });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}
