import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Automation, automationParams, automationSchema, readAutomation } from './automation.ts';

/** One automation. Raises `not_found`, also for one for live leads where the caller is a test key. */
export async function getAutomation(ctx: Ctx, { automationId }: { automationId: string }): Promise<Automation> {
  requireScope(ctx, 'workflows:read');
  return transaction(ctx, (tctx) => readAutomation(tctx, automationId));
}

export const getAutomationOperation = defineOperation({
  operationId: 'getAutomation',
  method: 'GET',
  path: '/v1/automations/{automationId}',
  tag: 'Automations',
  summary: 'Get an automation',
  auth: 'key',
  scope: 'workflows:read',
  params: automationParams,
  success: { status: 200, description: 'The automation.', schema: automationSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getAutomation(ctx, params),
});
