import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import type { ApiKey } from './api-key.ts';
import { keyParams, readKey } from './get-key.ts';

/**
 * Ends a key for good and returns it. Each request reads the key's row, so one that starts after this has returned is
 * refused, on every process. A key that is revoked already stays as it is. Raises `not_found`.
 */
export async function revokeKey(ctx: Ctx, { keyId }: { keyId: string }): Promise<ApiKey> {
  requireScope(ctx, 'keys:write');
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    const before = await readKey(tctx, keyId);
    const revoked = await tx`
      update api_keys set revoked_at = ${at}
      where workspace_id = ${workspace.id} and id = ${keyId} and revoked_at is null`;
    if (revoked.count === 0) return before;
    recordAudit(tctx, { verb: 'revokeKey', objectType: 'api_key', objectId: keyId });
    return readKey(tctx, keyId);
  });
}

export const revokeKeyOperation = defineOperation({
  operationId: 'revokeKey',
  method: 'DELETE',
  path: '/v1/keys/{keyId}',
  tag: 'Keys',
  summary: 'Revoke an API key',
  description:
    'A request with this key that starts after the answer is refused. The key stays in the list. Doing it again changes nothing.',
  auth: 'key',
  scope: 'keys:write',
  params: keyParams,
  success: { status: 204, description: 'The key is revoked.' },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params }) => {
    await revokeKey(ctx, params);
  },
});
