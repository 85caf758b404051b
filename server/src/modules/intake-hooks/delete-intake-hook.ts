import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { hookParams, readIntakeHook } from './intake-hook.ts';

/** Ends an intake hook and its address for good; the leads that came by it stay. Raises `not_found`. */
export async function deleteIntakeHook(ctx: Ctx, { hookId }: { hookId: string }): Promise<void> {
  requireScope(ctx, 'keys:write');
  await transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    await readIntakeHook(tctx, hookId);
    await tx`select forget_tokens(${workspace.id}, array[${hookId}::uuid])`;
    await tx`delete from intake_hooks where workspace_id = ${workspace.id} and id = ${hookId}`;
    recordAudit(tctx, { verb: 'deleteIntakeHook', objectType: 'intake_hook', objectId: hookId });
  });
}

export const deleteIntakeHookOperation = defineOperation({
  operationId: 'deleteIntakeHook',
  method: 'DELETE',
  path: '/v1/intake-hooks/{hookId}',
  tag: 'Intake hooks',
  summary: 'Delete an intake hook',
  description: 'Its address answers 404 from now on. The leads that came by it stay.',
  auth: 'key',
  scope: 'keys:write',
  params: hookParams,
  success: { status: 204, description: 'The hook is deleted.' },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => deleteIntakeHook(ctx, params),
});
