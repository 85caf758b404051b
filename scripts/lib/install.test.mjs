import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInstalled } from './install.mjs';

const here = { os: [process.platform], cpu: [process.arch] };
const locked = {
  '': { name: 'root' },
  server: { name: 'a workspace, which is no package of the registry' },
  'node_modules/plain': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/tool': { version: '1.0.0', integrity: 'sha512-b', dev: true },
  'node_modules/ours': { version: '1.0.0', integrity: 'sha512-c', optional: true, ...here },
  'node_modules/theirs': { version: '1.0.0', integrity: 'sha512-d', optional: true, os: ['plan9'], cpu: ['vax'] },
  'node_modules/musl': { version: '1.0.0', integrity: 'sha512-e', optional: true, ...here, libc: ['musl'] },
  'node_modules/nice': { version: '1.0.0', integrity: 'sha512-f', optional: true },
};
const needed = ['node_modules/plain', 'node_modules/ours'];

let dir;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'foyer-install-'));
  mkdirSync(join(dir, 'node_modules'));
  writeFileSync(join(dir, 'package-lock.json'), JSON.stringify({ packages: locked }));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function putInstalled(names, change = {}) {
  const packages = Object.fromEntries(names.map((name) => [name, { ...locked[name], ...change[name] }]));
  writeFileSync(join(dir, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
}

test('what this machine needs is enough to start', () => {
  putInstalled(needed);
  expect(isInstalled(dir, { dev: false })).toBe(true);
  expect(isInstalled(dir, { dev: true })).toBe(false);
});

test('the tests need their tools too', () => {
  putInstalled([...needed, 'node_modules/tool']);
  expect(isInstalled(dir, { dev: true })).toBe(true);
});

test.each(needed)('without %s it is not installed', (name) => {
  putInstalled(needed.filter((each) => each !== name));
  expect(isInstalled(dir, { dev: false })).toBe(false);
});

test.each([{ version: '0.9.0' }, { integrity: 'sha512-z' }])('another %o is not what is locked', (change) => {
  putInstalled(needed, { 'node_modules/plain': change });
  expect(isInstalled(dir, { dev: false })).toBe(false);
});

test('an install that was interrupted leaves no list and is not believed', () => {
  expect(isInstalled(dir, { dev: false })).toBe(false);
});
