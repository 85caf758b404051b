import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * Makes a signal for a request that fires when its client has gone or the server begins to close, so that a long poll
 * ends at once. Fastify's own `request.signal` follows the request's stream, which closes when its body is read.
 */
export function createRequestSignals(app: FastifyInstance): (reply: FastifyReply) => AbortSignal {
  const waiting = new Set<AbortController>();
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
    for (const controller of waiting) controller.abort();
  });
  return (reply) => {
    const controller = new AbortController();
    if (isClosing || reply.raw.destroyed) {
      controller.abort();
      return controller.signal;
    }
    waiting.add(controller);
    reply.raw.once('close', () => {
      waiting.delete(controller);
      if (!reply.raw.writableFinished) controller.abort();
    });
    return controller.signal;
  };
}
