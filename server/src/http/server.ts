import type { IncomingMessage } from 'node:http';
import underPressure from '@fastify/under-pressure';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
  LogController,
} from 'fastify';
import { FoyerError, invalidInput } from '../kernel/errors.ts';
import { limitBodyTime } from './body-deadline.ts';
import { answerBrokenHttp } from './broken-http.ts';
import { endConnectionsWhenClosing } from './end-connections.ts';
import { answerError, type Face, nativeFace } from './face.ts';
import { takeJsonOnly } from './parse-json.ts';
import { chooseRequestId } from './request-id.ts';
import { logRequests } from './request-log.ts';
import { RequestLogger } from './request-logger.ts';
import { computeSecurityHeaders } from './security-headers.ts';

export interface HttpServerOptions {
  readonly log: FastifyBaseLogger;
  /** Whose X-Forwarded-For is believed: nobody's, everybody's, that of the last so many hops, or of these addresses. */
  readonly trustProxy: boolean | number | readonly string[];
  readonly makeRequestId: () => string;
  /** Whose manners an address has that cannot even be read: the native API's where no prefix fits. */
  readonly faces?: readonly { readonly prefix: string; readonly face: Face }[];
  /** Paths asked of these hosts are looked for under the prefix. */
  readonly prefixOfHost?: ReadonlyMap<string, string>;
  /** How long a body may take to come, where its route does not say otherwise. */
  readonly bodyWithinMs?: number;
  /** How long a request that is under way may take when the server closes. */
  readonly closesWithinMs?: number;
  /** The event loop's delay from which requests are refused with 503; 0 never refuses. */
  readonly maxEventLoopDelayMs?: number;
  /** How long nothing is refused after the start, which makes the first requests wait for what it has yet to load. */
  readonly startsWithinMs?: number;
}

export const BODY_LIMIT_BYTES = 1_048_576;
const PRESSURE_PATHS_SPARED = new Set(['/livez', '/readyz']);

/**
 * The server that all faces are mounted on: request ids, one log line a request, security headers, time limits, and
 * RFC 9457 problems for whatever a face does not answer in its own way. `close()` ends long polls at once and lets
 * other requests finish.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const faceAt = (url: string) => options.faces?.find(({ prefix }) => url.startsWith(`${prefix}/`))?.face ?? nativeFace;
  const app: FastifyInstance = Fastify({
    loggerInstance: options.log,
    childLoggerFactory: (log, bindings) => new RequestLogger(log, bindings),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    requestIdHeader: false,
    ...(options.prefixOfHost?.size && { rewriteUrl: toPrefixed(options.prefixOfHost) }),
    genReqId: (raw: IncomingMessage) => chooseRequestId(raw.headers['x-request-id'], options.makeRequestId),
    trustProxy: toTrustProxy(options.trustProxy),
    bodyLimit: BODY_LIMIT_BYTES,
    // A long poll is silent for up to half a minute; a load balancer keeps its connections for a minute.
    connectionTimeout: 120_000,
    // The longest upload. Headers have half a minute, and bodies what `limitBodyTime` gives them.
    requestTimeout: 3_600_000,
    // Node looks for requests over their time every half minute unless told, which would double what they get.
    http: { headersTimeout: 30_000, connectionsCheckingInterval: 5_000 },
    keepAliveTimeout: 75_000,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerBrokenHttp,
    frameworkErrors: (error, request, reply) => void answerError(faceAt(request.url), request, reply, error),
    // A name in a path may be of a hundred letters, each of up to twelve characters when encoded.
    routerOptions: { maxParamLength: 1_200 },
  });
  const securityHeaders = await computeSecurityHeaders();
  // Hooks with a callback: an async one costs each request two turns of the microtask queue.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(securityHeaders).header('x-request-id', request.id);
    refuseTwoHosts(request.raw);
    done();
  });
  limitBodyTime(app, options.bodyWithinMs ?? 30_000);
  hangUpWhenClosing(app);
  endConnectionsWhenClosing(app, options.closesWithinMs ?? 10_000);
  logRequests(app);
  takeJsonOnly(app);
  app.setErrorHandler((error, request, reply) => answerError(nativeFace, request, reply, error));
  await refuseUnderPressure(app, options.maxEventLoopDelayMs ?? 2_500, options.startsWithinMs ?? 15_000);
  return app;
}

/** A host's own paths, but for those by which its health is watched. */
function toPrefixed(
  prefixOfHost: ReadonlyMap<string, string>,
): (request: { url?: string | undefined; headers: IncomingMessage['headers'] }) => string {
  return ({ url = '/', headers }) => {
    const host = headers.host?.toLowerCase() ?? '';
    // One that was named without a port is meant on any, and a dot at its end is the same name.
    const prefix = prefixOfHost.get(host) ?? prefixOfHost.get(host.replace(/\.?(:\d+)?$/, ''));
    return prefix === undefined || PRESSURE_PATHS_SPARED.has(url) ? url : prefix + url;
  };
}

/** RFC 9112, section 3.2: Node keeps the first, and a proxy may have gone by the other. */
function refuseTwoHosts({ rawHeaders }: IncomingMessage): void {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  if (hosts > 1) throw invalidInput('Send one Host header.');
}

/** Node ends idle connections when it closes, but one whose answer is still to come would be kept alive after it. */
function hangUpWhenClosing(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) reply.header('connection', 'close');
    done(null, payload);
  });
}

type TrustProxy = Exclude<FastifyServerOptions['trustProxy'], undefined>;

/** Fastify believes no number, as who reaches it directly could lie: to set one is to say that nobody does. */
function toTrustProxy(setting: HttpServerOptions['trustProxy']): TrustProxy {
  if (typeof setting === 'number') return (_address: string, hop: number) => hop < setting;
  return typeof setting === 'boolean' ? setting : [...setting];
}

async function refuseUnderPressure(
  app: FastifyInstance,
  maxEventLoopDelay: number,
  startsWithinMs: number,
): Promise<void> {
  if (maxEventLoopDelay === 0) return;
  // From when it may be asked: it is built while the database is waited for.
  let hasStartedAt = Number.POSITIVE_INFINITY;
  app.addHook('onReady', async () => {
    hasStartedAt = performance.now() + startsWithinMs;
  });
  await app.register(underPressure, {
    maxEventLoopDelay,
    exposeStatusRoute: false,
    // Thrown, so that each face answers in its own way.
    pressureHandler: (request) => {
      if (performance.now() < hasStartedAt || PRESSURE_PATHS_SPARED.has(request.routeOptions.url ?? '')) return;
      const detail = 'The server is too busy just now. Try again shortly.';
      throw new FoyerError('unavailable', detail, { retryAfterSeconds: 2 });
    },
  });
}
