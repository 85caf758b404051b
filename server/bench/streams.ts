import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Target } from './http-client.ts';
import type { Timed } from './webhooks.ts';
import { call } from './webhooks.ts';

const STREAMS = 2_000;
const OPENED_AT_ONCE = 50;
/** A key may have 500 open. */
const KEYS = 4;
const PATIENCE_MS = 60_000;

/** Events a second to 2,000 open streams together, while leads are made one after the other. */
export async function measureStreams(
  { target, secret }: { target: Target; secret: string },
  seconds: number,
): Promise<Timed & { readonly close: () => void }> {
  const streams = { received: 0, sockets: [] as Socket[] };
  const url = `http://${target.host}:${target.port}`;
  const keys: string[] = [];
  for (let made = 0; made < KEYS; made += 1) {
    const key = await call({ url, secret }, 'POST', '/v1/keys', { scopes: ['read'] });
    keys.push(key.secret ?? secret);
  }
  for (let opened = 0; opened < STREAMS; opened += OPENED_AT_ONCE) {
    const batch = Array.from({ length: OPENED_AT_ONCE }, (_, place) =>
      open(target, keys[(opened + place) % KEYS] ?? secret, streams),
    );
    streams.sockets.push(...(await Promise.all(batch)));
  }
  const since = performance.now();
  let leads = 0;
  while (performance.now() - since < seconds * 1000) {
    await call({ url, secret }, 'POST', '/v1/leads', {});
    leads += 1;
    await delay(50);
  }
  // A lead is at least two events.
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (streams.received < leads * 2 * STREAMS && performance.now() < giveUpAt) await delay(20);
  if (streams.received < leads * 2 * STREAMS) throw new Error(`only ${streams.received} events came to the streams`);
  const perSecond = (streams.received * 1000) / (performance.now() - since);
  const close = () => {
    for (const socket of streams.sockets) socket.destroy();
  };
  return { perSecond, close };
}

/** Resolves when the stream has begun. */
function open({ host, port }: Target, secret: string, streams: { received: number }): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => {
      socket.write(`GET /v1/stream HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${secret}\r\n\r\n`);
    });
    socket.on('data', (piece: Buffer) => {
      const text = piece.toString('latin1');
      if (text.startsWith('HTTP/1.1 200')) resolve(socket);
      else if (text.startsWith('HTTP/1.1')) reject(new Error(text.slice(0, 300)));
      for (let at = text.indexOf('\ndata: '); at >= 0; at = text.indexOf('\ndata: ', at + 1)) streams.received += 1;
    });
    socket.once('error', reject);
  });
}
