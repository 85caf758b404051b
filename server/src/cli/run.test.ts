import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSystem, type TestSystem } from '../../test/system.ts';
import { createWorkspace } from '../modules/workspaces/index.ts';
import { groups } from './groups.ts';
import { run } from './run.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await openTestSystem();
  await createWorkspace(system, { name: 'One', slug: 'w1' });
});
afterAll(() => system.close());

async function foyer(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const open = async () => system;
  const code = await run(args, '1.2.3', { print: (line) => out.push(line), note: (line) => err.push(line), open });
  return { code, out, err };
}

test.each([
  [4, ['key', 'list', '--workspace', 'nobody']],
  [4, ['key', 'revoke', '--workspace', 'w1', '01890000-0000-7000-8000-000000000000']],
  [4, ['lead', 'erase', '--workspace', 'w1', '01890000-0000-7000-8000-000000000000']],
  [4, ['workflow', 'check', 'no-such-file.yaml']],
  [2, []],
  [2, ['key']],
  [2, ['key', 'make']],
  [2, ['lead', 'get', '--workspace', 'w1']],
  [2, ['lead', 'get', '--workspace', 'w1', 'no-uuid']],
  [2, ['lead', 'list', '--workspace', 'w1', '--limit', '101']],
  [2, ['lead', 'list', '--workspace', 'w1', '--stage', 'asleep']],
  [1, ['lead', 'list', '--workspace', 'w1', '--cursor', 'nonsense']],
  [2, ['key', 'create']],
  [2, ['key', 'create', '--workspace']],
  [2, ['key', 'create', '--workspace', 'w1', '--dialect', 'klingon']],
  [2, ['key', 'create', '--workspace', 'w1', '--scopes', 'leads:eat']],
  [2, ['key', 'create', '--workspace', 'w1', '--scopes', '']],
  [2, ['key', 'create', '--workspace', 'w1', '--limit', '0']],
  [2, ['key', 'create', '--workspace', 'w1', '--limit', '1.5']],
  [2, ['key', 'create', '--workspace', 'w1', '--name', ' ']],
  [2, ['key', 'create', '--workspace', 'w1', '--json=yes']],
  [2, ['key', 'list', '--workspace', 'w1', 'more']],
  [2, ['workspace', 'create', '--name', 'X', '--slug', 'Not A Slug']],
  [2, ['workspace', 'create', '--name', 'X', '--slug', 'x', '--time-zone', 'Mars/Olympus']],
])('exit code %i and one line for %j', async (code, args) => {
  const { out, err, ...result } = await foyer(...args);
  expect(result).toEqual({ code });
  expect(out).toEqual([]);
  expect(err).toHaveLength(1);
  expect(err[0]).toMatch(/^.+$/);
});

test('help is there at every level', async () => {
  for (const args of [['--help'], ['key', '--help'], ['key', 'create', '--help'], ['help'], ['lead', 'erase', '-h']]) {
    const { code, out, err } = await foyer(...args);
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(out.join()).toMatch(/^Usage: foyer /);
  }
  const { out } = await foyer('key', 'create', '--help');
  expect(out.join()).toContain('--dialect native|coachbot|omni|nexor|vorel|convocore');
  expect(out.join()).toContain('--workspace SLUG');
  expect((await foyer('--version')).out).toEqual(['1.2.3']);
});

test('every command has its own help with all its options', async () => {
  for (const group of groups) {
    for (const command of group.commands) {
      const { code, out } = await foyer(group.name, command.name, '--help');
      expect(code).toBe(0);
      for (const name of Object.keys(command.options)) expect(out.join()).toContain(`--${name}`);
    }
  }
});
