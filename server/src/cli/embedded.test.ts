import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../../test/run-cli.ts';
import { attachEmbeddedPostgres } from '../db/embedded/attach.ts';
import { stopPostmaster } from '../db/embedded/postmaster.ts';
import { findPostmaster } from '../db/embedded/postmaster-file.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'foyer-cli-embedded-'));
  await chmod(dataDir, 0o711);
});
afterAll(async () => {
  const cluster = join(dataDir, 'postgres', 'cluster');
  const left = await findPostmaster(cluster);
  if (left) await stopPostmaster(left.pid, cluster);
  await rm(dataDir, { recursive: true, force: true });
});

const foyer = (...args: string[]) => runCli({ FOYER_DATA_DIR: dataDir }, ...args);

test('where no server runs a command starts the database for itself, makes it, and ends it', async () => {
  const first = await foyer('workspace', 'create', '--name', 'Alone', '--slug', 'alone', '--json');
  expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^\{"id":.*\}\n$/) });
  expect(await attachEmbeddedPostgres(dataDir)).toBeUndefined();
  expect(await foyer('key', 'create', '--workspace', 'alone')).toMatchObject({ code: 0, err: '' });
});

test('several commands at once take turns, and all are done', async () => {
  const many = await Promise.all([1, 2, 3, 4].map(() => foyer('key', 'create', '--workspace', 'alone', '--json')));
  expect(many.map(({ code, err }) => [code, err])).toEqual(many.map(() => [0, '']));
  const { data } = JSON.parse((await foyer('key', 'list', '--workspace', 'alone', '--json')).out);
  expect(data).toHaveLength(5);
  expect(await attachEmbeddedPostgres(dataDir)).toBeUndefined();
}, 60_000);

test('a command that was killed does not keep the others from their turn', async () => {
  const ended = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(ended, 'exit');
  await writeFile(join(dataDir, 'cli.lock'), `${ended.pid}\n`);
  expect(await foyer('workspace', 'list')).toMatchObject({ code: 0, err: '' });
  await expect(access(join(dataDir, 'cli.lock'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('while a server runs a command uses its database and leaves it running', async () => {
  const holder = hold();
  try {
    await once(holder.stdout ?? holder, 'data');
    expect(await foyer('workspace', 'create', '--name', 'Beside', '--slug', 'beside')).toMatchObject({ code: 0 });
    expect(await foyer('workspace', 'create', '--name', 'Beside', '--slug', 'beside')).toMatchObject({ code: 3 });
    expect(await attachEmbeddedPostgres(dataDir)).toBeDefined();
  } finally {
    const ended = once(holder, 'exit');
    holder.kill('SIGKILL');
    await ended;
  }
});

test('a database that a killed server left is used all the same', async () => {
  const { data } = JSON.parse((await foyer('workspace', 'list', '--json')).out);
  expect(data).toMatchObject([{ slug: 'alone' }, { slug: 'beside' }]);
});

function hold(): ChildProcess {
  const program = fileURLToPath(new URL('../../test/hold-embedded-postgres.ts', import.meta.url));
  return spawn(process.execPath, [program, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
}
