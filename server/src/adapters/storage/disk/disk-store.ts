import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { FoyerError } from '../../../kernel/errors.ts';
import type { FileStore, OldFile, StoredFile } from '../../../kernel/files.ts';
import { errorCode } from '../../../kernel/startup-error.ts';

/**
 * Keeps files in a folder of this machine, made when it is first needed. A file appears under its name when all of it
 * is on the disk; a process that is killed leaves at most a `.part` beside it, which nobody reads.
 */
export function createDiskStore(folder: string): FileStore {
  return {
    put: async (key, content) => {
      const path = placeOf(folder, key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const staging = `${path}.${randomBytes(4).toString('hex')}.part`;
      try {
        const stored = await writeWhole(staging, content);
        await rename(staging, path);
        await keepName(dirname(path));
        return stored;
      } catch (error) {
        await rm(staging, { force: true });
        throw isOutOfRoom(error) ? noRoom(error) : error;
      }
    },
    read: async (key) => (await unlessGone(open(placeOf(folder, key), 'r')))?.createReadStream(),
    remove: (key) => rm(placeOf(folder, key), { force: true }),
    keptBefore: (before) => readOld(folder, before),
  };
}

async function* readOld(folder: string, before: Date): AsyncGenerator<OldFile> {
  for await (const path of filesUnder(folder)) {
    const [, key, part] = /^([\w/-]+?)(\.\w+\.part)?$/.exec(relative(folder, path).replaceAll(sep, '/')) ?? [];
    if (key === undefined) continue;
    const found = await unlessGone(stat(path));
    if (!found || found.mtime >= before) continue;
    yield { key, isWhole: part === undefined, remove: () => rm(path, { force: true }) };
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

async function writeWhole(path: string, content: AsyncIterable<Uint8Array>): Promise<StoredFile> {
  const file = await open(path, 'wx', 0o600);
  try {
    const written = await writeAll(file, content);
    await file.sync();
    return written;
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, content: AsyncIterable<Uint8Array>): Promise<StoredFile> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of content) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    await file.appendFile(chunk);
  }
  return { sizeBytes, sha256: hash.digest() };
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
