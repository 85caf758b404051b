import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestHttp, type TestApp, type TestHttp } from '../../test/http-app.ts';
import { type Ctx, openPool, transaction } from '../db/database.ts';
import { conflict } from '../kernel/errors.ts';
import { defineOperation } from '../kernel/operation.ts';
import { fingerprintOf, readIdempotencyKey } from './idempotency.ts';

let now = new Date('2026-05-01T10:00:00.000Z');
let gate: Promise<void> = Promise.resolve();
let entered: () => void = () => undefined;

const schema = z.object({ id: z.string(), text: z.string() });
const createNote = defineOperation({
  operationId: 'createNote',
  method: 'POST',
  path: '/v1/notes',
  tag: 'Notes',
  summary: 'Write a note',
  auth: 'key',
  body: z.strictObject({ text: z.string(), tags: z.strictObject({ a: z.int(), b: z.int() }).optional() }),
  success: { status: 201, description: 'The note.', schema },
  idempotent: true,
  etag: ({ id }) => id,
  location: ({ id }) => `/v1/notes/${id}`,
  handle: async (ctx: Ctx, { body }) =>
    transaction(ctx, async (tctx) => {
      const id = tctx.newId(tctx.at);
      await tctx.tx`insert into audit_log (workspace_id, id, actor_kind, verb, object_type, created_at)
        values (${tctx.workspace.id}, ${id}, 'api_key', ${body.text}, 'note', ${tctx.at})`;
      entered();
      await gate;
      if (body.text === 'fail') throw conflict('note_taken', 'There is such a note.');
      return { id, text: body.text };
    }),
});
const removeNotes = defineOperation({
  operationId: 'removeNotes',
  method: 'POST',
  path: '/v1/leads/{leadId}/notes',
  tag: 'Notes',
  summary: 'Remove notes',
  auth: 'key',
  params: z.object({ leadId: z.uuid() }),
  success: { status: 204, description: 'Gone.' },
  idempotent: true,
  handle: async (_ctx: Ctx) => undefined,
});

let http: TestHttp;
let served: TestApp;
let workspaceId: string;
let secret: string;
beforeAll(async () => {
  http = await startTestHttp({ now: () => now });
  workspaceId = await http.addWorkspace('acme');
  served = await http.serve([createNote, removeNotes]);
});
afterAll(() => http.close());
beforeEach(async () => {
  ({ secret } = await http.addKey(workspaceId));
});

function send(key: string | undefined, payload: object, { app }: TestApp = served, url = '/v1/notes') {
  const headers = { authorization: `Bearer ${secret}`, ...(key !== undefined && { 'idempotency-key': key }) };
  return app.inject({ method: 'POST', url, headers, payload });
}

async function countNotes(text: string): Promise<number> {
  const admin = openPool(http.database.admin, 1);
  const [row] = await admin<{ count: number }[]>`select count(*)::int as count from audit_log where verb = ${text}`;
  await admin.end();
  return row?.count ?? 0;
}

test('the same request again is answered as the first time and does nothing', async () => {
  const first = await send('key-1', { text: 'once', tags: { a: 1, b: 2 } });
  expect(first.statusCode).toBe(201);
  expect(first.headers['idempotency-replayed']).toBeUndefined();
  for (const key of ['key-1', '"key-1"']) {
    const again = await send(key, { tags: { b: 2, a: 1 }, text: 'once' });
    expect([again.statusCode, again.body]).toEqual([201, first.body]);
    expect(again.headers).toMatchObject({
      'idempotency-replayed': 'true',
      location: first.headers.location,
      etag: first.headers.etag,
    });
  }
  expect(await countNotes('once')).toBe(1);
});

test('without a key each request counts', async () => {
  await send(undefined, { text: 'twice' });
  await send(undefined, { text: 'twice' });
  expect(await countNotes('twice')).toBe(2);
});

test('the same key with another body or at another address is a 422', async () => {
  const leadId = '11111111-1111-4111-8111-111111111111';
  await send('key-2', { text: 'one' });
  for (const response of [
    await send('key-2', { text: 'other' }),
    await send('key-2', { text: 'one' }, served, `/v1/leads/${leadId}/notes`),
  ]) {
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ code: 'unprocessable', reason: 'idempotency_key_reused' });
  }
  expect(await countNotes('other')).toBe(0);
});

test('another API key may use the same Idempotency-Key', async () => {
  await send('key-3', { text: 'mine' });
  ({ secret } = await http.addKey(workspaceId));
  const response = await send('key-3', { text: 'yours' });
  expect(response.statusCode).toBe(201);
});

test('while the first is running the second is a 409, in another process too; then it is replayed', async () => {
  const other = await http.serve([createNote]);
  const { promise: isOpen, resolve: open } = Promise.withResolvers<void>();
  const { promise: isInside, resolve } = Promise.withResolvers<void>();
  [gate, entered] = [isOpen, resolve];
  const first = send('key-4', { text: 'slow' });
  await isInside;
  const second = await send('key-4', { text: 'slow' }, other);
  expect(second.statusCode).toBe(409);
  expect(second.json()).toMatchObject({ code: 'conflict', reason: 'idempotency_key_in_use' });
  expect(second.headers['retry-after']).toBe('1');
  open();
  expect((await first).statusCode).toBe(201);
  const third = await send('key-4', { text: 'slow' }, other);
  expect([third.statusCode, third.body]).toEqual([201, (await first).body]);
  expect(await countNotes('slow')).toBe(1);
});

test('many at the same moment are one note', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => send('key-5', { text: 'crowd' })));
  const statuses = answers.map(({ statusCode }) => statusCode);
  expect(statuses).toContain(201);
  expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
  expect(await countNotes('crowd')).toBe(1);
});

test('a failure is not remembered and left nothing', async () => {
  const first = await send('key-6', { text: 'fail' });
  expect(first.json()).toMatchObject({ status: 409, reason: 'note_taken' });
  expect(await countNotes('fail')).toBe(0);
  expect((await send('key-6', { text: 'fixed' })).statusCode).toBe(201);
});

test('after 24 hours a key is new', async () => {
  const first = await send('key-7', { text: 'day' });
  now = new Date(now.getTime() + 24 * 3_600_000 - 1);
  expect((await send('key-7', { text: 'day' })).body).toBe(first.body);
  now = new Date(now.getTime() + 1);
  const next = await send('key-7', { text: 'next day' });
  expect(next.statusCode).toBe(201);
  expect(next.headers['idempotency-replayed']).toBeUndefined();
  expect((await send('key-7', { text: 'next day' })).body).toBe(next.body);
});

test('an answer without a body is replayed', async () => {
  const leadId = '22222222-2222-4222-8222-222222222222';
  const url = `/v1/leads/${leadId}/notes`;
  expect((await send('key-8', { text: 'x' }, served, url)).statusCode).toBe(204);
  const again = await send('key-8', { text: 'x' }, served, url);
  expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([204, 'true']);
});

test.each(['""', ' ', 'has space', 'x'.repeat(256), 'naïve'])('%j is no Idempotency-Key', (header) => {
  expect(() => readIdempotencyKey(header)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
});

test.each([
  ['"a\\"b"', 'a"b'],
  ['x'.repeat(255), 'x'.repeat(255)],
  ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
])('%s is one', (header, key) => {
  expect(readIdempotencyKey(header)).toBe(key);
});

test('a fingerprint knows order in lists and values, not the order of keys', () => {
  const base = fingerprintOf('op', '/a', { a: [1, 2], b: { c: null } });
  expect(fingerprintOf('op', '/a', { b: { c: null }, a: [1, 2] })).toEqual(base);
  for (const body of [
    { a: [2, 1], b: { c: null } },
    { a: [1, 2], b: {} },
    { a: [1, 2], b: { c: 0 } },
  ]) {
    expect(fingerprintOf('op', '/a', body)).not.toEqual(base);
  }
  expect(fingerprintOf('op', '/b', { a: [1, 2], b: { c: null } })).not.toEqual(base);
});
