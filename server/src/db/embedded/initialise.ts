import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { errorCode, reasonOf, StartupError } from '../../kernel/startup-error.ts';
import type { Binaries } from './binaries.ts';
import { diskFull, exists, type Layout } from './layout.ts';
import { isAlive } from './postmaster-file.ts';

const passwordsSchema = z.object({ admin: z.string(), owner: z.string(), server: z.string() });
export type Passwords = z.infer<typeof passwordsSchema>;

export async function readPasswords(layout: Layout): Promise<Passwords> {
  return passwordsSchema.parse(JSON.parse(await readFile(layout.passwordsFile, 'utf8')));
}

/**
 * Makes the cluster if there is none. All of it is made beside its place and renamed at the end, so that one that
 * was killed half way is never mistaken for a database. True if it was made now.
 */
export async function initialiseCluster(layout: Layout, binaries: Binaries): Promise<boolean> {
  await removeLeftovers(layout);
  if (await exists(layout.home)) return false;
  const staging = `${layout.home}.new-${process.pid}`;
  try {
    await fillStaging(staging, layout, binaries);
    await rename(staging, layout.home);
    return true;
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (['EEXIST', 'ENOTEMPTY'].includes(errorCode(error))) return false;
    if (errorCode(error) === 'ENOSPC' || /No space left|could not extend file/.test(reasonOf(error)))
      throw diskFull(layout.home, error);
    throw error;
  }
}

async function fillStaging(staging: string, layout: Layout, binaries: Binaries): Promise<void> {
  const secret = () => randomBytes(24).toString('base64url');
  const passwords: Passwords = { admin: secret(), owner: secret(), server: secret() };
  const folders = [staging, join(staging, 'socket')];
  for (const folder of folders) {
    await mkdir(folder, { mode: 0o700 });
    if (layout.account) await chown(folder, layout.account.uid, layout.account.gid);
  }
  const passwordFile = join(staging, 'initdb-password');
  await writeFile(passwordFile, passwords.admin, { mode: 0o600 });
  if (layout.account) await chown(passwordFile, layout.account.uid, layout.account.gid);
  await runInitdb(staging, passwordFile, layout, binaries);
  await rm(passwordFile);
  await writeFile(join(staging, basename(layout.passwordsFile)), `${JSON.stringify(passwords)}\n`, { mode: 0o600 });
}

async function runInitdb(staging: string, passwordFile: string, layout: Layout, binaries: Binaries): Promise<void> {
  const args = [
    `--pgdata=${join(staging, basename(layout.cluster))}`,
    '--username=foyer_admin',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  const child = spawn(binaries.initdb, args, {
    cwd: staging,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...layout.account,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new StartupError(`The database could not be made: ${lastWords(output)}`);
}

function lastWords(output: string): string {
  const lines = output.split('\n').filter((line) => /error|fatal|could not|denied|not found/i.test(line));
  return (lines.slice(-2).join('; ') || output.slice(-200)).replaceAll(/\s+/g, ' ').trim() || 'initdb said nothing.';
}

/** Folders of starts that died half way; one whose process still lives is at work. */
async function removeLeftovers(layout: Layout): Promise<void> {
  const parent = dirname(layout.home);
  const prefix = `${basename(layout.home)}.new-`;
  const names = (await exists(parent)) ? await readdir(parent) : [];
  for (const name of names.filter((each) => each.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length));
    if (pid === process.pid || !isAlive(pid)) {
      // An initdb whose starter was killed may go on for a moment.
      await rm(join(parent, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
  }
}
