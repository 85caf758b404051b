import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { findWorkflow } from '../workflows/index.ts';
import { hookFields } from './hook-input.ts';
import { hookParams, type IntakeHook, intakeHookSchema, readIntakeHook } from './intake-hook.ts';

const hookChangesSchema = z
  .strictObject(hookFields)
  .partial()
  .refine((input) => Object.values(input).some((value) => value !== undefined), 'Give at least one field to change.');
export type IntakeHookChange = z.infer<typeof hookChangesSchema>;

/** Changes what is given and leaves the rest; the address stays. Raises `not_found`, also for an unknown workflow. */
export async function updateIntakeHook(
  ctx: Ctx,
  { hookId, change }: { hookId: string; change: IntakeHookChange },
): Promise<IntakeHook> {
  requireScope(ctx, 'keys:write');
  const changed = Object.entries(change).filter(([, value]) => value !== undefined);
  const { workflow: wanted, fieldMapping, ...plain } = Object.fromEntries<unknown>(changed);
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    await readIntakeHook(tctx, hookId);
    const workflow = typeof wanted === 'string' ? await findWorkflow(tctx, wanted) : undefined;
    const columns = {
      ...plain,
      ...(wanted !== undefined && { workflowId: workflow?.id ?? null }),
      ...(fieldMapping !== undefined && { fieldMapping: tx.json(asJson(fieldMapping)) }),
      updatedAt: at,
    };
    await tx`update intake_hooks set ${tx(columns)} where workspace_id = ${workspace.id} and id = ${hookId}`;
    recordAudit(tctx, {
      verb: 'updateIntakeHook',
      objectType: 'intake_hook',
      objectId: hookId,
      changed: changed.map(([key]) => key),
    });
    return readIntakeHook(tctx, hookId);
  });
}

export const updateIntakeHookOperation = defineOperation({
  operationId: 'updateIntakeHook',
  method: 'PATCH',
  path: '/v1/intake-hooks/{hookId}',
  tag: 'Intake hooks',
  summary: 'Update an intake hook',
  description: 'What is left out stays as it is. `fieldMapping` is replaced as a whole. The address stays.',
  auth: 'key',
  scope: 'keys:write',
  params: hookParams,
  body: hookChangesSchema,
  success: { status: 200, description: 'The hook as it is now.', schema: intakeHookSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, body }) => updateIntakeHook(ctx, { ...params, change: body }),
});
