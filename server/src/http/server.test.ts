import { connect } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { startTestHttp, type TestHttp } from '../../test/http-app.ts';
import { type Ctx, openPool } from '../db/database.ts';
import { createSignals, lookUntil } from '../db/signals.ts';
import { defineOperation } from '../kernel/operation.ts';
import { mountHealth } from './health.ts';
import { createHttpServer } from './server.ts';

const waits: { aborted: boolean }[] = [];
const poll = defineOperation({
  operationId: 'poll',
  method: 'POST',
  path: '/v1/poll',
  tag: 'Test',
  summary: 'Wait',
  auth: 'key',
  body: z.strictObject({ waitMs: z.int() }),
  success: { status: 200, description: 'Waited.', schema: z.object({ isHeard: z.boolean() }) },
  handle: async (ctx: Ctx, { body, signal }) => {
    const wait = { aborted: false };
    waits.push(wait);
    const patience = { timeoutMs: body.waitMs, abort: signal };
    const isHeard = await lookUntil(
      ctx.db.signals,
      'never',
      patience,
      async () => false,
      (seen) => seen,
    );
    wait.aborted = signal.aborted;
    return { isHeard };
  },
});
const work = defineOperation({
  operationId: 'work',
  method: 'GET',
  path: '/v1/work',
  tag: 'Test',
  summary: 'Work',
  auth: 'key',
  success: { status: 200, description: 'Done.', schema: z.object({ one: z.int() }) },
  handle: async (ctx: Ctx) => {
    const [row] = await ctx.db.sql<{ one: number }[]>`select 1 as one from pg_sleep(0.3)`;
    return { one: row?.one ?? 0 };
  },
});

let http: TestHttp;
let secret: string;
beforeAll(async () => {
  http = await startTestHttp();
  ({ secret } = await http.addKey(await http.addWorkspace('acme')));
});
afterAll(() => http.close());

async function listen() {
  const { app, logged } = await http.serve([poll, work]);
  return { app, logged, url: await app.listen({ host: '127.0.0.1', port: 0 }) };
}
const headers = () => ({ authorization: `Bearer ${secret}`, 'content-type': 'application/json' });
const startPoll = (url: string, signal?: AbortSignal) =>
  fetch(`${url}/v1/poll`, {
    method: 'POST',
    headers: headers(),
    body: '{"waitMs":60000}',
    ...(signal && { signal }),
  });

test('a client that goes ends its long poll, although its body was read long ago', async () => {
  const { url, logged } = await listen();
  const client = new AbortController();
  const before = waits.length;
  const gone = startPoll(url, client.signal).catch((error: unknown) => error);
  await vi.waitFor(() => expect(waits).toHaveLength(before + 1));
  expect(waits[before]).toEqual({ aborted: false });
  client.abort();
  await vi.waitFor(() => expect(waits[before]).toEqual({ aborted: true }));
  await gone;
  await vi.waitFor(() => expect(logged.at(-1)).toMatchObject({ route: '/v1/poll', clientGone: true }));
});

test('closing ends long polls at once with an answer, and lets work finish', async () => {
  const { app, url } = await listen();
  const before = waits.length;
  const [polling, working] = [startPoll(url), fetch(`${url}/v1/work`, { headers: headers() })];
  await vi.waitFor(() => expect(waits).toHaveLength(before + 1));
  const from = performance.now();
  await app.close();
  expect(performance.now() - from).toBeLessThan(5_000);
  expect(await (await polling).json()).toEqual({ isHeard: false });
  expect(await (await working).json()).toEqual({ one: 1 });
  await expect(fetch(`${url}/v1/work`)).rejects.toThrow();
});

function speak(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

test('what is no HTTP is answered and hung up on', async () => {
  const { url } = await listen();
  const answer = await speak(url, 'HELO desk\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json/);
  const header = `X-Long: ${'x'.repeat(20_000)}`;
  expect(await speak(url, `GET / HTTP/1.1\r\nHost: a\r\n${header}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
});

test('two Host headers are a 400, one is not', async () => {
  const { url } = await listen();
  const ask = (hosts: string) => speak(url, `GET /none HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`);
  expect(await ask('Host: a\r\nhost: b\r\n')).toMatch(/^HTTP\/1\.1 400 .*"code":"invalid_input"/s);
  expect(await ask('Host: a\r\n')).toMatch(/^HTTP\/1\.1 404 /);
});

test('a client that hangs up within its body is no fault of ours', async () => {
  const errors: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => errors.push(line) });
  const app = await createHttpServer({ log, trustProxy: false, makeRequestId: () => 'test-id-2' });
  const statuses: number[] = [];
  app.addHook('onSend', async (_request, reply) => {
    statuses.push(reply.statusCode);
  });
  app.post('/page', async () => ({ ok: true }));
  const { hostname, port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const head = 'POST /page HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n';
  const socket = connect(Number(port), hostname, () => socket.write(`${head}Expect: 100-continue\r\n\r\n`));
  // The server asks for the body once it has begun to read the request.
  socket.once('data', () => socket.write('{"wait', () => socket.destroy()));
  await vi.waitFor(() => expect(statuses).toEqual([400]));
  expect(errors).toEqual([]);
  await app.close();
});

test('headers that come too slowly are looked for every five seconds', async () => {
  const { app } = await listen();
  expect(app.server).toMatchObject({ headersTimeout: 30_000, connectionsCheckingInterval: 5_000 });
});

test('a body that comes too slowly is a 408, and one that comes in time is not', async () => {
  const { app } = await http.serve([], {
    bodyWithinMs: 300,
    mountMore: (each) => each.post('/page', async () => ({ ok: true })),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const head = 'POST /page HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\n';
  expect(await speak(url, `${head}Content-Length: 10\r\n\r\n{"a"`)).toMatch(/^HTTP\/1\.1 408 /);
  expect(await speak(url, `${head}Content-Length: 2\r\n\r\n{}`)).toMatch(/^HTTP\/1\.1 200 /);
});

test('an answer has security headers that a house on plain http can live with', async () => {
  const { app } = await listen();
  const { headers: given } = await app.inject({ url: '/v1/work', headers: headers() });
  expect(given['content-security-policy']).toMatch(/default-src 'self'.*frame-ancestors 'self'/);
  expect(given['content-security-policy']).not.toMatch(/upgrade-insecure-requests/);
  expect(given['strict-transport-security']).toBeUndefined();
  expect(given).toMatchObject({ 'x-content-type-options': 'nosniff' });
});

test('/livez answers without the database, /readyz says whether there is one', async () => {
  const { app } = await http.serve([], { mountMore: (each) => mountHealth(each, http.db) });
  expect((await app.inject('/readyz')).json()).toEqual({ status: 'ok' });
  const sql = openPool({ host: '127.0.0.1', port: 1, connect_timeout: 1 }, 1);
  const dead = await http.serve([], { mountMore: (each) => mountHealth(each, { sql, signals: createSignals() }) });
  expect((await dead.app.inject('/livez')).statusCode).toBe(200);
  const response = await dead.app.inject('/readyz');
  expect(response.statusCode).toBe(503);
  expect(response.headers['retry-after']).toBe('2');
  expect(response.body).not.toContain('ECONNREFUSED');
  await sql.end();
});

test('a database that is away or breaks off is a 503 that says when to come back', async () => {
  const sql = openPool({ host: '127.0.0.1', port: 1 }, 1);
  const away = await http.serve([work], { door: { db: { sql, signals: createSignals() } } });
  const response = await away.app.inject({ url: '/v1/work', headers: headers() });
  expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '2']);
  expect(response.json()).toMatchObject({ code: 'unavailable', requestId: expect.any(String) });
  expect(JSON.stringify(away.logged)).toContain('ECONNREFUSED');
  await sql.end();

  const { app } = await http.serve([work]);
  const cut = app.inject({ url: '/v1/work', headers: headers() });
  const admin = openPool(http.database.admin, 1);
  await vi.waitFor(async () => {
    const ended = await admin`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like '%pg_sleep(0.3)%' and pid <> pg_backend_pid()`;
    expect(ended.length).toBeGreaterThan(0);
  });
  expect((await cut).statusCode).toBe(503);
  await admin.end();
});

test('a stuck event loop refuses requests with 503, but not /livez', async () => {
  const log = pino({ level: 'silent' });
  const app = await createHttpServer({
    log,
    trustProxy: false,
    makeRequestId: () => 'test-id-1',
    maxEventLoopDelayMs: 20,
    startsWithinMs: 0,
  });
  mountHealth(app, http.db);
  app.get('/page', async () => ({ ok: true }));
  await app.ready();
  expect((await app.inject('/page')).statusCode).toBe(200);
  // Blocks again and again until the sampler has seen it.
  await vi.waitFor(
    async () => {
      const until = performance.now() + 200;
      while (performance.now() < until) Math.sqrt(2);
      const response = await app.inject('/page');
      expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '2']);
      expect((await app.inject('/livez')).statusCode).toBe(200);
    },
    { timeout: 15_000, interval: 10 },
  );
  await app.close();
});

test('a server that has just started refuses nobody for what it has yet to load', async () => {
  const log = pino({ level: 'silent' });
  const makeRequestId = () => 'test-id-1';
  const app = await createHttpServer({ log, trustProxy: false, makeRequestId, maxEventLoopDelayMs: 20 });
  app.get('/page', async () => ({ ok: true }));
  await app.ready();
  const statuses = new Set<number>();
  // Over two samples of the event loop's delay.
  for (const until = performance.now() + 2_500; performance.now() < until; ) {
    const stuckUntil = performance.now() + 200;
    while (performance.now() < stuckUntil) Math.sqrt(2);
    // The delay is sampled by a timer.
    await new Promise((resolve) => setTimeout(resolve, 5));
    statuses.add((await app.inject('/page')).statusCode);
  }
  expect([...statuses]).toEqual([200]);
  await app.close();
});
