import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../db/embedded/postmaster-file.ts';
import { errorCode } from '../kernel/startup-error.ts';

/**
 * Takes the turn of commands that start the embedded Postgres for themselves: one at a time, as its end would cut
 * off whoever else had found it running. Undefined while another process has it; else what gives it back.
 */
export async function takeTurn(dataDir: string): Promise<(() => Promise<void>) | undefined> {
  const file = fileOf(dataDir);
  const holder = await readHolder(file);
  if (holder !== undefined && isOther(holder)) return undefined;
  // Left by a command that was killed.
  if (holder !== undefined) await rm(file, { force: true });
  // Written whole beside its place, so that nobody ever reads half of it.
  const staging = `${file}.${process.pid}`;
  await writeFile(staging, `${process.pid}\n`, { mode: 0o600 });
  try {
    await link(staging, file);
    return () => rm(file, { force: true });
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return undefined;
    throw error;
  } finally {
    await rm(staging, { force: true });
  }
}

/** Whether another living process has its turn. */
export async function isTurnTaken(dataDir: string): Promise<boolean> {
  const holder = await readHolder(fileOf(dataDir));
  return holder !== undefined && isOther(holder);
}

function fileOf(dataDir: string): string {
  return join(dataDir, 'cli.lock');
}

function isOther(pid: number): boolean {
  return pid !== process.pid && isAlive(pid);
}

async function readHolder(file: string): Promise<number | undefined> {
  try {
    return Number(await readFile(file, 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
