import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { OutboundRequest } from '../../../kernel/outbound.ts';
import { errorCode } from '../../../kernel/startup-error.ts';
import type { Target } from './judge-target.ts';

export interface Exchange {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isCut: boolean;
}

interface Connections {
  /** Sends to this address and no other. Raises what the connection raises. */
  exchange(target: Target, address: string, request: OutboundRequest, signal: AbortSignal): Promise<Exchange>;
  close(): void;
}

/** What says where a message ends and goes is ours to say. */
const OURS = /^(host|content-length|transfer-encoding|connection|keep-alive|upgrade|expect|te|trailer|proxy-.*)$/i;
/** As many are kept of an address as there are requests to it at once: those beyond would be opened anew each time. */
const KEEP = { keepAlive: true, keepAliveMsecs: 30_000, maxFreeSockets: 100, timeout: 60_000 };

/** Connections that are kept open for the next request to the same address, name and port. */
export function openConnections(certificates: readonly string[] = []): Connections {
  const plain = new http.Agent(KEEP);
  const ca = certificates.length > 0 ? { ca: [...rootCertificates, ...certificates] } : {};
  const secure = new https.Agent({ ...KEEP, ...ca });
  return {
    exchange: async (target, address, request, signal) => {
      const once = () => exchange(target, address, request, signal);
      // One that was kept open may have been ended by the other side just as it was used again.
      return once().catch((error: unknown) => (error instanceof StaleConnection ? once() : Promise.reject(error)));
    },
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };

  function exchange(
    { url, host }: Target,
    address: string,
    { method, headers, secretHeaders = {}, isOnce = false, body, maxAnswerBytes }: OutboundRequest,
    signal: AbortSignal,
  ): Promise<Exchange> {
    const isSecure = url.protocol === 'https:';
    const payload = body === undefined ? undefined : Buffer.from(body);
    const given = Object.entries({ ...headers, ...secretHeaders }).filter(([name]) => !OURS.test(name));
    const options: https.RequestOptions = {
      // An address, so that nothing looks a name up again; it is part of the name of the kept connection.
      host: address,
      port: url.port || (isSecure ? 443 : 80),
      path: `${url.pathname}${url.search}`,
      method,
      signal,
      headers: {
        ...Object.fromEntries(given),
        host: url.host,
        ...(payload && { 'content-length': String(payload.length) }),
      },
      agent: isOnce ? false : isSecure ? secure : plain,
      ...(isSecure && { ...ca, ...(isIP(host) === 0 && { servername: host }) }),
    };
    return new Promise((resolve, reject) => {
      const request = isSecure ? https.request(options) : http.request(options);
      request.once('error', (error) => {
        const isStale = request.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(errorCode(error));
        reject(isStale ? new StaleConnection('stale', { cause: error }) : error);
      });
      request.once('response', (answer) => {
        readAnswer(answer, maxAnswerBytes).then((read) => resolve(masked(read, secretHeaders)), reject);
      });
      request.end(payload);
    });
  }
}

class StaleConnection extends Error {}

/** Shorter ones are no secrets, and would mask half of an answer. */
const SHORTEST_SECRET = 6;

/** An answer without the secrets that it repeats, whole or after their scheme: "Bearer ...". */
function masked(answer: Exchange, secretHeaders: Readonly<Record<string, string>>): Exchange {
  const secrets = Object.values(secretHeaders)
    .flatMap((value) => [value, ...value.split(' ').slice(1)])
    .filter((value) => value.length >= SHORTEST_SECRET);
  return { ...answer, body: secrets.reduce((body, secret) => body.replaceAll(secret, '…'), answer.body) };
}

async function readAnswer(answer: http.IncomingMessage, maxBytes: number): Promise<Exchange> {
  const pieces: Buffer[] = [];
  let size = 0;
  // Leaving the loop early ends the connection.
  for await (const piece of answer) {
    pieces.push(piece);
    size += piece.length;
    if (size > maxBytes) break;
  }
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    status: answer.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(pieces).subarray(0, maxBytes).toString('utf8'),
    isCut: size > maxBytes,
  };
}
