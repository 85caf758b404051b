import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHttp, type TestApp, type TestHttp } from '../../../test/http-app.ts';
import { scopes } from '../../kernel/scopes.ts';
import { keyOperations } from './index.ts';

let http: TestHttp;
let server: TestApp;
let all: string;
let other: string;
beforeAll(async () => {
  http = await startTestHttp();
  all = (await http.addKey(await http.addWorkspace('acme'), { scopes, limitPerMinute: 10_000 })).secret;
  other = (await http.addKey(await http.addWorkspace('other'), { scopes, limitPerMinute: 10_000 })).secret;
  server = await http.serve(keyOperations);
});
afterAll(() => http.close());

function ask(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  { secret = all, body }: { secret?: string; body?: object } = {},
) {
  const headers = { authorization: `Bearer ${secret}` };
  return server.app.inject({ method, url, headers, ...(body && { payload: body }) });
}

test('POST answers 201 with the secret, once, and the key works at once', async () => {
  const created = await ask('POST', '/v1/keys', { body: { name: 'CRM', dialect: 'coachbot', limitPerMinute: 500 } });
  expect(created.statusCode).toBe(201);
  // Written in the background by the requests below.
  const { secret, lastUsedAt, ...key } = created.json();
  expect(lastUsedAt).toBeNull();
  expect(created.headers.location).toBe(`/v1/keys/${key.id}`);
  expect(secret).toMatch(/^ck_live_[0-9a-f]{32}$/);
  const shown = await ask('GET', `/v1/keys/${key.id}`, { secret });
  expect(shown.statusCode).toBe(200);
  expect(shown.json()).toMatchObject(key);
  expect(Object.keys(shown.json())).not.toContain('secret');
  const listed = await ask('GET', '/v1/keys?limit=1');
  expect(listed.json()).toMatchObject({ data: [key], nextCursor: expect.any(String) });
  expect(listed.body).not.toContain(secret);
});

test('DELETE answers 204, also the second time, and the next request is refused', async () => {
  const { id, secret } = (await ask('POST', '/v1/keys', { body: { limitPerMinute: 500 } })).json();
  expect((await ask('GET', '/v1/keys', { secret })).statusCode).toBe(200);
  expect((await ask('DELETE', `/v1/keys/${id}`)).statusCode).toBe(204);
  expect((await ask('GET', '/v1/keys', { secret })).statusCode).toBe(401);
  expect((await ask('DELETE', `/v1/keys/${id}`)).statusCode).toBe(204);
  expect((await ask('GET', `/v1/keys/${id}`)).json().revokedAt).toEqual(expect.any(String));
});

test('a key may revoke itself', async () => {
  const { id, secret } = (await ask('POST', '/v1/keys', { body: {} })).json();
  expect((await ask('DELETE', `/v1/keys/${id}`, { secret })).statusCode).toBe(204);
  expect((await ask('DELETE', `/v1/keys/${id}`, { secret })).statusCode).toBe(401);
});

test('an expired key is refused', async () => {
  const expiresAt = new Date(Date.now() + 300).toISOString();
  const { secret } = (await ask('POST', '/v1/keys', { body: { expiresAt, limitPerMinute: 1000 } })).json();
  expect((await ask('GET', '/v1/keys', { secret })).statusCode).toBe(200);
  await expect.poll(async () => (await ask('GET', '/v1/keys', { secret })).statusCode).toBe(401);
});

test('without the scope, or with more than one has: 403', async () => {
  const few = (await ask('POST', '/v1/keys', { body: { scopes: ['leads:read', 'keys:write'] } })).json().secret;
  const none = (await ask('POST', '/v1/keys', { body: { scopes: ['leads:read'] } })).json().secret;
  const refused = await ask('POST', '/v1/keys', { secret: few, body: { scopes: ['leads:write'] } });
  expect(refused.statusCode).toBe(403);
  expect(refused.json()).toMatchObject({ code: 'forbidden', reason: 'missing_scope', scopes: ['leads:write'] });
  for (const [method, url] of [
    ['GET', '/v1/keys'],
    ['POST', '/v1/keys'],
  ] as const) {
    expect((await ask(method, url, { secret: none, ...(method === 'POST' && { body: {} }) })).statusCode).toBe(403);
  }
});

test("another workspace's key is a 404 like a missing one, and stays", async () => {
  const foreign = (await ask('POST', '/v1/keys', { secret: other, body: {} })).json();
  for (const id of [foreign.id, '01890000-0000-7000-8000-000000000000']) {
    for (const method of ['GET', 'DELETE'] as const) expect((await ask(method, `/v1/keys/${id}`)).statusCode).toBe(404);
  }
  expect((await ask('GET', '/v1/keys', { secret: foreign.secret })).statusCode).toBe(200);
});

test.each([
  [{ dialect: 'klingon' }, '/dialect'],
  [{ scopes: [] }, '/scopes'],
  [{ scopes: ['leads:eat'] }, '/scopes/0'],
  [{ limitPerMinute: 0 }, '/limitPerMinute'],
  [{ limitPerMinute: 1.5 }, '/limitPerMinute'],
  [{ expiresAt: 'soon' }, '/expiresAt'],
  [{ expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
  [{ name: '' }, '/name'],
  [{ colour: 'red' }, '/colour'],
])('%j is a 400 that names %s', async (body, pointer) => {
  const response = await ask('POST', '/v1/keys', { body });
  expect(response.statusCode).toBe(400);
  expect(response.json().errors).toContainEqual(expect.objectContaining({ pointer: expect.stringContaining(pointer) }));
});

test.each(['limit=0', 'limit=101', 'limit=x', 'cursor=nonsense', 'color=red'])('?%s is a 400', async (query) => {
  expect((await ask('GET', `/v1/keys?${query}`)).statusCode).toBe(400);
});

test('an id that is no UUID is a 400', async () => {
  for (const method of ['GET', 'DELETE'] as const) expect((await ask(method, '/v1/keys/x')).statusCode).toBe(400);
});

test('an expiry after the year 9999 in UTC is a 400', async () => {
  const refused = await ask('POST', '/v1/keys', { body: { expiresAt: '9999-12-31T23:59:59-23:59' } });
  expect(refused.statusCode).toBe(400);
  expect(refused.json().errors).toMatchObject([{ pointer: '#/expiresAt' }]);
});
