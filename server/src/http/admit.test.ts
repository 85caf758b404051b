import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestHttp, type TestApp, type TestHttp } from '../../test/http-app.ts';
import { openPool } from '../db/database.ts';
import { dialects, generateKey } from '../kernel/key-format.ts';
import { doorOperations } from './door-operations.fixture.ts';

let http: TestHttp;
let served: TestApp;
let workspaceId: string;
beforeAll(async () => {
  http = await startTestHttp();
  workspaceId = await http.addWorkspace('acme');
  served = await http.serve(doorOperations);
});
afterAll(() => http.close());

function ask(headers: Record<string, string>, { app }: TestApp = served, remoteAddress = '192.0.2.1') {
  return app.inject({ url: '/v1/me', headers, remoteAddress });
}
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

test.each(dialects)('a key in the format of %s is accepted in either header', async (dialect) => {
  const key = await http.addKey(workspaceId, { dialect });
  for (const headers of [
    bearer(key.secret),
    { authorization: `bearer   ${key.secret}` },
    { 'x-api-key': key.secret },
  ]) {
    const response = await ask(headers);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ workspace: 'acme', actor: `api_key ${key.id}`, isTest: false });
  }
});

test('a test key is known as one, and a scope it lacks is a 403', async () => {
  const key = await http.addKey(workspaceId, { isTest: true });
  expect((await ask(bearer(key.secret))).json().isTest).toBe(true);
  const poor = await http.addKey(workspaceId, { scopes: ['leads:write', 'no-such-scope'] });
  const response = await ask(bearer(poor.secret));
  expect(response.statusCode).toBe(403);
  expect(response.json()).toMatchObject({ code: 'forbidden', reason: 'missing_scope', scope: 'leads:read' });
});

test('missing, unknown, mistyped, revoked and expired keys are a 401 that does not say which', async () => {
  const fresh = await http.serve(doorOperations);
  const past = new Date(Date.now() - 1000);
  const revoked = await http.addKey(workspaceId, { revokedAt: past });
  const expired = await http.addKey(workspaceId, { expiresAt: past });
  const secrets = [
    revoked.secret,
    expired.secret,
    generateKey('native', { isTest: false }),
    'fy_live_short',
    'é'.repeat(40),
  ];
  const problems = [];
  for (const secret of secrets) {
    const response = await ask({ 'x-api-key': secret }, fresh);
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer');
    problems.push({ ...response.json(), requestId: '' });
  }
  for (const problem of problems) expect(problem).toEqual(problems[0]);
  for (const headers of [{}, { authorization: 'Basic Zm9vOmJhcg==' }, { authorization: 'Bearer ' }]) {
    const response = await ask(headers, fresh);
    expect([response.statusCode, response.json().code]).toEqual([401, 'unauthorized']);
  }
});

test('a key that was not expired a moment ago is, once its time has come', async () => {
  const key = await http.addKey(workspaceId, { expiresAt: new Date(Date.now() + 60_000) });
  expect((await ask(bearer(key.secret))).statusCode).toBe(200);
  const later = await http.serve(doorOperations, { door: { clock: { now: () => new Date(Date.now() + 60_001) } } });
  expect((await ask(bearer(key.secret), later)).statusCode).toBe(401);
});

test('a revocation counts at once in another process, on a connection that is open already', async () => {
  const other = await http.serve(doorOperations);
  const key = await http.addKey(workspaceId);
  expect((await ask(bearer(key.secret), other)).statusCode).toBe(200);
  const admin = openPool(http.database.admin, 1);
  await admin`update api_keys set revoked_at = now() where id = ${key.id}`;
  await admin.end();
  expect((await ask(bearer(key.secret), other)).statusCode).toBe(401);
});

test('a native key with a wrong checksum costs no statement, a request with a valid one costs one', async () => {
  const key = await http.addKey(workspaceId);
  await ask(bearer(key.secret));
  const counted = countStatements(http);
  const { app } = await http.serve(doorOperations, { door: { db: counted.db } });
  const last = key.secret.endsWith('a') ? 'b' : 'a';
  await app.inject({ url: '/v1/me', headers: bearer(key.secret.slice(0, -1) + last) });
  await app.inject({ url: '/v1/me' });
  expect(counted.count()).toBe(0);
  await vi.waitFor(async () => expect(await lastUse(key.id)).toBeInstanceOf(Date));
  expect((await app.inject({ url: '/v1/me', headers: bearer(key.secret) })).statusCode).toBe(200);
  expect(counted.count()).toBe(1);
});

function countStatements({ db }: TestHttp) {
  let count = 0;
  const sql = new Proxy(db.sql, {
    apply: (target, self, args) => {
      count += 1;
      return Reflect.apply(target, self, args);
    },
    get: (target, name) => {
      if (name === 'begin') count += 1;
      return Reflect.get(target, name);
    },
  });
  return { db: { ...db, sql }, count: () => count };
}

async function lastUse(keyId: string): Promise<Date | null> {
  const admin = openPool(http.database.admin, 1);
  const [row] = await admin<{ lastUsedAt: Date | null }[]>`select last_used_at from api_keys where id = ${keyId}`;
  await admin.end();
  return row?.lastUsedAt ?? null;
}

test('last use is written at most once a minute, and closing waits for it', async () => {
  let now = new Date('2026-05-01T10:00:00.000Z');
  const key = await http.addKey(workspaceId);
  const useOnce = async () => {
    const { app } = await http.serve(doorOperations, { door: { clock: { now: () => now } } });
    await Promise.all(Array.from({ length: 5 }, () => app.inject({ url: '/v1/me', headers: bearer(key.secret) })));
    await app.close();
    return lastUse(key.id);
  };
  expect(await useOnce()).toEqual(new Date('2026-05-01T10:00:00.000Z'));
  now = new Date('2026-05-01T10:00:59.999Z');
  expect(await useOnce()).toEqual(new Date('2026-05-01T10:00:00.000Z'));
  now = new Date('2026-05-01T10:01:00.000Z');
  expect(await useOnce()).toEqual(now);
});

test('a last use that cannot be written is logged and delays nobody', async () => {
  const key = await http.addKey(workspaceId);
  const begin = () => Promise.reject(new Error('disk on fire'));
  const sql = new Proxy(http.db.sql, { get: (target, name) => (name === 'begin' ? begin : Reflect.get(target, name)) });
  const { app, logged } = await http.serve(doorOperations, { door: { db: { ...http.db, sql } } });
  expect((await app.inject({ url: '/v1/me', headers: bearer(key.secret) })).statusCode).toBe(200);
  await vi.waitFor(() => expect(JSON.stringify(logged)).toContain('disk on fire'));
});
