import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestHttp, type TestApp, type TestHttp } from '../../test/http-app.ts';
import { conflict } from '../kernel/errors.ts';
import { defineOperation } from '../kernel/operation.ts';
import { headerSecret } from './authenticate.ts';
import { type Ctx, type Face, type MountedDialect, sendFailureBody, statusIn } from './face.ts';
import { mountDialect } from './mount-dialect.ts';

const face: Face = {
  presentedSecret: headerSecret,
  showLimits: (reply, { states }) => void reply.header('x-left', String(states[0]?.remaining)),
  sendFailure: (_request, reply, failure) => {
    const body = { oops: failure.reason ?? failure.code };
    return sendFailureBody(reply, { status: statusIn(face, failure.code), failure, body });
  },
  statuses: { conflict: 418 },
  docs: {
    failureSchema: z.strictObject({ oops: z.string() }),
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-api-key' } },
  },
};

const sayThing = defineOperation({
  operationId: 'sayThing',
  method: 'POST',
  path: '/api/things/{id}',
  tag: 'Things',
  summary: 'Say a thing',
  auth: 'key',
  params: z.strictObject({ id: z.string() }),
  body: z.looseObject({ word: z.string().max(20) }),
  errors: ['conflict'],
  bodyLimitBytes: 200,
  success: { status: 200, description: 'Said.', schema: z.object({ said: z.string(), workspace: z.string() }) },
  handle: async (ctx: Ctx, { params, body }) => {
    if (body.word === 'taken') throw conflict('word_taken', 'That word is taken.');
    return { said: `${params.id} ${body.word}`, workspace: ctx.workspace.slug };
  },
});

const dialect: MountedDialect = {
  name: 'omni',
  prefix: '/omni',
  title: 'Things',
  face,
  operations: [sayThing],
  openApi: { path: '/things.json', adapt: (document) => ({ ...document, adapted: true }) },
};

let http: TestHttp;
let served: TestApp;
let secret: string;

beforeAll(async () => {
  http = await startTestHttp();
  const workspace = await http.addWorkspace('faces');
  ({ secret } = await http.addKey(workspace));
  served = await http.serve([], {
    faces: [dialect],
    prefixOfHost: new Map([['things.example.com', '/omni']]),
    mountMore: (app, door) =>
      void app.register((scope) => mountDialect(scope, door, dialect, { version: '1', publicUrl: 'http://desk' })),
  });
});
afterAll(() => http.close());

function post(url: string, payload: string, headers: Record<string, string> = {}) {
  return served.app.inject({ method: 'POST', url, payload, headers: { 'x-api-key': secret, ...headers } });
}

it('answers under its prefix, whatever the body says it is, and ignores keys it does not know', async () => {
  const reply = await post('/omni/api/things/7', '{"word":"hi","more":1}', { 'content-type': 'text/plain' });
  expect([reply.statusCode, reply.json()]).toEqual([200, { said: '7 hi', workspace: 'faces' }]);
  expect(reply.headers['x-left']).toBe('599');
  expect(reply.headers['ratelimit-policy']).toBeUndefined();
  expect((await post('/omni/api/things/7', '{"word":"hi"}')).statusCode).toBe(200);
  for (const type of ['json', ';', '', 'application/json;', 'a b/c', 'application/json; charset=utf-16']) {
    const said = await post('/omni/api/things/7', '{"word":"hi"}', { 'content-type': type });
    expect([type, said.statusCode]).toEqual([type, 200]);
  }
});

it.each([
  ['a wrong body', '/omni/api/things/7', '{"word":1}', {}, 400, 'invalid_input'],
  ['a body that is no JSON', '/omni/api/things/7', '{"word"', {}, 400, 'malformed_json'],
  ['a null byte', '/omni/api/things/7', '{"word":"a\\u0000"}', {}, 400, 'invalid_input'],
  ['half a surrogate', '/omni/api/things/7', '{"word":"a\\ud800"}', {}, 400, 'invalid_input'],
  ['a body over its limit', '/omni/api/things/7', `{"word":"a","more":"${'x'.repeat(300)}"}`, {}, 413, 'too_large'],
  [
    'a verb that refuses, with the status of this face',
    '/omni/api/things/7',
    '{"word":"taken"}',
    {},
    418,
    'word_taken',
  ],
  ['an address that cannot be read', '/omni/api/things/%zz', '{}', {}, 400, 'invalid_input'],
  ['an unknown address', '/omni/api/nothing', '{}', {}, 404, 'unknown_address'],
  ['a wrong key', '/omni/api/things/7', '{}', { 'x-api-key': 'x'.repeat(40) }, 401, 'invalid_credential'],
  [
    'no key in its own header',
    '/omni/api/things/7',
    '{}',
    { 'x-api-key': '', authorization: 'Bearer nobody' },
    401,
    'missing_credential',
  ],
] as const)('answers %s in its own shape', async (_what, url, payload, headers, status, oops) => {
  const reply = await post(url, payload, headers);
  expect([reply.statusCode, reply.json()]).toEqual([status, { oops }]);
  expect(reply.headers['x-request-id']).toBeTruthy();
});

it('answers a method that it does not have in its own shape', async () => {
  const reply = await served.app.inject({ url: '/omni/api/things/7', headers: { 'x-api-key': secret } });
  expect([reply.statusCode, reply.headers.allow, reply.json()]).toEqual([405, 'POST', { oops: 'method_not_allowed' }]);
});

it('leaves what is outside of its prefix to the native API', async () => {
  const reply = await post('/api/things/7', '{"word":"hi"}');
  expect([reply.statusCode, reply.json().code]).toEqual([404, 'not_found']);
  expect(reply.headers['content-type']).toContain('application/problem+json');
});

it('needs no prefix on a host that stands for it', async () => {
  const reply = await post('/api/things/7', '{"word":"hi"}', { host: 'things.example.com' });
  expect([reply.statusCode, reply.json().said]).toEqual([200, '7 hi']);
  for (const host of ['Things.example.com:8443', 'things.example.com.', 'things.example.com.:80']) {
    expect((await post('/api/things/7', '{"word":"hi"}', { host })).statusCode).toBe(200);
  }
  expect((await post('/api/things/7', '{"word":"hi"}', { host: 'athings.example.com' })).statusCode).toBe(404);
  expect((await post('/v1/leads', '{}', { host: 'things.example.com' })).json()).toEqual({ oops: 'unknown_address' });
});

it('counts who reads its description, and says so in its headers', async () => {
  const ask = (remoteAddress: string) => served.app.inject({ url: '/omni/things.json', remoteAddress });
  const answers = [];
  for (let count = 0; count <= 60; count += 1) answers.push(await ask('10.9.9.9'));
  expect(answers.map(({ headers }) => headers['x-left']).slice(0, 2)).toEqual(['59', '58']);
  expect([answers[59]?.statusCode, answers[60]?.statusCode, answers[60]?.json()]).toEqual([
    200,
    429,
    { oops: 'rate_limited' },
  ]);
  expect((await ask('10.9.9.10')).statusCode).toBe(200);
});

it('describes itself with its own errors', async () => {
  const document = (await served.app.inject({ url: '/omni/things.json' })).json();
  expect(document.adapted).toBe(true);
  expect(document.servers).toEqual([{ url: 'http://desk/omni' }]);
  const { responses, security } = document.paths['/api/things/{id}'].post;
  expect(Object.keys(responses)).toEqual(['200', '400', '401', '413', '415', '418', '429', '500', '503']);
  expect(responses['418'].content['application/json'].schema.properties).toEqual({ oops: { type: 'string' } });
  expect(security).toEqual([{ key: [] }]);
});
