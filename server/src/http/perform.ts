import type { FastifyRequest } from 'fastify';
import type { Ctx } from '../db/database.ts';
import type { Operation, OperationInput } from '../kernel/operation.ts';
import type { RequestCtx } from './admit.ts';
import { fingerprintOf, type Outcome, readIdempotencyKey, runOnce } from './idempotency.ts';

type AnyOperation = Operation<RequestCtx, unknown, unknown, unknown, unknown>;
type AnyInput = OperationInput<unknown, unknown, unknown>;
export type Performed = Outcome & { readonly isReplay: boolean };

/** Runs the operation's verb, once only where the operation takes an Idempotency-Key and the request has one. */
export async function perform(
  operation: AnyOperation,
  ctx: RequestCtx,
  request: FastifyRequest,
  input: AnyInput,
): Promise<Performed> {
  const run = async (inner: RequestCtx) => toOutcome(operation, await operation.handle(inner, input), request);
  const key = operation.idempotent ? readIdempotencyKey(request.headers['idempotency-key']) : undefined;
  if (key === undefined || !isKeyCtx(ctx)) return { ...(await run(ctx)), isReplay: false };
  const path = request.url.split('?')[0] ?? '';
  const fingerprint = fingerprintOf(operation.operationId, path, request.body);
  return runOnce(ctx, { key, fingerprint }, run);
}

function isKeyCtx(ctx: RequestCtx): ctx is Ctx {
  return 'actor' in ctx && ctx.actor.kind === 'api_key';
}

function toOutcome(operation: AnyOperation, result: unknown, request: FastifyRequest): Outcome {
  const location = operation.location?.(result) ?? '';
  return { status: operation.success.status, result, leadId: leadOf(request.params, result, location) };
}

/** Whom the result is about: the path says so, the result does, or the address of what was made is a lead's. */
function leadOf(params: unknown, result: unknown, location: string): string | undefined {
  for (const holder of [params, result]) {
    const id: unknown = typeof holder === 'object' && holder !== null ? Reflect.get(holder, 'leadId') : undefined;
    if (typeof id === 'string') return id;
  }
  return /\/leads\/([0-9a-f-]{36})(?:\/|$)/.exec(location)?.[1];
}
