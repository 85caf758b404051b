import type { FastifyInstance } from 'fastify';
import { countFailure } from './count-request.ts';
import type { Door } from './door.ts';
import { failure } from './failure.ts';

/** Answers every address that nothing is mounted at with 404, counted against the caller's address. */
export function answerUnknownAddresses(app: FastifyInstance, door: Door): void {
  app.setNotFoundHandler(async (request, reply) => {
    await countFailure(door, request, reply);
    const detail = 'There is nothing at this address. /openapi.json lists what there is.';
    return door.face.sendFailure(request, reply, failure('not_found', detail, { reason: 'unknown_address' }));
  });
}
