import { once } from 'node:events';
import { isIP, Socket } from 'node:net';
import tls from 'node:tls';
import type postgres from 'postgres';

type Ssl = postgres.Options<Record<string, never>>['ssl'];

/** What postgres.js hands to its `socket` option, which its types leave out: the pool's own options. */
interface PoolOptions {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path: string | false;
  readonly connect_timeout: number;
  readonly shared: { readonly typeArrayMap: object };
  fetch_types: boolean;
}

/** From so many bytes on the driver writes at once. */
const FLUSHES_AT = 1_024;
/** The first message of a client that wants TLS; one letter answers it. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const TAKES_TLS = 'S'.charCodeAt(0);

interface Settling extends postgres.Options<Record<string, never>> {
  readonly socket: (options: PoolOptions) => Socket | Promise<Socket>;
}

/**
 * Options for postgres.js 3.4.9 with which every statement settles where a connection is cut. Between the error of a
 * socket and its closing the driver goes on to give it statements, and forgets them: who waits for one waits for ever.
 * So the error is told with the closing, in one go. TLS is begun here, as the driver would make a socket of its own.
 */
export function settling(ssl: Ssl = false): Settling {
  return {
    ssl: false,
    socket: (options) => {
      const [host = 'localhost'] = options.host;
      const [port = 5432] = options.port;
      const socket = new Socket();
      if (options.path) socket.connect(options.path);
      else socket.connect(port, host);
      // Nobody waits for that statement of the driver's own, so that its failure would end the process: once is enough.
      if (Object.keys(options.shared.typeArrayMap).length > 0) options.fetch_types = false;
      if (ssl === false || options.path) return tellErrorWithClosing(socket);
      return secure(socket, { ssl, host, port, timeoutMs: options.connect_timeout * 1_000 });
    },
  };
}

/**
 * A startup parameter. What the driver was about to write when a connection closed stands before the next one's first
 * message, and both wait until they are long enough: with this they are. Postgres refuses them then, and the driver
 * begins anew.
 */
export const LONG_FIRST_MESSAGE = { 'foyer.first_message': '-'.repeat(FLUSHES_AT) };

interface Way {
  readonly ssl: Ssl;
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

/** The socket with TLS over it, or itself where Postgres takes none and that is allowed; never raises: a failure is told by the socket. */
async function secure(socket: Socket, way: Way): Promise<Socket> {
  const { ssl, host, port, timeoutMs } = way;
  const inTime = AbortSignal.timeout(timeoutMs);
  const closed = new AbortController();
  socket.once('close', () => closed.abort());
  const signal = AbortSignal.any([inTime, closed.signal]);
  // Once it has failed, whatever else its parts say ends no process.
  socket.on('error', () => undefined);
  try {
    await once(socket, 'connect', { signal });
    socket.write(SSL_REQUEST);
    const [answer]: Buffer[] = await once(socket, 'data', { signal });
    if (answer?.[0] !== TAKES_TLS) {
      if (ssl === 'prefer' || ssl === 'allow') return tellErrorWithClosing(socket);
      throw new Error(`Postgres at ${host}:${port} takes no TLS, which sslmode wants.`);
    }
    const secured = tls.connect({
      socket,
      rejectUnauthorized: ssl === true || ssl === 'verify-full',
      ...(isIP(host) === 0 && { servername: host }),
      ...(typeof ssl === 'object' && ssl),
    });
    secured.on('error', () => undefined);
    await once(secured, 'secureConnect', { signal });
    return tellErrorWithClosing(secured);
  } catch (error) {
    const wasClosed = closed.signal.aborted;
    socket.destroy();
    if (inTime.aborted) return failing(new Error(`CONNECT_TIMEOUT ${host}:${port}`));
    const isUntold = wasClosed && error instanceof Error && error.name === 'AbortError';
    const closing = Object.assign(new Error(`${host}:${port} closed the connection.`), { code: 'ECONNRESET' });
    return failing(isUntold ? closing : error);
  }
}

/** What the driver takes for a socket that broke as soon as it was there. */
function failing(error: unknown): Socket {
  const socket = tellErrorWithClosing(new Socket(), error);
  setImmediate(() => socket.destroy());
  return socket;
}

function tellErrorWithClosing(socket: Socket, failure?: unknown): Socket {
  const emit = socket.emit.bind(socket);
  socket.emit = (event: string | symbol, ...values: unknown[]) => {
    if (event === 'error') {
      failure ??= values[0];
      return true;
    }
    if (event === 'close' && failure !== undefined) emit('error', failure);
    return emit(event, ...values);
  };
  return socket;
}
