import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { stopPostmaster } from '../src/db/embedded/postmaster.ts';
import { findPostmaster, isAlive } from '../src/db/embedded/postmaster-file.ts';
import { startEmbeddedPostgres } from '../src/db/embedded/start.ts';
import type { DatabaseLogin } from '../src/db/login.ts';
import { migrateDatabase } from '../src/db/migrate.ts';

export interface TestCluster {
  readonly maintenance: DatabaseLogin;
  readonly owner: DatabaseLogin;
  readonly server: DatabaseLogin;
}

declare module 'vitest' {
  // The only way vitest has to hand a value from the global set-up to a test.
  interface ProvidedContext {
    testCluster: TestCluster;
  }
}

const PREFIX = 'foyer-test-';
const silent = { info: () => undefined, warn: () => undefined };

/** One Postgres for the whole run, migrated once; each test file clones its database from it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  await chmod(dataDir, 0o711);
  const cluster = await startEmbeddedPostgres({ dataDir, log: silent, durable: false });
  const stop = async () => {
    await cluster.stop();
    await rm(cluster.home, { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const { maintenance, owner, server } = cluster;
    await migrateDatabase(owner, { log: silent });
    project.provide('testCluster', { maintenance, owner, server });
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Clusters of runs that were killed. */
async function removeLeftovers(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    if (isAlive(Number(name.slice(PREFIX.length).split('-')[0]))) continue;
    const cluster = join(tmpdir(), name, 'postgres', 'cluster');
    const running = await findPostmaster(cluster);
    if (running) await stopPostmaster(running.pid, cluster);
    await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}
