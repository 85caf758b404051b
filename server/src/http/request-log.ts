import type { FastifyInstance } from 'fastify';

/**
 * One line a request: method, route, status, time. The route is the pattern (`/v1/leads/:leadId`), so no id, token,
 * phone number or query of the caller's gets into the log; `requestId` and, for a key's request, `keyId` are bound to
 * the request's logger already.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const facts = {
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ...(reply.raw.writableFinished ? {} : { clientGone: true }),
    };
    request.log.info(facts, 'request');
  });
}
