import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { JsonOf } from '../kernel/json-of.ts';
import type { Operation } from '../kernel/operation.ts';
import type { RequestCtx } from './admit.ts';
import { matchesEtag, weakEtag } from './etag.ts';
import type { Performed } from './perform.ts';
import { assertExact, serialize } from './response-schema.ts';

/** Sends what a verb gave: status, Location, ETag, and 304 where the client has this version already. */
export function answer(
  operation: Operation<RequestCtx, unknown, unknown, unknown, unknown>,
  { status, result, isReplay }: Performed,
  request: FastifyRequest,
  reply: FastifyReply,
  isStrict: boolean,
): FastifyReply {
  const { success } = operation;
  if (result instanceof Readable) {
    // A proxy must pass on what has come, not what fills its buffer.
    const headers = { 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
    return reply
      .code(status)
      .headers(headers)
      .type(success.contentType ?? 'application/octet-stream')
      .send(result);
  }
  const isJson = result instanceof JsonOf;
  if (isStrict && success.schema) {
    assertExact(success.schema, isJson ? result.parse() : result, operation.operationId);
  }
  const version = isJson ? result.version : operation.etag?.(result);
  const etag = version === undefined ? undefined : weakEtag(version);
  reply.header('cache-control', etag === undefined ? 'no-store' : 'private, no-cache');
  if (isReplay) reply.header('idempotency-replayed', 'true');
  if (operation.location) reply.header('location', operation.location(isJson ? result.parse() : result));
  if (etag !== undefined) {
    reply.header('etag', etag);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send();
  }
  reply.code(status);
  if (!success.schema) return reply.send();
  if (success.contentType !== undefined) return reply.type(success.contentType).send(result);
  // Fastify sends a text as it is, whatever its type.
  const text = isJson ? result.text : serialize(success.schema, result, reply);
  return reply.type('application/json; charset=utf-8').send(text);
}
