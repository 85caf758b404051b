import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { operations } from './operations.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

it('has each operation in modules/<feature>/<operation-id>.ts', () => {
  const misplaced = operations.filter(
    ({ operationId }) => globSync(`modules/*/${kebab(operationId)}.ts`, { cwd: here }).length !== 1,
  );
  expect(misplaced.map(({ operationId }) => operationId)).toEqual([]);
});

it('mounts every operation that a module defines', () => {
  const defined = globSync('modules/*/*.ts', { cwd: here }).flatMap((file) => {
    const source = readFileSync(here + file, 'utf8');
    return [...source.matchAll(/defineOperation\(\{\s*operationId: '(\w+)'/g)].map(([, id]) => id);
  });
  expect(defined.sort()).toEqual(operations.map(({ operationId }) => operationId).sort());
});

it('gives no two operations one id or one address', () => {
  const ids = operations.map(({ operationId }) => operationId);
  const addresses = operations.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(addresses).size).toBe(addresses.length);
});

it('takes an Idempotency-Key wherever a key makes something, but for files', () => {
  const making = operations.filter(
    ({ method, auth, success }) => method === 'POST' && auth === 'key' && success.status === 201,
  );
  const once = making.filter(({ idempotent, upload }) => !idempotent && !upload);
  expect(once.map(({ operationId }) => operationId)).toEqual([]);
});
