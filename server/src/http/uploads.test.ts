import { request as ask } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { startTestHttp, type TestHttp } from '../../test/http-app.ts';
import type { Ctx } from '../db/database.ts';
import { notFound } from '../kernel/errors.ts';
import { defineOperation } from '../kernel/operation.ts';
import { mountOperations } from './mount-operations.ts';
import { takeAnythingAsJson } from './parse-json.ts';

interface Seen {
  field: string;
  fileName: string;
  mimeType: string;
  text: string;
}
const seen: Seen[] = [];
const failures: unknown[] = [];
let begun = 0;

const take = defineOperation({
  operationId: 'take',
  method: 'POST',
  path: '/v1/take/{id}',
  tag: 'Test',
  summary: 'Take files',
  auth: 'key',
  params: z.strictObject({ id: z.string() }),
  upload: {
    maxFiles: 2,
    maxFileBytes: 1_000_000,
    fields: z.strictObject({ note: z.string().max(5).trim().optional() }),
  },
  success: { status: 201, description: 'Taken.', schema: z.object({ note: z.string().nullable() }) },
  errors: ['not_found'],
  handle: async (_ctx: Ctx, { params, files, fields }) => {
    if (params.id === 'nobody') throw notFound('lead');
    try {
      for await (const { field, fileName, mimeType, stream } of files) {
        begun += 1;
        let text = '';
        if (fileName !== 'unread') for await (const chunk of stream) text += Buffer.from(chunk).toString();
        seen.push({ field, fileName, mimeType, text });
      }
    } catch (error) {
      failures.push(error);
      throw error;
    }
    return { note: fields().note ?? null };
  },
});

let http: TestHttp;
let url: string;
let secret: string;
beforeAll(async () => {
  http = await startTestHttp();
  ({ secret } = await http.addKey(await http.addWorkspace('acme'), { limitPerMinute: 10_000 }));
  const { app } = await http.serve([take]);
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => http.close());
beforeEach(() => {
  seen.length = 0;
  failures.length = 0;
});

async function send(body: FormData | string, headers: Record<string, string> = {}, id = 'one') {
  const credential = { authorization: `Bearer ${secret}` };
  const response = await fetch(`${url}/v1/take/${id}`, {
    method: 'POST',
    headers: { ...credential, ...headers },
    body,
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

function form(parts: readonly (readonly [string, string | File])[]): FormData {
  const data = new FormData();
  for (const [name, part] of parts) data.append(name, part);
  return data;
}
const file = (name: string, text: string, type = 'text/plain') => new File([text], name, { type });

it('gives the files in their order, and the texts that came before and after them', async () => {
  const response = await send(
    form([
      ['files', file('a.txt', 'one')],
      ['other', file('ü "b".PDF', 'two', 'Application/PDF')],
      ['note', 'late '],
    ]),
  );
  expect([response.status, response.answer]).toEqual([201, { note: 'late' }]);
  expect(seen).toEqual([
    { field: 'files', fileName: 'a.txt', mimeType: 'text/plain', text: 'one' },
    { field: 'other', fileName: expect.stringMatching(/^ü .*b.*\.PDF$/), mimeType: 'application/pdf', text: 'two' },
  ]);
});

it('goes on after a file that nobody read', async () => {
  const big = 'x'.repeat(900_000);
  const response = await send(
    form([
      ['f', file('unread', big)],
      ['f', file('b', big)],
    ] as const),
  );
  expect([response.status, seen.map(({ text }) => text.length)]).toEqual([201, [0, 900_000]]);
});

it.each([
  ['C:\\scans\\id.png', 'id.png'],
  ['../../etc/passwd', 'passwd'],
  ['..', 'file'],
  [' ', 'file'],
  [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(196)}.pdf`],
])('takes %j for a file called %j', async (name, expected) => {
  await send(form([['f', file(name, '')]]));
  expect(seen.map(({ fileName }) => fileName)).toEqual([expected]);
});

it('refuses what is too large, too many, given twice, unknown, or no multipart, and says so', async () => {
  const cases = [
    [form([['f', file('big.bin', 'x'.repeat(1_000_001))]]), 413, /"big\.bin\\?" is over 1 MB/],
    [form(['1', '2', '3'].map((name) => ['f', file(name, name)] as const)), 413, /At most 2 files/],
    [
      form([
        ['note', 'a'],
        ['note', 'b'],
        ['f', file('a', '')],
      ] as const),
      400,
      /once/,
    ],
    [
      form([
        ['note', 'too long'],
        ['f', file('a', '')],
      ] as const),
      400,
      /at most 5/,
    ],
    [
      form([
        ['notes', 'a'],
        ['f', file('a', '')],
      ] as const),
      400,
      /Nobody reads this field/,
    ],
    [
      form([
        ['note', 'a\0'],
        ['f', file('a', '')],
      ] as const),
      400,
      /null byte/,
    ],
  ] as const;
  for (const [body, status, words] of cases) {
    const response = await send(body);
    const problem = JSON.stringify(response.answer).replaceAll('\\\\', '\\');
    expect(response.status, problem).toBe(status);
    expect(problem).toMatch(words);
  }
  const json = await send('{}', { 'content-type': 'application/json' });
  expect([json.status, json.answer.detail]).toEqual([415, 'Send the files as multipart/form-data.']);
  const empty = await send('', { 'content-type': 'multipart/form-data; boundary=x' });
  expect(empty.status).toBe(201);
});

it.each([
  ['no boundary', 'multipart/form-data', 'x'],
  [
    'no end',
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nab',
  ],
  ['no part', 'multipart/form-data; boundary=x', 'nothing of the kind'],
])('answers 400 to a body with %s', async (_what, contentType, body) => {
  const response = await send(body, { 'content-type': contentType });
  expect([response.status, response.answer.code]).toEqual([400, 'invalid_input']);
});

it('keeps the connection after it refused a body in its midst', async () => {
  const over = form([
    ['f', file('a', 'x'.repeat(1_000_001))],
    ['f', file('b', 'x'.repeat(1_000_001))],
  ]);
  expect((await send(over)).status).toBe(413);
  expect((await send(over, {}, 'nobody')).status).toBe(404);
  expect((await send(form([['f', file('a', 'x')]]))).status).toBe(201);
});

it('tells the verb at once that its client has gone', async () => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname, () => {
    socket.write(
      `POST /v1/take/one HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${secret}\r\nContent-Length: 100000\r\n` +
        'Content-Type: multipart/form-data; boundary=x\r\n\r\n' +
        '--x\r\nContent-Disposition: form-data; name="f"; filename="half"\r\n\r\nhalf a file',
    );
  });
  const before = begun;
  await vi.waitFor(() => expect(begun).toBe(before + 1));
  socket.destroy();
  await vi.waitFor(() => expect(failures).toEqual([expect.objectContaining({ code: 'invalid_input' })]));
});

it('hangs up on who goes on sending long after the answer', async () => {
  const boundary = 'x';
  const request = ask(`${url}/v1/take/nobody`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
  });
  const ended = new Promise((resolve) => request.once('close', resolve));
  const status = new Promise((resolve) => request.once('response', (response) => resolve(response.statusCode)));
  request.on('error', () => undefined);
  const timer = setInterval(() => request.write('more'), 50);
  expect(await status).toBe(404);
  await ended;
  clearInterval(timer);
}, 15_000);

it('takes files in a scope that takes any other body for JSON', async () => {
  const { app } = await http.serve([], {
    mountMore: (house, door) =>
      void house.register(
        async (scope) => {
          takeAnythingAsJson(scope);
          mountOperations(scope, door, [take]);
        },
        { prefix: '/vendor' },
      ),
  });
  const encoded = new Response(form([['f', file('a.txt', 'one')]]));
  const ask = (type: string, payload: Buffer | string) =>
    app.inject({
      method: 'POST',
      url: '/vendor/v1/take/one',
      headers: { authorization: `Bearer ${secret}`, 'content-type': type },
      payload,
    });
  const type = encoded.headers.get('content-type') ?? '';
  expect((await ask(type, Buffer.from(await encoded.arrayBuffer()))).statusCode).toBe(201);
  expect(seen.map(({ text }) => text)).toEqual(['one']);
  expect((await ask('text/plain', '{}')).statusCode).toBe(415);
});

it.each(['constructor', 'toString', 'hasOwnProperty', '__proto__'])(
  'says that no field may be called %s',
  async (name) => {
    for (const part of ['text', file('a.txt', 'one')]) {
      const response = await send(form([[name, part]]));
      expect([response.status, response.answer.detail]).toEqual([400, 'A field cannot be taken.']);
      expect(response.answer.errors).toEqual([{ pointer: `#/${name}`, detail: expect.stringContaining('called') }]);
    }
  },
);
