import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Operation } from '../kernel/operation.ts';
import type { RequestCtx } from './admit.ts';
import { matchesEtag, weakEtag } from './etag.ts';
import type { Performed } from './perform.ts';
import { assertExact } from './response-schema.ts';

/** Sends what a verb gave: status, Location, ETag, and 304 where the client has this version already. */
export function answer(
  operation: Operation<RequestCtx, unknown, unknown, unknown, unknown>,
  { status, result, isReplay }: Performed,
  request: FastifyRequest,
  reply: FastifyReply,
  isStrict: boolean,
): FastifyReply {
  const { success } = operation;
  if (isStrict && success.schema) assertExact(success.schema, result, operation.operationId);
  const etag = operation.etag && weakEtag(operation.etag(result));
  reply.header('cache-control', etag === undefined ? 'no-store' : 'private, no-cache');
  if (isReplay) reply.header('idempotency-replayed', 'true');
  if (operation.location) reply.header('location', operation.location(result));
  if (etag !== undefined) {
    reply.header('etag', etag);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send();
  }
  if (success.contentType !== undefined) reply.type(success.contentType);
  return success.schema ? reply.code(status).send(result) : reply.code(status).send();
}
