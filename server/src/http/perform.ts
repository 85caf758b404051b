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
  const run = async (inner: RequestCtx) => ({
    status: operation.success.status,
    result: await operation.handle(inner, input),
  });
  const key = operation.idempotent ? readIdempotencyKey(request.headers['idempotency-key']) : undefined;
  if (key === undefined || !isKeyCtx(ctx)) return { ...(await run(ctx)), isReplay: false };
  const path = request.url.split('?')[0] ?? '';
  const fingerprint = fingerprintOf(operation.operationId, path, request.body);
  return runOnce(ctx, { key, fingerprint, path, memory: operation.memory }, run);
}

function isKeyCtx(ctx: RequestCtx): ctx is Ctx {
  return 'actor' in ctx && ctx.actor.kind === 'api_key';
}
