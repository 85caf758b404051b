import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { automationParams } from './automation.ts';
import { DELAYS } from './consider.ts';
import { type Firing, firingSchema, readFiring } from './firing.ts';

const firingParams = automationParams.extend({ firingId: z.uuid().describe("The firing's id.") });

/**
 * Has a firing that failed, or of which nobody knows, done again: by the automation as it is now, whatever its
 * conditions say by now. After a failure the request gets an idempotency key of its own, after an unknown end it bears
 * the same. Raises `not_found`, `conflict` not_failed.
 */
export async function retryAutomationFiring(ctx: Ctx, wanted: z.infer<typeof firingParams>): Promise<Firing> {
  requireScope(ctx, 'workflows:write');
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    const { state } = await readFiring(tctx, wanted);
    const [begun] = await tx`
      update automation_firings set state = 'waiting', round = round + (state = 'failed')::int, is_asked_for = true,
        error = null, response = null, finished_at = null, available_at = ${at}, updated_at = ${at}
      where workspace_id = ${workspace.id} and id = ${wanted.firingId} and state in ('failed', 'unknown')
      returning id`;
    if (!begun) throw conflict('not_failed', 'Only a firing that failed or is unknown can be tried again.', { state });
    tctx.afterCommit(() => ctx.db.signals.send(DELAYS));
    const { automationId: objectId } = wanted;
    recordAudit(tctx, { verb: 'retryAutomationFiring', objectType: 'automation', objectId });
    return readFiring(tctx, wanted);
  });
}

export const retryAutomationFiringOperation = defineOperation({
  operationId: 'retryAutomationFiring',
  method: 'POST',
  path: '/v1/automations/{automationId}/firings/{firingId}/retry',
  tag: 'Automations',
  summary: 'Try a firing again',
  description:
    'One that `failed` or is `unknown`; any other is a 409 `not_failed`. It is done by the automation as it is now, with the values that are known now, whatever its conditions say. After a failure the request bears a new Idempotency-Key; where nobody knows what came of it, the same. The key also needs the scope `leads:write`.',
  auth: 'key',
  scope: 'workflows:write',
  params: firingParams,
  success: { status: 202, description: 'It is in line.', schema: firingSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params }) => retryAutomationFiring(ctx, params),
});
