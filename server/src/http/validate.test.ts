import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHttp, type TestApp, type TestHttp } from '../../test/http-app.ts';
import { noteOperations } from './note-operations.fixture.ts';

const ID = '11111111-1111-4111-8111-111111111111';

let http: TestHttp;
let strict: TestApp;
let headers: { authorization: string };
beforeAll(async () => {
  http = await startTestHttp();
  const { secret } = await http.addKey(await http.addWorkspace('acme'), { limitPerMinute: 10_000 });
  headers = { authorization: `Bearer ${secret}` };
  strict = await http.serve(noteOperations);
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

test('whatever JSON is sent, the answer is a note or a 400', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('x'));
  const body = fc.oneof(fc.jsonValue(), fc.record({ text, extra: fc.dictionary(fc.string(), fc.jsonValue()) }));
  await fc.assert(
    fc.asyncProperty(body, async (value) => {
      const { statusCode } = await post(value);
      expect([201, 400]).toContain(statusCode);
    }),
    { numRuns: 300 },
  );
});
