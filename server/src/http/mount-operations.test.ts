import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestHttp, type TestApp, type TestHttp } from '../../test/http-app.ts';
import { createNote, noteOperations } from './note-operations.fixture.ts';

const ID = '11111111-1111-4111-8111-111111111111';

let http: TestHttp;
let strict: TestApp;
let plain: TestApp;
let headers: { authorization: string };
beforeAll(async () => {
  http = await startTestHttp();
  const { secret } = await http.addKey(await http.addWorkspace('acme'), { limitPerMinute: 10_000 });
  headers = { authorization: `Bearer ${secret}` };
  strict = await http.serve(noteOperations);
  plain = await http.serve(noteOperations, { door: { strictResponses: false } });
});
afterAll(() => http.close());

function post(body: unknown, app = strict.app) {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return app.inject({
    method: 'POST',
    url: '/v1/notes',
    headers: { ...headers, 'content-type': 'application/json' },
    payload,
  });
}

test('an answer has its status, its Location and its request id', async () => {
  const response = await post({ text: 'hello' });
  expect(response.statusCode).toBe(201);
  expect(response.json()).toEqual({ id: 'n1', text: 'hello', revision: 1, label: null });
  expect(response.headers).toMatchObject({ location: '/v1/notes/n1', 'cache-control': 'no-store' });
  expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
});

test('a sane request id of the client is kept, another is not', async () => {
  const ask = (id: string) =>
    strict.app.inject({ url: `/v1/notes/${ID}`, headers: { ...headers, 'x-request-id': id } });
  expect((await ask('my-request:0001')).headers['x-request-id']).toBe('my-request:0001');
  for (const id of ['short', 'has space in it', `x${'y'.repeat(200)}`, 'line\tbreak-here']) {
    expect((await ask(id)).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('a DELETE with the JSON header and no body is fine', async () => {
  const response = await strict.app.inject({
    method: 'DELETE',
    url: `/v1/notes/${ID}`,
    headers: { ...headers, 'content-type': 'application/json' },
  });
  expect(response.statusCode).toBe(204);
  expect(response.body).toBe('');
});

test('what the verb does not find is a 404, what nobody mounted too', async () => {
  const missing = await strict.app.inject({ url: `/v1/notes/${ID.replace(/^1/, '0')}`, headers });
  expect(missing.json()).toMatchObject({
    status: 404,
    code: 'not_found',
    detail: 'No note with this id in this workspace.',
  });
  const unknown = await strict.app.inject({ url: '/v1/nothing', headers });
  expect(unknown.json()).toMatchObject({ status: 404, code: 'not_found' });
  const long = await strict.app.inject({ url: `/v1/notes/${'x'.repeat(1_500)}`, headers });
  expect(long.statusCode).toBe(404);
  const broken = await strict.app.inject({ url: '/v1/notes/%zz', headers });
  expect(broken.statusCode).toBe(400);
  expect(broken.json()).toMatchObject({ code: 'invalid_input', requestId: broken.headers['x-request-id'] });
});

test('a method that an address lacks is a 405 that says which it has', async () => {
  const response = await strict.app.inject({ method: 'PUT', url: `/v1/notes/${ID}`, headers, payload: '{}' });
  expect(response.statusCode).toBe(405);
  expect(response.headers.allow).toBe('GET, HEAD, DELETE');
  expect(response.json()).toMatchObject({ code: 'method_not_allowed', requestId: expect.any(String) });
  const list = await strict.app.inject({ method: 'GET', url: '/v1/notes', headers });
  expect([list.statusCode, list.headers.allow]).toEqual([405, 'POST']);
  const head = await strict.app.inject({ method: 'HEAD', url: '/v1/notes', headers });
  expect([head.statusCode, head.headers.allow]).toEqual([405, 'POST']);
});

test('a version that the client has is a 304 by weak comparison', async () => {
  const ask = (ifNoneMatch?: string, method: 'GET' | 'HEAD' = 'GET') =>
    strict.app.inject({
      method,
      url: `/v1/notes/${ID}`,
      headers: { ...headers, ...(ifNoneMatch && { 'if-none-match': ifNoneMatch }) },
    });
  const first = await ask();
  expect(first.headers).toMatchObject({ etag: 'W/"3"', 'cache-control': 'private, no-cache' });
  for (const header of ['W/"3"', '"3"', '"1", W/"3"', '*']) {
    const again = await ask(header);
    expect([header, again.statusCode, again.body, again.headers.etag]).toEqual([header, 304, '', 'W/"3"']);
  }
  for (const header of ['W/"4"', '3', '"33"']) expect((await ask(header)).statusCode).toBe(200);
  expect((await ask('"3"', 'HEAD')).statusCode).toBe(304);
});

test('HEAD answers as GET without the body', async () => {
  const response = await strict.app.inject({ method: 'HEAD', url: `/v1/notes/${ID}`, headers });
  expect(response.statusCode).toBe(200);
  expect(response.body).toBe('');
  expect(Number(response.headers['content-length'])).toBeGreaterThan(10);
});

test('an unforeseen error is a 500 without its cause, which is in the log', async () => {
  const response = await post({ text: 'bug' });
  expect(response.statusCode).toBe(500);
  expect(response.body).not.toContain('secret cause');
  expect(response.json()).toMatchObject({ code: 'internal', title: 'Internal error' });
  const line = strict.logged.find((each) => JSON.stringify(each).includes('the secret cause'));
  expect(line).toMatchObject({ requestId: response.json().requestId });
});

test('a key that the schema does not name is an error in tests and left out in production', async () => {
  expect((await post({ text: 'leak' })).statusCode).toBe(500);
  expect(JSON.stringify(strict.logged)).toContain('createNote answered with /secret');
  const response = await post({ text: 'leak' }, plain.app);
  expect(response.statusCode).toBe(201);
  expect(response.json()).toEqual({ id: 'n1', text: 'leak', revision: 1, label: null });
});

test('one line a request: route pattern, status, time, key; no address, query or credential', async () => {
  await strict.app.inject({ url: `/v1/notes/${ID}?cursor=%2B14155550123`, headers });
  const line = strict.logged.findLast((each) => each.msg === 'request');
  expect(line).toMatchObject({ method: 'GET', route: '/v1/notes/:noteId', status: 400, keyId: expect.any(String) });
  const all = JSON.stringify(strict.logged);
  expect(all).not.toContain('4155550123');
  expect(all).not.toContain(ID);
  expect(all).not.toContain(headers.authorization.slice(7));
});

test('an operation that is not made right is refused when it is mounted', async () => {
  const loose = { ...createNote, body: z.strictObject({ inner: z.object({ a: z.string() }) }) };
  await expect(http.serve([loose])).rejects.toThrow(/createNote: the body.* would drop unknown keys/);
  await expect(http.serve([{ ...createNote, auth: 'none', idempotent: true }])).rejects.toThrow(/only a key/);
  await expect(http.serve([{ ...createNote, auth: 'visitor' }])).rejects.toThrow(/conversationId/);
});
