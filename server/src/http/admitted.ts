import type { FastifyRequest } from 'fastify';
import type { RequestCtx } from './admit.ts';

const admitted = Symbol('admitted');

interface Carrier {
  [admitted]?: RequestCtx;
}

/** Keeps the context that a request was let in with, for its handler. */
export function keepAdmitted(request: FastifyRequest, ctx: RequestCtx): void {
  carrier(request)[admitted] = ctx;
}

/** What `keepAdmitted` kept; undefined where the request was not let in. */
export function admittedOf(request: FastifyRequest): RequestCtx | undefined {
  return carrier(request)[admitted];
}

/** The symbol is this file's own. A WeakMap in its stead made the collector work a fifth longer for each request. */
function carrier(request: FastifyRequest): Carrier {
  return request as Carrier;
}
