import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { errorCode, reasonOf, StartupError } from '../../kernel/startup-error.ts';
import { type Account, firstClosedFolder, postgresAccount } from './account.ts';

/** Where everything of one embedded database lives. */
export interface Layout {
  /** Holds the cluster, the socket, the passwords and the log; made whole or not at all. */
  readonly home: string;
  readonly cluster: string;
  readonly socketDir: string;
  readonly passwordsFile: string;
  readonly logFile: string;
  readonly account: Account | undefined;
  /** A folder that the account can reach, for a copy of the binaries. */
  readonly binariesParent: string;
}

const SYSTEM_DIR = '/var/lib/foyer';
/** sun_path holds 104 bytes on macOS and 108 on Linux, of which `/.s.PGSQL.5432` takes 14. */
const LONGEST_SOCKET_DIR = 85;

/**
 * Makes the data folder and finds where its database is or will be. As root that is under /var/lib/foyer when the
 * account of Postgres cannot reach the data folder; a plain text file in the data folder then names the place.
 */
export async function prepareLayout(dataDir: string): Promise<Layout> {
  const account = postgresAccount();
  try {
    await mkdir(dataDir, { recursive: true, mode: account ? 0o711 : 0o700 });
    const home = await findHome(dataDir, account);
    return await layoutOf(home, dataDir, account);
  } catch (error) {
    throw explain(error, dataDir);
  }
}

async function layoutOf(home: string, dataDir: string, account: Account | undefined): Promise<Layout> {
  return {
    home,
    cluster: join(home, 'cluster'),
    socketDir: await makeSocketDir(home, account),
    passwordsFile: join(home, 'passwords.json'),
    logFile: join(home, 'postgres.log'),
    account,
    binariesParent: account ? SYSTEM_DIR : dataDir,
  };
}

async function findHome(dataDir: string, account: Account | undefined): Promise<string> {
  const inside = join(dataDir, 'postgres');
  const pointer = join(dataDir, 'database-location.txt');
  const elsewhere = await readPointer(pointer);
  if (elsewhere !== undefined) return elsewhere;
  if (account === undefined) return inside;
  const closed = await firstClosedFolder(dataDir, account);
  if (closed === undefined) return inside;
  if (await exists(inside)) {
    throw new StartupError(
      `The database in ${inside} runs as user ${account.uid}, which may not enter ${closed}: run chmod o+x ${closed}.`,
    );
  }
  const home = join(SYSTEM_DIR, `${basename(dirname(dataDir))}-${randomBytes(4).toString('hex')}`);
  await mkdir(SYSTEM_DIR, { recursive: true, mode: 0o755 });
  await writeFile(pointer, `${home}\n`, { mode: 0o600 });
  return home;
}

async function readPointer(pointer: string): Promise<string | undefined> {
  try {
    const home = (await readFile(pointer, 'utf8')).trim();
    return home.startsWith('/') ? home : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The path is the same for the same home, so that a second start and the command line find the socket. */
async function makeSocketDir(home: string, account: Account | undefined): Promise<string> {
  const inside = join(home, 'socket');
  if (Buffer.byteLength(inside) <= LONGEST_SOCKET_DIR) return inside;
  const name = `foyer-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`;
  const short = join(account ? SYSTEM_DIR : tmpdir(), name);
  // The folder around it is everybody's to pass: a mode holds for every folder that is made.
  await mkdir(dirname(short), { recursive: true, mode: 0o755 });
  await mkdir(short, { recursive: true, mode: 0o700 });
  if (account) await chown(short, account.uid, account.gid);
  const owner = account?.uid ?? process.getuid?.();
  const found = await lstat(short);
  if (!found.isDirectory() || found.uid !== owner) {
    throw new StartupError(`${short} belongs to someone else: remove it, or set FOYER_DATA_DIR to a shorter path.`);
  }
  await chmod(short, 0o700);
  return short;
}

/** Only the short one that stands in for a path too long; the one at home stays. */
export async function removeSocketDir({ home, socketDir }: Layout): Promise<void> {
  if (!socketDir.startsWith(home)) await rm(socketDir, { recursive: true, force: true });
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    },
  );
}

function explain(error: unknown, dataDir: string): unknown {
  if (error instanceof StartupError) return error;
  const code = errorCode(error);
  if (code === 'ENOSPC') return diskFull(dataDir, error);
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code)) {
    return new StartupError(
      `The data folder ${dataDir} cannot be used (${reasonOf(error)}): make it writable, or set FOYER_DATA_DIR.`,
      error,
    );
  }
  return error;
}

export function diskFull(dataDir: string, cause?: unknown): StartupError {
  return new StartupError(`The disk that holds ${dataDir} is full: free some space and start again.`, cause);
}
