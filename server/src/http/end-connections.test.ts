import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHttpServer } from './server.ts';

let app: Awaited<ReturnType<typeof createHttpServer>>;
/** The requests whose headers have come. */
let begun = 0;
beforeEach(async () => {
  begun = 0;
  app = await createHttpServer({
    log: pino({ level: 'silent' }),
    trustProxy: false,
    makeRequestId: () => 'test-id-1',
    closesWithinMs: 200,
  });
  app.addHook('onRequest', async () => {
    begun += 1;
  });
  app.post('/page', async () => ({ ok: true }));
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => app.close());

async function open(text: string): Promise<Socket> {
  const address = app.server.address();
  const accepted = once(app.server, 'connection');
  const socket = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  socket.write(text);
  await accepted;
  return socket;
}

const POST = 'POST /page HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n';

it.each([
  ['that has asked nothing yet, as browsers open them', '', 0],
  ['whose request has not come whole', POST, 0],
  ['whose body does not come', `${POST}\r\n{`, 1],
])('a server that closes does not wait for a connection %s', async (_which, text, requests) => {
  const socket = await open(text);
  const ended = once(socket, 'close');
  await expect.poll(() => begun).toBe(requests);
  // Node would wait for 30 s at least.
  await app.close();
  await ended;
});
