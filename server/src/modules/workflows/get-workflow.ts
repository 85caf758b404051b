import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { isUuid } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { loadWorkflow } from './load-workflow.ts';
import { selectWorkflows, type WorkflowView, workflowViewSchema } from './workflow.ts';

/** The newest version of a workflow with all of it, by id or key. Raises `not_found`. */
export async function getWorkflow(ctx: Ctx, { workflowId }: { workflowId: string }): Promise<WorkflowView> {
  requireScope(ctx, 'workflows:read');
  return transaction(ctx, (tctx) => readWorkflow(tctx, workflowId));
}

/** For verbs that answer with the workflow they wrote. */
export async function readWorkflow(ctx: TxCtx, wanted: string): Promise<WorkflowView> {
  const { tx, workspace } = ctx;
  const which = isUuid(wanted) ? tx`w.id = ${wanted}` : tx`w.key = ${wanted}`;
  const [summary] = await selectWorkflows(tx, tx`where w.workspace_id = ${workspace.id} and ${which}`);
  if (!summary) throw notFound('workflow');
  const [loaded, [written]] = await Promise.all([
    loadWorkflow(ctx, { workflowId: summary.id, version: summary.version }),
    tx<{ source: string }[]>`
      select source from workflow_versions
      where workspace_id = ${workspace.id} and workflow_id = ${summary.id} and version = ${summary.version}`,
  ]);
  const statuses = [...loaded.statuses.values()].map(({ id, key, label, category, flags }) => {
    return { id, key, label, category, flags };
  });
  return { ...summary, statuses, definition: loaded.definition, source: written?.source ?? '' };
}

export const workflowParams = z.strictObject({
  workflowId: z.string().min(1).max(60).describe("The workflow's id or key."),
});

export const getWorkflowOperation = defineOperation({
  operationId: 'getWorkflow',
  method: 'GET',
  path: '/v1/workflows/{workflowId}',
  tag: 'Workflows',
  summary: 'Get a workflow',
  description: 'Its newest version: statuses with their ids, the whole definition, and the file as it was written.',
  auth: 'key',
  scope: 'workflows:read',
  params: workflowParams,
  success: { status: 200, description: 'The workflow.', schema: workflowViewSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getWorkflow(ctx, params),
});
