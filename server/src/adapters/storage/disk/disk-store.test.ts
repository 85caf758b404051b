import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeTestFolder, type TestFolder } from '../../../../test/files.ts';
import { createDiskStore } from './disk-store.ts';

let folder: TestFolder;
beforeAll(async () => {
  folder = await makeTestFolder();
});
afterAll(() => folder.remove());

const store = () => createDiskStore(join(folder.path, 'documents'));

async function* pieces(...texts: readonly string[]) {
  for (const piece of texts) yield Buffer.from(piece);
}

it('keeps what came, tells its size and hash, and gives it back', async () => {
  const stored = await store().put('w/a', pieces('one ', 'two'));
  expect(stored).toEqual({ sizeBytes: 7, sha256: createHash('sha256').update('one two').digest() });
  const content = await store().read('w/a');
  expect(content && (await text(content))).toBe('one two');
  expect((await stat(join(folder.path, 'documents/w/a'))).mode & 0o777).toBe(0o600);
  expect((await store().put('w/empty', pieces())).sizeBytes).toBe(0);
});

it('has nothing under a name until all of it came, and nothing at all of what breaks off', async () => {
  let seen: string[] = [];
  async function* breaking() {
    yield Buffer.from('half');
    seen = await readdir(join(folder.path, 'documents/w'));
    throw new Error('gone');
  }
  await expect(store().put('w/b', breaking())).rejects.toThrow('gone');
  expect(seen).toContainEqual(expect.stringMatching(/^b\.\w+\.part$/));
  expect(await store().read('w/b')).toBeUndefined();
  expect(await readdir(join(folder.path, 'documents/w'))).not.toContainEqual(expect.stringMatching(/^b/));
});

it('removes what is there and what is not', async () => {
  await store().put('w/c', pieces('x'));
  await store().remove('w/c');
  await store().remove('w/c');
  await store().remove('nowhere/c');
  expect(await store().read('w/c')).toBeUndefined();
});

it.each(['', '/a', 'a/', '../a', 'a/../b', 'a//b', 'a\\b', 'a\0', '.'])('takes no key like %j', async (key) => {
  await expect(store().put(key, pieces('x'))).rejects.toThrow(/no key/);
  await expect(store().read(key)).rejects.toThrow(/no key/);
  expect(() => store().remove(key)).toThrow(/no key/);
});
