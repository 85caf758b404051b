import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestHttp, type TestApp, type TestHttp } from '../../test/http-app.ts';
import type { Ctx } from '../db/database.ts';
import { invalidInput, notFound } from '../kernel/errors.ts';
import { defineOperation } from '../kernel/operation.ts';

const noteSchema = z.object({ id: z.string(), text: z.string(), revision: z.int(), label: z.string().nullable() });

const getNote = defineOperation({
  operationId: 'getNote',
  method: 'GET',
  path: '/v1/notes/{noteId}',
  tag: 'Notes',
  summary: 'Get a note',
  auth: 'key',
  params: z.object({ noteId: z.uuid() }),
  query: z.strictObject({ wait: z.coerce.number().int().max(5).default(0), cursor: z.string().optional() }),
  success: { status: 200, description: 'The note.', schema: noteSchema },
  etag: (note) => String(note.revision),
  handle: async (_ctx: Ctx, { params, query }) => {
    if (query.cursor) throw invalidInput('Not ours.', [{ path: ['cursor'], message: 'Use a cursor of ours.' }]);
    if (params.noteId.startsWith('0')) throw notFound('note');
    return { id: params.noteId, text: 'hi', revision: 3, label: null };
  },
});

const createNote = defineOperation({
  operationId: 'createNote',
  method: 'POST',
  path: '/v1/notes',
  tag: 'Notes',
  summary: 'Write a note',
  auth: 'key',
  body: z.strictObject({
    text: z.string().min(1).max(50),
    kind: z.enum(['plain', 'rich']).optional(),
    author: z.strictObject({ email: z.email() }).optional(),
    extra: z.record(z.string(), z.unknown()).optional(),
  }),
  success: { status: 201, description: 'The note.', schema: noteSchema },
  location: (note) => `/v1/notes/${note.id}`,
  handle: async (_ctx: Ctx, { body }) => {
    if (body.text === 'wrong') throw invalidInput('No.', [{ path: ['author', 'a/b~c'], message: 'Not so.' }]);
    if (body.text === 'bug') throw new Error('the secret cause');
    const extra = body.text === 'leak' ? { secret: 'x' } : {};
    return { id: 'n1', text: body.text, revision: 1, label: null, ...extra };
  },
});

const deleteNote = defineOperation({
  operationId: 'deleteNote',
  method: 'DELETE',
  path: '/v1/notes/{noteId}',
  tag: 'Notes',
  summary: 'Remove a note',
  auth: 'key',
  params: z.object({ noteId: z.uuid() }),
  success: { status: 204, description: 'Gone.' },
  handle: async () => undefined,
});

const operations = [getNote, createNote, deleteNote];
const ID = '11111111-1111-4111-8111-111111111111';

let http: TestHttp;
let strict: TestApp;
let plain: TestApp;
let headers: { authorization: string };
beforeAll(async () => {
  http = await startTestHttp();
  const { secret } = await http.addKey(await http.addWorkspace('acme'), { limitPerMinute: 10_000 });
  headers = { authorization: `Bearer ${secret}` };
  strict = await http.serve(operations);
  plain = await http.serve(operations, { door: { strictResponses: false } });
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

test('everything wrong is named at once, with a pointer and what to do', async () => {
  const response = await post({ kind: 'odd', author: { email: 'x', nick: 'y' }, colour: 'red' });
  expect(response.statusCode).toBe(400);
  expect(response.headers['content-type']).toBe('application/problem+json');
  const problem = response.json();
  expect(problem).toMatchObject({
    type: 'urn:foyer:problem:invalid_input',
    title: 'The request is not valid',
    status: 400,
    code: 'invalid_input',
    requestId: response.headers['x-request-id'],
  });
  expect(problem.errors).toEqual(
    expect.arrayContaining([
      { pointer: '#/text', detail: 'This is required: give a text.' },
      { pointer: '#/kind', detail: 'Use one of: plain, rich.' },
      { pointer: '#/author/email', detail: 'Give an e-mail address such as ada@example.com.' },
      { pointer: '#/author/nick', detail: 'Nobody reads this field: remove it, or check its spelling.' },
      { pointer: '#/colour', detail: 'Nobody reads this field: remove it, or check its spelling.' },
    ]),
  );
  expect(problem.errors).toHaveLength(5);
});

test('a verb that names a field gets a pointer too, escaped as RFC 6901 has it', async () => {
  const problem = (await post({ text: 'wrong' })).json();
  expect(problem.errors).toEqual([{ pointer: '#/author/a~1b~0c', detail: 'Not so.' }]);
});

test.each([
  ['an id that is no UUID', '/v1/notes/abc', 'noteId'],
  ['a parameter nobody reads', `/v1/notes/${ID}?colour=red`, 'colour'],
  ['a wrong type', `/v1/notes/${ID}?wait=long`, 'wait'],
  ['a parameter given twice', `/v1/notes/${ID}?wait=1&wait=2`, 'wait'],
  ['a null byte in the query', `/v1/notes/${ID}?cursor=a%00b`, 'cursor'],
  ['a null byte in the path', '/v1/notes/%00', 'noteId'],
  ['what only the verb knows', `/v1/notes/${ID}?cursor=x`, 'cursor'],
])('%s is a 400 that names the parameter', async (_what, url, parameter) => {
  const response = await strict.app.inject({ url, headers });
  expect(response.statusCode).toBe(400);
  expect(response.json().errors).toEqual([{ parameter, detail: expect.stringMatching(/\w/) }]);
});

const deep = (levels: number) => `{"text":"x","extra":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`;
test.each([
  ['a null byte', '{"text":"a\\u0000b"}', '#/text', 400],
  ['a null byte in a key', '{"text":"x","extra":{"a\\u0000":1}}', '#/extra/a%00', 400],
  ['half a surrogate pair', '{"text":"\\ud800"}', '#/text', 400],
  ['half a surrogate pair deep inside', '{"text":"x","extra":{"a":["\\udc00"]}}', '#/extra/a/0', 400],
  ['a number beyond a double', '{"text":"x","extra":{"n":1e999}}', '#/extra/n', 400],
  ['__proto__', '{"text":"x","extra":{"__proto__":{"admin":true}}}', '#/extra/__proto__', 400],
  ['too deep nesting', deep(19), `#/extra/a${'/0'.repeat(18)}`, 400],
  ['a list where an object belongs', '[]', '#', 400],
])('%s is refused with its place', async (_what, payload, pointer, status) => {
  const response = await post(payload);
  expect(response.statusCode).toBe(status);
  expect(response.json().errors[0].pointer).toBe(pointer);
});

test.each([
  ['twenty levels', deep(18)],
  ['a constructor key', '{"text":"x","extra":{"constructor":{"prototype":{"a":1}}}}'],
  ['an emoji', '{"text":"👋"}'],
  ['a byte order mark', '\ufeff{"text":"x"}'],
])('%s is taken', async (_what, payload) => {
  expect((await post(payload)).statusCode).toBe(201);
});

test('more keys than anyone needs are refused', async () => {
  const extra = Object.fromEntries(Array.from({ length: 20_001 }, (_, index) => [`k${index}`, 1]));
  const response = await post({ text: 'x', extra });
  expect(response.statusCode).toBe(400);
  expect(response.json().errors[0].detail).toMatch(/At most 20000 keys/);
});

test.each([
  ['{"text": ', /not JSON: unexpected end/],
  ['{"text": nope}', /not JSON: unexpected token 'o'/],
  ["{text: 'x'}", /not JSON: expected property name .* at position 1 \(line 1 column 2\)/],
  ['{"text":"line\nbreak"}', /not JSON: bad control character in string literal at position 13/],
])('broken JSON %j is a 400 that says where', async (payload, words) => {
  const response = await post(payload);
  expect(response.statusCode).toBe(400);
  expect(response.json().detail).toMatch(words);
  expect(response.json().detail).not.toContain('{');
});

test('a body that is not UTF-8 or says that it is not', async () => {
  expect((await post(Buffer.from([0x7b, 0xff, 0x7d]))).json().detail).toBe('The body is not UTF-8.');
  const response = await strict.app.inject({
    method: 'POST',
    url: '/v1/notes',
    headers: { ...headers, 'content-type': 'application/json; charset=latin1' },
    payload: '{"text":"x"}',
  });
  expect(response.statusCode).toBe(415);
});

test('no body where one is needed', async () => {
  const response = await strict.app.inject({ method: 'POST', url: '/v1/notes', headers });
  expect(response.statusCode).toBe(400);
  expect(response.json().errors).toEqual([{ pointer: '#', detail: 'This request needs a body: send a JSON object.' }]);
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])('%s is a 415', async (type) => {
  const response = await strict.app.inject({
    method: 'POST',
    url: '/v1/notes',
    headers: { ...headers, 'content-type': type },
    payload: 'text=x',
  });
  expect(response.statusCode).toBe(415);
  expect(response.json()).toMatchObject({ code: 'unsupported_media_type', status: 415 });
});

test('a body over a megabyte is a 413', async () => {
  const response = await post({ text: 'x'.repeat(1_048_577) });
  expect(response.statusCode).toBe(413);
  expect(response.json()).toMatchObject({ code: 'too_large', limitBytes: 1_048_576 });
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
  const long = await strict.app.inject({ url: `/v1/notes/${'x'.repeat(500)}`, headers });
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
