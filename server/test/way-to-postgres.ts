import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { DatabaseLogin } from '../src/db/login.ts';
import { testCertificate } from './certificate.ts';

/** A way to Postgres whose connections can be cut as a machine that dies cuts them. */
export interface WayToPostgres {
  readonly host: string;
  readonly port: number;
  /** Connections that are open. */
  readonly callers: ReadonlySet<Socket>;
  cut(): void;
  close(): void;
}

/**
 * `plain`: Postgres refuses TLS. `tls`: it takes it, with a certificate that nobody knows. `silent`: it never says which. `closing`: it
 * closes in place of an answer, as what stands before a Postgres that is being restarted does.
 */
export async function openWay(
  { host, port, path }: DatabaseLogin,
  kind: 'plain' | 'tls' | 'silent' | 'closing' = 'plain',
): Promise<WayToPostgres> {
  const callers = new Set<Socket>();
  const join = (caller: Socket | TLSSocket, first?: Buffer) => {
    const server = path === undefined ? connect(port, host) : connect(path);
    if (first) server.write(first);
    caller.pipe(server).pipe(caller);
    for (const [one, other] of [
      [caller, server],
      [server, caller],
    ] as const) {
      one.on('error', () => undefined).once('close', () => other.destroy());
    }
  };
  const way = createServer((caller) => {
    callers.add(caller);
    caller.on('error', () => undefined).once('close', () => callers.delete(caller));
    caller.once('data', (first: Buffer) => {
      caller.pause();
      if (first.readInt32BE(4) !== 80_877_103) join(caller, first);
      else if (kind === 'tls') {
        caller.write('S');
        join(new TLSSocket(caller, { isServer: true, cert: testCertificate.cert, key: testCertificate.key }));
      } else if (kind === 'closing') caller.end();
      else if (kind === 'plain') {
        caller.write('N');
        join(caller);
      }
    });
  });
  way.listen(0, '127.0.0.1');
  await once(way, 'listening');
  const cut = () => {
    for (const caller of callers) caller.resetAndDestroy();
    callers.clear();
  };
  return { host: '127.0.0.1', port: (way.address() as AddressInfo).port, callers, cut, close: () => way.close() };
}
