import { createHash, randomBytes } from 'node:crypto';
import {
  type FileHandle,
  link,
  mkdir,
  open,
  opendir,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  utimes,
} from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { FoyerError } from '../../../kernel/errors.ts';
import type { FileStore, OldFile, StoredFile } from '../../../kernel/files.ts';
import { errorCode } from '../../../kernel/startup-error.ts';

/**
 * Keeps files in a folder of this machine, made when it is first needed. A file appears under its name when all of it
 * is on the disk; a process that is killed leaves at most a `.part` beside it, which nobody reads.
 */
export function createDiskStore(root: string): FileStore {
  return {
    put: async ({ folder: inner, name }, content) => {
      const base = placeOf(root, inner);
      placeOf(root, name);
      await mkdir(base, { recursive: true, mode: 0o700 });
      const staging = join(base, `${name}.${randomBytes(4).toString('hex')}.part`);
      try {
        const stored = await writeWhole(staging, content);
        const hash = stored.sha256.toString('hex');
        await keepOnce(staging, join(base, hash, name));
        await keepName(base);
        return { ...stored, key: `${inner}/${hash}/${name}` };
      } catch (error) {
        await rm(staging, { force: true });
        throw isOutOfRoom(error) ? noRoom(error) : error;
      }
    },
    read: async (key) => (await unlessGone(open(placeOf(root, key), 'r')))?.createReadStream(),
    remove: (key) => removeAt(placeOf(root, key)),
    keptBefore: (before) => readOld(root, before),
  };
}

async function* readOld(folder: string, before: Date): AsyncGenerator<OldFile> {
  for await (const path of filesUnder(folder)) {
    const [, key, part] = /^([\w/-]+?)(\.\w+\.part)?$/.exec(relative(folder, path).replaceAll(sep, '/')) ?? [];
    if (key === undefined) continue;
    const found = await unlessGone(stat(path));
    if (!found || found.mtime >= before) continue;
    yield { key, isWhole: part === undefined, remove: () => removeAt(path) };
  }
}

async function* filesUnder(folder: string): AsyncGenerator<string> {
  const entries = await unlessGone(opendir(folder, { recursive: true }));
  if (!entries) return;
  for await (const entry of entries) if (entry.isFile()) yield join(entry.parentPath, entry.name);
}

async function unlessGone<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Keys are made of ids; whatever else one may hold, it must not lead out of the folder. */
function placeOf(folder: string, key: string): string {
  if (!/^[\w-]+(\/[\w-]+)*$/.test(key)) throw new Error(`${JSON.stringify(key)} is no key of a file`);
  return join(folder, ...key.split('/'));
}

type Written = Omit<StoredFile, 'key'>;

async function writeWhole(path: string, content: AsyncIterable<Uint8Array>): Promise<Written> {
  const file = await open(path, 'wx', 0o600);
  try {
    const written = await writeAll(file, content);
    await file.sync();
    return written;
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, content: AsyncIterable<Uint8Array>): Promise<Written> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of content) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    await file.appendFile(chunk);
  }
  return { sizeBytes, sha256: hash.digest() };
}

/** How often the folder of a hash may go, with its last file, just when another comes. */
const MOST_TRIES = 5;

/** Gives a file its place: as one more name of what is there with the same content, else by moving it. */
async function keepOnce(staging: string, path: string): Promise<void> {
  const folder = dirname(path);
  for (let tries = 1; ; tries++) {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const [twin] = await readdir(folder);
      if (twin !== undefined && (await linkTo(join(folder, twin), path))) await rm(staging);
      else await rename(staging, path);
      return await keepName(folder);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || tries === MOST_TRIES) throw error;
    }
  }
}

/**
 * Whether the file there got this name too. It counts as new first, as the sweep goes by that. False where it has just
 * gone, or where the disk knows no second names.
 */
async function linkTo(twin: string, path: string): Promise<boolean> {
  const now = new Date();
  try {
    await utimes(twin, now, now);
    await link(twin, path);
    return true;
  } catch {
    return false;
  }
}

/** Removes a file, and the folder of its hash with the last of them. */
async function removeAt(path: string): Promise<void> {
  await rm(path, { force: true });
  const folder = dirname(path);
  if (!/^[0-9a-f]{64}$/.test(basename(folder))) return;
  await rmdir(folder).catch((error: unknown) => {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) throw error;
  });
}

/** A name is on the disk when its folder is. Windows syncs no folders, and needs none. */
async function keepName(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isOutOfRoom(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(errorCode(error));
}

function noRoom(cause: unknown): FoyerError {
  return new FoyerError('unavailable', 'The server has no room for this file just now.', {
    cause,
    retryAfterSeconds: 300,
  });
}
