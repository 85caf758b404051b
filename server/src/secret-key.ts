import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { errorCode, reasonOf, StartupError } from './kernel/startup-error.ts';

const KEY_BYTES = 32;

/**
 * The key that encrypts credentials: FOYER_SECRET_KEY, or else the file `secret.key` of the data folder, which is
 * made on the first start and readable by its owner alone. Throws StartupError if the file is unusable.
 */
export async function loadSecretKey(config: Pick<Config, 'secretKey' | 'dataDir'>): Promise<Buffer> {
  if (config.secretKey) return config.secretKey;
  const path = join(config.dataDir, 'secret.key');
  try {
    return (await readKey(path)) ?? (await makeKey(config.dataDir, path));
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(
      `The key file ${path} cannot be used (${reasonOf(error)}): mend it, or set FOYER_SECRET_KEY.`,
      error,
    );
  }
}

async function readKey(path: string): Promise<Buffer | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const key = Buffer.from(text, 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new StartupError(
    `The key file ${path} is damaged: put it back from a backup; without it, stored credentials are lost.`,
  );
}

/** Written beside its place and linked there, so that neither a kill nor a second process leaves half a key. */
async function makeKey(dataDir: string, path: string): Promise<Buffer> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const staging = `${path}.${randomBytes(4).toString('hex')}`;
  await writeFile(staging, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flush: true });
  try {
    await link(staging, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(staging, { force: true });
  }
  const key = await readKey(path);
  if (!key) throw new StartupError(`The key file ${path} vanished while it was made.`);
  return key;
}
