import { Socket } from 'node:net';
import type postgres from 'postgres';

/** What postgres.js hands to its `socket` option, which its types leave out: the pool's own options. */
interface PoolOptions {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path: string | false;
  readonly ssl: unknown;
  readonly shared: { readonly typeArrayMap: object };
  fetch_types: boolean;
}

/** From so many bytes on the driver writes at once. */
const FLUSHES_AT = 1_024;

/**
 * Options for postgres.js 3.4.9 with which every statement settles where a connection is cut. Between the error of a
 * socket and its closing the driver goes on to give it statements, and forgets them: who waits for one waits for ever.
 * So the error is told with the closing, in one go.
 */
export const settling: postgres.Options<Record<string, never>> & { readonly socket: (options: PoolOptions) => Socket } =
  {
    socket: (options) => {
      const [host = 'localhost'] = options.host;
      const [port = 5432] = options.port;
      const socket = new PoolSocket();
      if (options.path) socket.connect(options.path);
      else socket.connect(port, host);
      // Nobody waits for that statement of the driver's own, so that its failure would end the process: once is enough.
      if (Object.keys(options.shared.typeArrayMap).length > 0) options.fetch_types = false;
      // Of these the driver makes the name for TLS and its messages, where it connects by itself.
      return Object.assign(socket, { ssl: options.ssl, host, port });
    },
  };

/**
 * A startup parameter. What the driver was about to write when a connection closed stands before the next one's first
 * message, and both wait until they are long enough: with this they are. Postgres refuses them then, and the driver
 * begins anew.
 */
export const LONG_FIRST_MESSAGE = { 'foyer.first_message': '-'.repeat(FLUSHES_AT) };

class PoolSocket extends Socket {
  #error: unknown;

  override emit(event: string | symbol, ...values: unknown[]): boolean {
    if (event === 'error') {
      this.#error = values[0];
      return true;
    }
    if (event === 'close' && this.#error !== undefined) super.emit('error', this.#error);
    return super.emit(event, ...values);
  }
}
