import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { errorCode, reasonOf, StartupError } from './kernel/startup-error.ts';

const KEY_BYTES = 32;
type SecretKeyConfig = Pick<Config, 'secretKey' | 'oldSecretKeys' | 'dataDir'>;

/**
 * The keys that encrypt credentials: the one in use, then older ones that still open what they sealed. They are
 * FOYER_SECRET_KEY and FOYER_OLD_SECRET_KEYS, or else the lines of the file `secret.key` of the data folder, which is
 * made on the first start and readable by its owner alone. Throws StartupError if the file is unusable.
 */
export async function loadSecretKeys(config: SecretKeyConfig): Promise<readonly [Buffer, ...Buffer[]]> {
  if (config.secretKey) return [config.secretKey, ...config.oldSecretKeys];
  const path = join(config.dataDir, 'secret.key');
  try {
    return (await readKeys(path)) ?? (await makeKey(config.dataDir, path));
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(
      `The key file ${path} cannot be used (${reasonOf(error)}): mend it, or set FOYER_SECRET_KEY.`,
      error,
    );
  }
}

async function readKeys(path: string): Promise<[Buffer, ...Buffer[]] | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const [first, ...older] = text
    .trim()
    .split(/\s+/)
    .map((line) => Buffer.from(line, 'base64'));
  if (first && [first, ...older].every(({ length }) => length === KEY_BYTES)) return [first, ...older];
  throw new StartupError(
    `The key file ${path} is damaged: put it back from a backup; without it, stored credentials are lost.`,
  );
}

/** Written beside its place and linked there, so that neither a kill nor a second process leaves half a key. */
async function makeKey(dataDir: string, path: string): Promise<[Buffer, ...Buffer[]]> {
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
  const keys = await readKeys(path);
  if (!keys) throw new StartupError(`The key file ${path} vanished while it was made.`);
  return keys;
}
