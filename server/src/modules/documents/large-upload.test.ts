import { readdir, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
let leadId: string;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server);
  leadId = (await tenant.ask('POST', '/v1/leads', { body: {} })).json().id;
});
afterAll(() => server.stop());

const folder = () => join(server.context.config.dataDir, 'documents', tenant.ctx.workspace.id);
const HEAD = '--x\r\nContent-Disposition: form-data; name="files"; filename="big.bin"\r\n\r\n';

/** Sends so many bytes as one file, a piece at a time as the server takes them. */
function sendFile(sizeBytes: number): Promise<{ status: number | undefined; body: string }> {
  const piece = Buffer.alloc(65_536, 7);
  return new Promise((resolve, reject) => {
    const sending = request(`${server.url}/v1/leads/${leadId}/documents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.liveKey}`, 'content-type': 'multipart/form-data; boundary=x' },
    });
    sending.once('error', reject);
    sending.once('response', (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => {
        resolve({ status: response.statusCode, body });
        sending.destroy();
      });
    });
    sending.write(HEAD);
    let left = sizeBytes;
    const go = () => {
      while (left > 0) {
        const part = piece.subarray(0, Math.min(left, piece.length));
        left -= part.length;
        if (!sending.write(part)) return void sending.once('drain', go);
      }
      sending.end('\r\n--x--\r\n');
    };
    go();
  });
}

/** Of this process, in objects and in buffers: what is resident besides is also left of other tests. */
function heldBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

it('takes a file of 100 MB without holding it in memory', async () => {
  await sendFile(1_000_000);
  // What is garbage is not held: without this the measure is how lazily it is collected.
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  const before = heldBytes();
  let peak = before;
  const timer = setInterval(() => {
    if (typeof collect === 'function') collect({ type: 'minor' });
    peak = Math.max(peak, heldBytes());
  }, 30);
  const { status, body } = await sendFile(100_000_000);
  clearInterval(timer);
  expect(status, body).toBe(201);
  expect((peak - before) / 1e6).toBeLessThan(60);
  const { id, sizeBytes } = JSON.parse(body).documents[0];
  const name = (await readdir(folder(), { recursive: true })).find((path) => path.endsWith(id));
  expect([sizeBytes, (await stat(join(folder(), name ?? ''))).size]).toEqual([100_000_000, 100_000_000]);
}, 60_000);

it('refuses one byte more with a 413 that names the file, and keeps none of it', async () => {
  const before = await readdir(folder());
  const { status, body } = await sendFile(100_000_001);
  expect([status, JSON.parse(body)]).toMatchObject([413, { code: 'too_large', fileName: 'big.bin' }]);
  expect(await readdir(folder())).toEqual(before);
}, 60_000);

it('keeps nothing of a client that hangs up', async () => {
  const before = await readdir(folder());
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname, () => {
    socket.write(
      `POST /v1/leads/${leadId}/documents HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${tenant.liveKey}\r\n` +
        `Content-Length: 50000000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n${HEAD}`,
    );
    socket.write(Buffer.alloc(1_000_000, 7));
  });
  await vi.waitFor(async () => expect(await readdir(folder())).toContainEqual(expect.stringMatching(/\.part$/)));
  socket.destroy();
  await vi.waitFor(async () => expect(await readdir(folder())).toEqual(before));
  expect((await tenant.ask('GET', `/v1/leads/${leadId}/documents`)).json().data).toHaveLength(before.length);
});
