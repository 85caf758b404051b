import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSecretKeys } from './secret-key.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'foyer-key-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('the key is made once, for its owner alone, however many ask at the same time', async () => {
  const keys = await Promise.all(
    [1, 2, 3, 4].map(() => loadSecretKeys({ dataDir, secretKey: undefined, oldSecretKeys: [] })),
  );
  expect(keys[0]?.[0]).toHaveLength(32);
  expect(new Set(keys.map(([key]) => key.toString('hex'))).size).toBe(1);
  expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
  expect(await loadSecretKeys({ dataDir, secretKey: undefined, oldSecretKeys: [] })).toEqual(keys[0]);
});

test('a key that was given is used and nothing is written', async () => {
  const given = Buffer.alloc(32, 1);
  const old = Buffer.alloc(32, 2);
  expect(await loadSecretKeys({ dataDir, secretKey: given, oldSecretKeys: [old] })).toEqual([given, old]);
  await expect(stat(join(dataDir, 'secret.key'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a damaged key file is refused and left as it is', async () => {
  await writeFile(join(dataDir, 'secret.key'), 'half a k');
  await expect(loadSecretKeys({ dataDir, secretKey: undefined, oldSecretKeys: [] })).rejects.toThrow(/damaged/);
});

test('the file may have older keys under the one in use, a line each', async () => {
  const keys = [Buffer.alloc(32, 3), Buffer.alloc(32, 4)];
  await writeFile(join(dataDir, 'secret.key'), `${keys.map((key) => key.toString('base64')).join('\n')}\n`);
  expect(await loadSecretKeys({ dataDir, secretKey: undefined, oldSecretKeys: [] })).toEqual(keys);
});
