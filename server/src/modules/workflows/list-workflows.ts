import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { selectWorkflows, type WorkflowSummary, workflowSummarySchema } from './workflow.ts';

/** A page of workflows, newest first, without their definitions. Raises `invalid_input` for a cursor that is none. */
export async function listWorkflows(ctx: Ctx, query: ListQuery): Promise<Page<WorkflowSummary>> {
  requireScope(ctx, 'workflows:read');
  const start = pageStart(query);
  const rows = await transaction(ctx, ({ tx }) =>
    selectWorkflows(
      tx,
      tx`where w.workspace_id = ${ctx.workspace.id} and w.id < ${start} order by w.id desc limit ${query.limit + 1}`,
    ),
  );
  return toPage(rows, query.limit);
}

export const listWorkflowsOperation = defineOperation({
  operationId: 'listWorkflows',
  method: 'GET',
  path: '/v1/workflows',
  tag: 'Workflows',
  summary: 'List workflows',
  description: 'Newest first, without their definitions.',
  auth: 'key',
  scope: 'workflows:read',
  query: z.strictObject(listQuery),
  success: { status: 200, description: 'A page of workflows.', schema: pageSchema(workflowSummarySchema) },
  handle: (ctx: Ctx, { query }) => listWorkflows(ctx, query),
});
