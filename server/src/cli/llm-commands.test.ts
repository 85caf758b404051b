import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MisbehavingLlm, startLlm } from '../../test/misbehaving-llm.ts';
import { type CliResult, runCli } from '../../test/run-cli.ts';
import { openTestSystem, type TestSystem } from '../../test/system.ts';
import { createWorkspace } from '../modules/workspaces/index.ts';

const KEY = 'sk-of-a-file';
let system: TestSystem;
let llm: MisbehavingLlm;
let folder: string;
let settings: Record<string, string>;
beforeAll(async () => {
  llm = await startLlm();
  system = await openTestSystem();
  folder = await mkdtemp(join(tmpdir(), 'foyer-cli-'));
  const { username, password, database, host, port } = system.database.owner;
  const address = `postgres://${username}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${host}`;
  settings = { DATABASE_URL: address, FOYER_DATA_DIR: folder, OUTBOUND_ALLOW: '127.0.0.1' };
  await createWorkspace(system, { name: 'Salon', slug: 'salon' });
});
afterAll(async () => {
  await system.close();
  await llm.close();
  await rm(folder, { recursive: true, force: true });
});

const foyer = (...args: string[]): Promise<CliResult> => runCli(settings, 'llm', ...args, '--workspace', 'salon');

test('a language model is set, shown, tested, changed and disconnected, and its key is never printed', async () => {
  expect(await foyer('show')).toMatchObject({ code: 4 });
  expect(await foyer('set', '--model', 'small')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/--base-url is needed/),
  });
  const keyFile = join(folder, 'key.txt');
  await writeFile(keyFile, `${KEY}\n`);
  const set = await foyer('set', '--base-url', llm.url, '--model', 'small', '--key-file', keyFile, '--timeout', '3');
  expect(set).toMatchObject({ code: 0, out: expect.stringMatching(/^small at http.*in use\nKey: kept\. .* 3 s/) });
  llm.respond = () => ({ kind: 'calls', input: { greeting: 'Hello.' } });
  expect((await foyer('test')).out).toMatch(/^It can be used/);
  expect(llm.asked[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  llm.respond = () => ({ kind: 'answers', status: 401, body: '{"error":{"message":"no such key"}}' });
  expect((await foyer('test')).out).toBe('It cannot be used: it answered 401.\nThe endpoint says: no such key\n');
  const changed = await foyer('set', '--off', '--tokens-per-day', '5000', '--json');
  expect(JSON.parse(changed.out)).toMatchObject({
    isEnabled: false,
    hasApiKey: true,
    tokensPerDay: 5_000,
    timeoutMs: 3_000,
  });
  expect(await foyer('set', '--timeout', 'soon')).toMatchObject({ code: 2 });
  for (const [option, text, words] of [
    ['--timeout', '900', 'a number of seconds from 1 to 60'],
    ['--timeout', '0', 'a number of seconds from 1 to 60'],
    ['--tokens-per-day', '1.5', 'a whole number from 0 on'],
    ['--input-price', '-1', 'a price from 0 to 10000'],
  ] as const) {
    const err = `foyer: ${option} must be ${words}.\n`;
    expect(await foyer('set', `${option}=${text}`)).toMatchObject({ code: 2, err: expect.stringContaining(err) });
  }
  const all = [set, changed, await foyer('show')].map(({ out, err }) => out + err).join();
  expect(all).not.toContain(KEY);
  expect((await foyer('delete')).code).toBe(0);
  expect(await foyer('show')).toMatchObject({ code: 4 });
});
