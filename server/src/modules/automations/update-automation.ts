import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defined } from '../../kernel/defined.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { type Automation, automationParams, automationSchema, readAutomation } from './automation.ts';
import { automationFields } from './automation-input.ts';
import { checkAutomation, requireNamed } from './check-automation.ts';
import { keepAction } from './secret-headers.ts';
import { settleCursor } from './settle-cursor.ts';

export const automationChangeSchema = z
  .strictObject(automationFields)
  .partial()
  .refine((input) => Object.values(input).some((value) => value !== undefined), 'Give at least one field to change.');
export type AutomationChange = z.infer<typeof automationChangeSchema>;

/**
 * Changes what is given and leaves the rest. One that is resumed begins anew with what happens from then on; leads for
 * whom it was done already stay done. Raises `forbidden`, `invalid_input`, `not_found`, also for an unknown workflow.
 */
export async function updateAutomation(
  ctx: Ctx,
  { automationId, change }: { automationId: string; change: AutomationChange },
): Promise<Automation> {
  requireScope(ctx, 'workflows:write');
  checkAutomation(ctx, change);
  return transaction(ctx, async (tctx) => {
    const before = await readAutomation(tctx, automationId);
    await requireNamed(tctx, change.action);
    await writeChange(tctx, before, change);
    await settleCursor(tctx);
    const changed = Object.keys(defined(change));
    recordAudit(tctx, { verb: 'updateAutomation', objectType: 'automation', objectId: automationId, changed });
    return readAutomation(tctx, automationId);
  });
}

async function writeChange(ctx: TxCtx, before: Automation, change: AutomationChange): Promise<void> {
  const { tx, at, workspace } = ctx;
  const { on, conditions, action, retryUnknown, ...plain } = change;
  const kept = action && keepAction(ctx, action, { automationId: before.id, before: before.action });
  const isResumed = before.isPaused && change.isPaused === false;
  const columns = defined({
    ...plain,
    events: on && [...on],
    conditions: conditions && tx.json(asJson(conditions)),
    action: kept && tx.json(asJson(kept.action)),
    sealedHeaders: kept?.sealedHeaders,
    retriesUnknown: retryUnknown,
    startsAt: isResumed ? at : undefined,
    updatedAt: at,
  });
  const cleared = conditions === null ? { conditions } : {};
  await tx`
    update automations set ${tx({ ...columns, ...cleared })}
    where workspace_id = ${workspace.id} and id = ${before.id}`;
}

export const updateAutomationOperation = defineOperation({
  operationId: 'updateAutomation',
  method: 'PATCH',
  path: '/v1/automations/{automationId}',
  tag: 'Automations',
  summary: 'Update an automation',
  description:
    'What is left out stays as it is; `on`, `conditions` and `action` are replaced as a whole. `isPaused` pauses and resumes: what happens in between is not made up for, and what waits for its time when it is paused is skipped.',
  auth: 'key',
  scope: 'workflows:write',
  params: automationParams,
  body: automationChangeSchema,
  success: { status: 200, description: 'The automation as it is now.', schema: automationSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, body }) => updateAutomation(ctx, { ...params, change: body }),
});
