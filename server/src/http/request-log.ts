import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * One line a request: method, route, status, time. The route is the pattern (`/v1/leads/:leadId`), so no id, token,
 * phone number or query of the caller's gets into the log; `requestId` and, for a key's request, `keyId` are bound to
 * the request's logger already.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    // No response hook runs for a client that has gone.
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) request.log.info({ ...factsOf(request, reply), clientGone: true }, 'request');
    });
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(factsOf(request, reply), 'request');
  });
}

function factsOf(request: FastifyRequest, reply: FastifyReply) {
  return {
    method: request.method,
    route: request.routeOptions.url ?? null,
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
  };
}
