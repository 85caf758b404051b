import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf, StartupError } from '../../kernel/startup-error.ts';
import type { StartLog } from '../login.ts';
import type { Binaries } from './binaries.ts';
import { diskFull, type Layout } from './layout.ts';
import { findPostmaster, isPostmasterOf } from './postmaster-file.ts';
import { postgresArguments, type Tuning } from './settings.ts';

const POLL_MS = 10;
const LARGEST_LOG_BYTES = 10_000_000;
const ORPHANS_WAIT_MS = 10_000;
const FAST_STOP_MS = 20_000;

/** Raised when another process's postmaster holds the cluster. */
export class ClusterBusyError extends Error {}

export interface Postmaster {
  readonly pid: number;
  /** Settles when the process has ended, for whatever reason. */
  readonly exited: Promise<void>;
}

/** Starts Postgres on the cluster and returns when it takes connections, however long a recovery lasts. */
export async function startPostmaster(
  layout: Layout,
  binaries: Binaries,
  tuning: Tuning,
  log: StartLog,
  whileStarting?: () => void,
): Promise<Postmaster> {
  const giveUpAt = Date.now() + ORPHANS_WAIT_MS;
  for (;;) {
    const logStart = await rotateLog(layout.logFile);
    const child = await spawnPostgres(layout, binaries, tuning);
    const pid = child.pid;
    whileStarting?.();
    if (pid !== undefined && (await untilReady(child, layout, log))) {
      child.unref();
      return { pid, exited: ended(child) };
    }
    const problem = await explainExit(layout, logStart);
    // The children of a postmaster that was killed take a moment to notice.
    if (problem instanceof OrphansError && Date.now() < giveUpAt) await delay(POLL_MS * 10);
    else throw problem;
  }
}

class OrphansError extends StartupError {}

async function spawnPostgres(layout: Layout, binaries: Binaries, tuning: Tuning): Promise<ChildProcess> {
  const output = await open(layout.logFile, 'a', 0o600);
  try {
    const child = spawn(binaries.postgres, postgresArguments(layout, tuning), {
      cwd: layout.home,
      // A session of its own: Ctrl-C must reach the server alone, which drains before it stops the database.
      detached: true,
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', output.fd, output.fd],
      ...layout.account,
    });
    await once(child, 'spawn');
    return child;
  } catch (error) {
    throw new StartupError(`Postgres could not be started: ${reasonOf(error)}.`, error);
  } finally {
    await output.close();
  }
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** False if the process ended first. */
async function untilReady(child: ChildProcess, layout: Layout, log: StartLog): Promise<boolean> {
  const startedAt = Date.now();
  let told = false;
  while (child.exitCode === null && child.signalCode === null) {
    const found = await findPostmaster(layout.cluster);
    if (found?.pid === child.pid && found?.status === 'ready') return true;
    if (!told && Date.now() - startedAt > 5_000) {
      log.info('The database is recovering from a hard stop; this can take a while.');
      told = true;
    }
    await delay(POLL_MS);
  }
  return false;
}

async function explainExit(layout: Layout, logStart: number): Promise<Error> {
  const output = await readFrom(layout.logFile, logStart);
  if (/pre-existing shared memory block/.test(output)) {
    return new OrphansError(`Processes of an earlier Postgres still hold ${layout.cluster}: end them and start again.`);
  }
  if (/lock file ".*" already exists/.test(output)) return new ClusterBusyError();
  if (/No space left on device|could not extend file/.test(output)) return diskFull(layout.home);
  const fatal = output.match(/(?:FATAL|PANIC|ERROR|error): *(.+)/)?.[1] ?? (output.slice(-200) || 'it said nothing');
  return new StartupError(`Postgres ended at once: ${fatal.replaceAll(/\s+/g, ' ').trim()} (log: ${layout.logFile}).`);
}

async function readFrom(file: string, start: number): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(size - start, 64_000)), 0, null, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Bytes in the log before this start; the log begins anew when it has grown large. */
async function rotateLog(file: string): Promise<number> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size < LARGEST_LOG_BYTES) return size;
  await rm(`${file}.1`, { force: true });
  await rename(file, `${file}.1`);
  return 0;
}

/**
 * Ends the postmaster of this cluster, whoever started it: its clients are cut off, what they committed is kept.
 * One that does not end in time is ended hard; the next start then recovers from its log.
 */
export async function stopPostmaster(pid: number, cluster: string): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!(await isPostmasterOf(pid, cluster))) return;
    process.kill(pid, signal);
    const giveUpAt = Date.now() + patienceMs;
    while (Date.now() < giveUpAt) {
      if (!(await isPostmasterOf(pid, cluster))) return;
      await delay(POLL_MS);
    }
  }
}
