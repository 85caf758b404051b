import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHttp, type TestApp, type TestHttp } from '../../test/http-app.ts';
import { generateKey, hashKey } from '../kernel/key-format.ts';
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
  const fresh = await http.serve(doorOperations);
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
  const { app } = await http.serve(doorOperations);
  for (let index = 0; index < 60; index += 1) expect((await app.inject({ url: `/a${index}` })).statusCode).toBe(404);
  expect((await app.inject({ url: '/b' })).statusCode).toBe(429);
});

test('twenty chats a minute may begin at one address, told by X-Forwarded-For where a proxy is trusted', async () => {
  const { app } = await http.serve(doorOperations, { trustProxy: 1 });
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

test('an intake hook is counted by itself, wherever it is asked from', async () => {
  const { app } = await http.serve(doorOperations);
  const [busy, quiet] = [await addToken('intake_hook'), await addToken('intake_hook')];
  const post = async (token: string, remoteAddress = '192.0.2.1') =>
    (await app.inject({ method: 'POST', url: `/hooks/${token}`, remoteAddress })).statusCode;
  for (let index = 0; index < 300; index += 1) expect(await post(busy.token)).toBe(204);
  expect([await post(busy.token), await post(busy.token, '192.0.2.2'), await post(quiet.token)]).toEqual([
    429, 429, 204,
  ]);
});

test('a flood of unknown hooks is stopped by address and costs a known one there nothing', async () => {
  const { app } = await http.serve(doorOperations);
  const [known, chat] = [await addToken('intake_hook'), await addToken('conversation')];
  const post = async (token: string, remoteAddress = '192.0.2.1') =>
    (await app.inject({ method: 'POST', url: `/hooks/${token}`, remoteAddress })).statusCode;
  for (let index = 0; index < 59; index += 1) expect(await post(randomBytes(20).toString('hex'))).toBe(404);
  expect(await post(chat.token)).toBe(404);
  expect([await post(randomBytes(20).toString('hex')), await post(known.token)]).toEqual([429, 204]);
  expect(await post(randomBytes(20).toString('hex'), '192.0.2.2')).toBe(404);
});
