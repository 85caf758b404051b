import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Dialect } from '../kernel/key-format.ts';
import { presentedSecret } from './authenticate.ts';
import { type Failure, type FailureCode, failureStatus, toFailure } from './failure.ts';
import type { AnyOperation } from './mount-operations.ts';
import type { Document } from './openapi/build-openapi.ts';
import { sendFailure } from './problems.ts';
import type { Verdict } from './rate-limit.ts';
import { showLimits } from './rate-limit-headers.ts';

export type { Ctx, PublicCtx } from '../db/database.ts';
/** A vendor's request that needs several verbs is one transaction: all of them or none. */
export { transaction } from '../db/database.ts';

/** What is a face's own about requests and answers, whatever the operation: everything else is the same for all. */
export interface Face {
  /** The secret in the header that this face has for it. */
  presentedSecret(headers: IncomingHttpHeaders): string | undefined;
  /** Tells what is left of the limits, in this face's headers. */
  showLimits(reply: FastifyReply, verdict: Verdict): void;
  sendFailure(request: FastifyRequest, reply: FastifyReply, failure: Failure): FastifyReply;
  /** Statuses that differ from the native API's. */
  readonly statuses?: Partial<Record<FailureCode, number>>;
  /** For its OpenAPI document; the native API's parts where it is missing. */
  readonly docs?: FaceDocs;
}

export interface FaceDocs {
  /** The body of its errors. */
  readonly failureSchema: z.ZodType;
  /** By name, as OpenAPI's `securitySchemes`; any of them opens an operation that takes a key. */
  readonly securitySchemes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A vendor's API over the same verbs, as `dialects/<vendor>/index.ts` gives it. */
export interface MountedDialect {
  readonly name: Dialect;
  /** What stands before the vendor's own paths, such as `/vorel`. */
  readonly prefix: string;
  readonly title: string;
  readonly face: Face;
  /** Their paths are the vendor's own. */
  readonly operations: readonly AnyOperation[];
  readonly openApi: {
    /** Under the prefix. */
    readonly path: string;
    /** What the vendor's own document has that ours would write otherwise. */
    adapt?(document: Document): Document;
  };
}

/** The native API: Bearer or X-API-Key, IETF RateLimit headers, RFC 9457 problems. */
export const nativeFace: Face = { presentedSecret, showLimits, sendFailure };

/** The status of a failure in a face. */
export function statusIn(face: Pick<Face, 'statuses'>, code: FailureCode): number {
  return face.statuses?.[code] ?? failureStatus[code];
}

/** Answers in a face's shape whatever was thrown; logs it where the fault is ours. */
export function answerError(face: Face, request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const failure = toFailure(error, request.routeOptions.bodyLimit);
  if (failure.isFault) request.log.error({ err: error }, failure.detail);
  // Hooks have not seen a request whose address could not be read.
  return face.sendFailure(request, reply.header('x-request-id', request.id), failure);
}

/** Sends a face's body for a failure as JSON with its status, `Retry-After` where it is known, and no caching. */
export function sendFailureBody(
  reply: FastifyReply,
  { status, failure, body }: { readonly status: number; readonly failure: Failure; readonly body: unknown },
): FastifyReply {
  if (failure.retryAfterSeconds !== undefined)
    reply.header('retry-after', String(Math.ceil(failure.retryAfterSeconds)));
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .serializer((value: unknown) => JSON.stringify(value))
    .send(body);
}
