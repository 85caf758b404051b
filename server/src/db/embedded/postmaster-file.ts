import { execFile } from 'node:child_process';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorCode } from '../../kernel/startup-error.ts';

export interface RunningPostmaster {
  readonly pid: number;
  readonly status: 'starting' | 'stopping' | 'ready' | 'standby';
}

/**
 * The postmaster that runs on this cluster, by the file it keeps there; undefined if there is none. The process id
 * in the file of a dead one may belong to another process by now: such a file is removed, as Postgres would believe it.
 */
export async function findPostmaster(cluster: string): Promise<RunningPostmaster | undefined> {
  const file = join(cluster, 'postmaster.pid');
  const lines = await readFile(file, 'utf8').then(
    (text) => text.split('\n'),
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    },
  );
  const pid = Number(lines?.[0]);
  if (lines === undefined || !Number.isInteger(pid) || !isAlive(pid)) return undefined;
  if (await isPostmasterOf(pid, cluster)) return { pid, status: statusOf(lines[7]) };
  await rm(file, { force: true });
  await removeSocketLock(lines[4], lines[3], pid);
  return undefined;
}

function statusOf(line: string | undefined): RunningPostmaster['status'] {
  const word = line?.trim();
  return word === 'ready' || word === 'stopping' || word === 'standby' ? word : 'starting';
}

async function removeSocketLock(socketDir: string | undefined, port: string | undefined, pid: number): Promise<void> {
  if (!socketDir?.startsWith('/')) return;
  const lock = join(socketDir, `.s.PGSQL.${port}.lock`);
  const holder = await readFile(lock, 'utf8').catch(() => '');
  if (Number(holder.split('\n')[0]) === pid) await rm(lock, { force: true });
}

/** True while a process of this id exists, a zombie included. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** A postmaster works in its cluster's folder; a zombie or another program does not. */
export async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  try {
    if (process.platform === 'linux') {
      const [cwd, name] = await Promise.all([readlink(`/proc/${pid}/cwd`), readFile(`/proc/${pid}/comm`, 'utf8')]);
      return name.trim() === 'postgres' && cwd === (await realpath(cluster));
    }
    const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]);
    return stdout.includes('postgres') && stdout.includes(cluster);
  } catch {
    // Gone in between, or a process of another user: in both cases not ours.
    return false;
  }
}
