import { Socket } from 'node:net';
import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerBrokenHttp } from './broken-http.ts';

/** How long a client may go on sending a body that was answered already: a second chance to hear the answer. */
const LINGER_MS = 5_000;

/** For a route's `config`: how long its bodies may take. */
export function allowBodyTime(bodyWithinMs: number): FastifyContextConfig & { readonly bodyWithinMs: number } {
  return { bodyWithinMs };
}

/**
 * Ends requests whose body takes longer than `withinMs`, or than their route allows, with a 408. Node's own time limit
 * is one for all, and an upload needs more than anything else may have.
 */
export function limitBodyTime(app: FastifyInstance, withinMs: number): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    // A request that was injected came over no connection.
    if (hasBody(request) && socket instanceof Socket) watchBody(request, reply, socket, withinMs);
    done();
  });
}

function watchBody(request: FastifyRequest, reply: FastifyReply, socket: Socket, withinMs: number): void {
  const { raw } = request;
  const timer = setTimeout(() => {
    if (!raw.complete) giveUp(socket, reply.raw.headersSent);
  }, allowedMs(request) ?? withinMs);
  timer.unref();
  raw.once('close', () => clearTimeout(timer));
  reply.raw.once('finish', () => {
    if (raw.complete) return;
    setTimeout(() => {
      if (!raw.complete) socket.destroy();
    }, LINGER_MS).unref();
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function allowedMs({ routeOptions }: FastifyRequest): number | undefined {
  const value: unknown = Reflect.get(routeOptions.config, 'bodyWithinMs');
  return typeof value === 'number' ? value : undefined;
}

function giveUp(socket: Socket, isAnswered: boolean): void {
  if (isAnswered) {
    socket.destroy();
    return;
  }
  answerBrokenHttp(Object.assign(new Error('the body took too long'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
