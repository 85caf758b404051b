import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RequestLogger } from './request-logger.ts';

/**
 * One line a request: method, route, status, time. The route is the pattern (`/v1/leads/:leadId`), so no id, token,
 * phone number or query of the caller's gets into the log; `requestId` and, for a key's request, `keyId` are bound to
 * the request's logger already.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    // No response hook runs for a client that has gone.
    reply.raw.on('close', () => {
      if (!reply.raw.writableFinished) writeLine(request, { ...factsOf(request, reply), clientGone: true });
    });
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    writeLine(request, factsOf(request, reply));
    done();
  });
}

function writeLine({ log }: FastifyRequest, facts: object): void {
  if (log instanceof RequestLogger) log.write(facts, 'request');
  else log.info(facts, 'request');
}

function factsOf(request: FastifyRequest, reply: FastifyReply) {
  return {
    method: request.method,
    route: request.routeOptions.url ?? null,
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
  };
}
