import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSecretKey } from './secret-key.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'foyer-key-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('the key is made once, for its owner alone, however many ask at the same time', async () => {
  const keys = await Promise.all([1, 2, 3, 4].map(() => loadSecretKey({ dataDir, secretKey: undefined })));
  expect(keys[0]).toHaveLength(32);
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
  expect(await loadSecretKey({ dataDir, secretKey: undefined })).toEqual(keys[0]);
});

test('a key that was given is used and nothing is written', async () => {
  const given = Buffer.alloc(32, 1);
  expect(await loadSecretKey({ dataDir, secretKey: given })).toBe(given);
  await expect(stat(join(dataDir, 'secret.key'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a damaged key file is refused and left as it is', async () => {
  await writeFile(join(dataDir, 'secret.key'), 'half a k');
  await expect(loadSecretKey({ dataDir, secretKey: undefined })).rejects.toThrow(/damaged/);
});
