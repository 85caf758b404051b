import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { startTestHttp, type TestApp, type TestHttp } from '../../test/http-app.ts';
import { type Ctx, openPool, type PublicCtx, type VisitorCtx } from '../db/database.ts';
import { requireScope } from '../kernel/ctx.ts';
import { dialects, generateKey, hashKey } from '../kernel/key-format.ts';
import { defineOperation } from '../kernel/operation.ts';

const answer = z.object({ workspace: z.string(), actor: z.string(), isTest: z.boolean() });
const common = { tag: 'Test', summary: 'Who is it' } as const;
const whoAmI = defineOperation({
  ...common,
  operationId: 'whoAmI',
  method: 'GET',
  path: '/v1/me',
  auth: 'key',
  success: { status: 200, description: 'Me.', schema: answer },
  handle: async (ctx: Ctx) => {
    requireScope(ctx, 'leads:read');
    return { workspace: ctx.workspace.slug, actor: `${ctx.actor.kind} ${ctx.actor.id}`, isTest: ctx.isTest };
  },
});
const params = z.object({ conversationId: z.uuid() });
const readChat = defineOperation({
  ...common,
  operationId: 'readChat',
  method: 'GET',
  path: '/v1/chat/{conversationId}',
  auth: 'visitor',
  params,
  success: { status: 200, description: 'It.', schema: z.object({ conversationId: z.string(), workspace: z.string() }) },
  handle: async (ctx: VisitorCtx) => ({ conversationId: ctx.conversationId, workspace: ctx.workspace.slug }),
});
const writeChat = defineOperation({
  ...common,
  operationId: 'writeChat',
  method: 'POST',
  path: '/v1/chat/{conversationId}',
  auth: 'visitor',
  params,
  success: { status: 204, description: 'Taken.' },
  handle: async () => undefined,
});
const startChat = defineOperation({
  ...common,
  operationId: 'startChat',
  method: 'POST',
  path: '/v1/chat',
  auth: 'none',
  success: { status: 201, description: 'Begun.', schema: z.object({ address: z.string() }) },
  handle: async (ctx: PublicCtx) => ({ address: ctx.address }),
});
const operations = [whoAmI, readChat, writeChat, startChat];

let http: TestHttp;
let served: TestApp;
let workspaceId: string;
beforeAll(async () => {
  http = await startTestHttp();
  workspaceId = await http.addWorkspace('acme');
  served = await http.serve(operations);
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
  const fresh = await http.serve(operations);
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
  const later = await http.serve(operations, { door: { clock: { now: () => new Date(Date.now() + 60_001) } } });
  expect((await ask(bearer(key.secret), later)).statusCode).toBe(401);
});

test('a revocation counts at once in another process, on a connection that is open already', async () => {
  const other = await http.serve(operations);
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
  const { app } = await http.serve(operations, { door: { db: counted.db } });
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
    const { app } = await http.serve(operations, { door: { clock: { now: () => now } } });
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
  const { app, logged } = await http.serve(operations, { door: { db: { ...http.db, sql } } });
  expect((await app.inject({ url: '/v1/me', headers: bearer(key.secret) })).statusCode).toBe(200);
  await vi.waitFor(() => expect(JSON.stringify(logged)).toContain('disk on fire'));
});

test("a key has its dialect's windows, said in the RateLimit headers", async () => {
  const native = await http.addKey(workspaceId);
  const response = await ask(bearer(native.secret));
  expect(response.headers['ratelimit-policy']).toBe('"minute";q=600;w=60');
  expect(response.headers.ratelimit).toBe('"minute";r=599;t=60');
  const coachbot = await http.addKey(workspaceId, { dialect: 'coachbot' });
  const two = await ask(bearer(coachbot.secret));
  expect(two.headers['ratelimit-policy']).toBe('"minute";q=5;w=60, "hour";q=100;w=3600');
  expect(two.headers.ratelimit).toBe('"minute";r=4;t=60, "hour";r=99;t=3600');
});

test('a key over its limit is a 429 that says when to come back; another key is not touched', async () => {
  const key = await http.addKey(workspaceId, { limitPerMinute: 3 });
  for (let index = 0; index < 3; index += 1) expect((await ask(bearer(key.secret))).statusCode).toBe(200);
  const response = await ask(bearer(key.secret));
  expect(response.statusCode).toBe(429);
  expect(response.headers).toMatchObject({ 'retry-after': '60', ratelimit: '"minute";r=0;t=60' });
  expect(response.json()).toMatchObject({ code: 'rate_limited', status: 429, detail: expect.stringContaining('60 s') });
  const other = await http.addKey(workspaceId);
  expect((await ask(bearer(other.secret))).statusCode).toBe(200);
});

test('a flood of bad keys is stopped by address and costs a good key behind the same proxy nothing', async () => {
  const fresh = await http.serve(operations);
  const good = await http.addKey(workspaceId);
  for (let index = 0; index < 30; index += 1) {
    expect((await ask({}, fresh)).statusCode).toBe(401);
    expect((await ask(bearer(randomBytes(20).toString('hex')), fresh)).statusCode).toBe(401);
  }
  const stopped = await ask({}, fresh);
  expect([stopped.statusCode, stopped.headers['retry-after']]).toEqual([429, '60']);
  expect((await ask(bearer(generateKey('native', { isTest: false })), fresh)).statusCode).toBe(429);
  expect((await fresh.app.inject({ url: '/nowhere', remoteAddress: '192.0.2.1' })).statusCode).toBe(429);
  expect((await fresh.app.inject({ method: 'PUT', url: '/v1/me', remoteAddress: '192.0.2.1' })).statusCode).toBe(429);
  expect((await ask(bearer(good.secret), fresh)).statusCode).toBe(200);
  const begin = await fresh.app.inject({ method: 'POST', url: '/v1/chat', remoteAddress: '192.0.2.1' });
  expect(begin.statusCode).toBe(201);
  expect((await ask({}, fresh, '192.0.2.2')).statusCode).toBe(401);
});

test('unknown addresses are counted like bad keys', async () => {
  const { app } = await http.serve(operations);
  for (let index = 0; index < 60; index += 1) expect((await app.inject({ url: `/a${index}` })).statusCode).toBe(404);
  expect((await app.inject({ url: '/b' })).statusCode).toBe(429);
});

test('twenty chats a minute may begin at one address, told by X-Forwarded-For where a proxy is trusted', async () => {
  const { app } = await http.serve(operations, { trustProxy: 1 });
  const begin = (client: string) =>
    app.inject({ method: 'POST', url: '/v1/chat', headers: { 'x-forwarded-for': client }, remoteAddress: '10.0.0.1' });
  for (let index = 0; index < 20; index += 1) {
    const response = await begin('203.0.113.7');
    expect([response.statusCode, response.json().address]).toEqual([201, '203.0.113.7']);
  }
  expect((await begin('203.0.113.7')).statusCode).toBe(429);
  expect((await begin('198.51.100.9, 203.0.113.7')).statusCode).toBe(429);
  expect((await begin('203.0.113.8')).statusCode).toBe(201);
});

async function addToken(kind: string, expiresAt: Date | null = null) {
  const [token, conversationId] = [randomBytes(24).toString('base64url'), http.door.newId(new Date())];
  await http.db.sql`
    insert into token_directory (token_hash, kind, workspace_id, subject_id, created_at, expires_at)
    values (${hashKey(token)}, ${kind}, ${workspaceId}, ${conversationId}, ${new Date()}, ${expiresAt})`;
  return { token, conversationId };
}

test("a visitor's token opens its own conversation only", async () => {
  const [mine, other] = [await addToken('conversation'), await addToken('conversation')];
  const read = (conversationId: string, token: string) =>
    served.app.inject({ url: `/v1/chat/${conversationId}`, headers: bearer(token), remoteAddress: '192.0.2.50' });
  expect((await read(mine.conversationId, mine.token)).json()).toEqual({
    conversationId: mine.conversationId,
    workspace: 'acme',
  });
  expect((await read(mine.conversationId.toUpperCase(), mine.token)).statusCode).toBe(200);
  expect((await read(other.conversationId, mine.token)).statusCode).toBe(404);
  expect((await read('no-uuid', mine.token)).statusCode).toBe(404);
  const upload = await addToken('upload');
  expect((await read(upload.conversationId, upload.token)).statusCode).toBe(401);
  const expired = await addToken('conversation', new Date(Date.now() - 1));
  expect((await read(expired.conversationId, expired.token)).statusCode).toBe(401);
  const key = await http.addKey(workspaceId);
  expect((await read(mine.conversationId, key.secret)).statusCode).toBe(401);
});

test('a conversation takes thirty messages a minute; reading it is counted apart', async () => {
  const { token, conversationId } = await addToken('conversation');
  const call = (method: 'GET' | 'POST') =>
    served.app.inject({ method, url: `/v1/chat/${conversationId}`, headers: bearer(token) });
  for (let index = 0; index < 30; index += 1) expect((await call('POST')).statusCode).toBe(204);
  expect((await call('POST')).statusCode).toBe(429);
  expect((await call('GET')).statusCode).toBe(200);
});
