import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type ApiKey, apiKeySchema, selectKeys } from './api-key.ts';

/** One key without its secret. Raises `not_found`, also for a live key where the caller is a test key. */
export async function getKey(ctx: Ctx, { keyId }: { keyId: string }): Promise<ApiKey> {
  requireScope(ctx, 'keys:write');
  return transaction(ctx, (tctx) => readKey(tctx, keyId));
}

/** For verbs that answer with the key they wrote. */
export async function readKey(ctx: TxCtx, keyId: string): Promise<ApiKey> {
  const { tx, workspace } = ctx;
  const [found] = await selectKeys(
    tx,
    tx`where k.workspace_id = ${workspace.id} and k.id = ${keyId} ${visibleKeys(ctx)}`,
  );
  if (!found) throw notFound('key');
  return found;
}

/** A test key manages test keys only: it must not reach what is live by way of a key. */
export function visibleKeys({ tx, isTest }: TxCtx) {
  return isTest ? tx`and k.is_test` : tx``;
}

export const keyParams = z.strictObject({ keyId: z.uuid().describe("The key's id.") });

export const getKeyOperation = defineOperation({
  operationId: 'getKey',
  method: 'GET',
  path: '/v1/keys/{keyId}',
  tag: 'Keys',
  summary: 'Get an API key',
  description: 'Without its secret, which is shown once when the key is made.',
  auth: 'key',
  scope: 'keys:write',
  params: keyParams,
  success: { status: 200, description: 'The key.', schema: apiKeySchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getKey(ctx, params),
});
