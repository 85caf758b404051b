import { createHash } from 'node:crypto';
import { readdir, stat, utimes } from 'node:fs/promises';
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

const place = (name: string) => ({ folder: 'w', name });
const store = () => createDiskStore(join(folder.path, 'documents'));

async function* pieces(...texts: readonly string[]) {
  for (const piece of texts) yield Buffer.from(piece);
}

it('keeps what came, tells its size and hash, and gives it back', async () => {
  const stored = await store().put(place('a'), pieces('one ', 'two'));
  const sha256 = createHash('sha256').update('one two').digest();
  expect(stored).toEqual({ key: `w/${sha256.toString('hex')}/a`, sizeBytes: 7, sha256 });
  const content = await store().read(stored.key);
  expect(content && (await text(content))).toBe('one two');
  expect((await stat(join(folder.path, 'documents', stored.key))).mode & 0o777).toBe(0o600);
  expect((await store().put(place('empty'), pieces())).sizeBytes).toBe(0);
});

it('has nothing under a name until all of it came, and nothing at all of what breaks off', async () => {
  let seen: string[] = [];
  async function* breaking() {
    yield Buffer.from('half');
    seen = await readdir(join(folder.path, 'documents/w'));
    throw new Error('gone');
  }
  await expect(store().put(place('b'), breaking())).rejects.toThrow('gone');
  expect(seen).toContainEqual(expect.stringMatching(/^b\.\w+\.part$/));
  expect(await readdir(join(folder.path, 'documents/w'))).not.toContainEqual(expect.stringMatching(/^b/));
});

it('keeps the same content once, until nobody has it any more', async () => {
  const one = await store().put(place('one'), pieces('same', ' thing'));
  const [two, elsewhere] = await Promise.all([
    store().put(place('two'), pieces('same thing')),
    store().put({ folder: 'v', name: 'one' }, pieces('same thing')),
  ]);
  const inode = async (key: string) => (await stat(join(folder.path, 'documents', key))).ino;
  expect(await inode(two.key)).toBe(await inode(one.key));
  expect(await inode(elsewhere.key)).not.toBe(await inode(one.key));
  await store().remove(one.key);
  expect(await store().read(one.key)).toBeUndefined();
  const left = await store().read(two.key);
  expect(left && (await text(left))).toBe('same thing');
});

it('counts as new what is given once more, as the sweep goes by that', async () => {
  const { key } = await store().put(place('old'), pieces('aged'));
  const longAgo = new Date('2020-01-01');
  await utimes(join(folder.path, 'documents', key), longAgo, longAgo);
  const again = await store().put(place('new'), pieces('aged'));
  const old: string[] = [];
  for await (const file of store().keptBefore(new Date(Date.now() - 60_000))) old.push(file.key);
  expect(old).not.toContain(again.key);
});

it('loses nothing of one content that comes and goes at once', async () => {
  const rounds = Array.from({ length: 60 }, async (_, round) => {
    const { key } = await store().put(place(`r${round}`), pieces('busy'));
    if (round % 2 === 0) await store().remove(key);
    else return key;
    return undefined;
  });
  const keys = (await Promise.all(rounds)).filter((key) => key !== undefined);
  expect(keys).toHaveLength(30);
  for (const key of keys) {
    const content = await store().read(key);
    expect(content && (await text(content))).toBe('busy');
  }
});

it('removes what is there and what is not', async () => {
  const { key } = await store().put(place('c'), pieces('x'));
  await store().remove(key);
  await store().remove(key);
  expect(await store().read(key)).toBeUndefined();
  expect(await readdir(join(folder.path, 'documents/w'))).not.toContain(key.split('/')[1]);
  await store().remove('nowhere/c');
  expect(await store().read('w/c')).toBeUndefined();
});

it.each(['', '/a', 'a/', '../a', 'a/../b', 'a//b', 'a\\b', 'a\0', '.'])('takes no key like %j', async (key) => {
  await expect(store().put({ folder: key, name: 'a' }, pieces('x'))).rejects.toThrow(/no key/);
  await expect(store().put({ folder: 'w', name: key }, pieces('x'))).rejects.toThrow(/no key/);
  await expect(store().read(key)).rejects.toThrow(/no key/);
  expect(() => store().remove(key)).toThrow(/no key/);
});
