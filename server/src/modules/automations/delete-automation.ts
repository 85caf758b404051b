import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { automationParams, readAutomation } from './automation.ts';
import { settleCursor } from './settle-cursor.ts';

/** Ends an automation and forgets its firings, those that wait among them. Raises `not_found`. */
export async function deleteAutomation(ctx: Ctx, { automationId }: { automationId: string }): Promise<void> {
  requireScope(ctx, 'workflows:write');
  await transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    await readAutomation(tctx, automationId);
    await tx`delete from automations where workspace_id = ${workspace.id} and id = ${automationId}`;
    await settleCursor(tctx);
    recordAudit(tctx, { verb: 'deleteAutomation', objectType: 'automation', objectId: automationId });
  });
}

export const deleteAutomationOperation = defineOperation({
  operationId: 'deleteAutomation',
  method: 'DELETE',
  path: '/v1/automations/{automationId}',
  tag: 'Automations',
  summary: 'Delete an automation',
  description:
    'What it waited to do is not done; its firings are forgotten, and stay on the timelines of their leads. To keep them, pause it.',
  auth: 'key',
  scope: 'workflows:write',
  params: automationParams,
  success: { status: 204, description: 'The automation is deleted.' },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => deleteAutomation(ctx, params),
});
