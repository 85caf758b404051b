import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { automationParams, readAutomation } from './automation.ts';
import { type Firing, firingSchema, firingStates, selectFirings, visibleFirings } from './firing.ts';

const listFiringsQuery = z.strictObject({
  ...listQuery,
  state: z.enum(firingStates).optional(),
  leadId: z.uuid().optional(),
});

/** A page of what an automation did, newest first. Raises `not_found`, and `invalid_input` for a cursor that is none. */
export async function listAutomationFirings(
  ctx: Ctx,
  { automationId, state, leadId, ...query }: { automationId: string } & z.infer<typeof listFiringsQuery>,
): Promise<Page<Firing>> {
  requireScope(ctx, 'leads:read');
  const start = pageStart(query);
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    await readAutomation(tctx, automationId);
    const rows = await selectFirings(
      tx,
      tx`where f.workspace_id = ${workspace.id} and f.automation_id = ${automationId} and f.id < ${start}
        and l.deleted_at is null ${visibleFirings(tctx)}
        ${state === undefined ? tx`` : tx`and f.state = ${state}`}
        ${leadId === undefined ? tx`` : tx`and f.lead_id = ${leadId}`}
        order by f.id desc limit ${query.limit + 1}`,
    );
    return toPage(rows, query.limit);
  });
}

export const listAutomationFiringsOperation = defineOperation({
  operationId: 'listAutomationFirings',
  method: 'GET',
  path: '/v1/automations/{automationId}/firings',
  tag: 'Automations',
  summary: 'List what an automation did',
  description:
    'One firing for each lead at most, newest first: on which event, what was sent or done, what came of it.',
  auth: 'key',
  scope: 'leads:read',
  params: automationParams,
  query: listFiringsQuery,
  success: { status: 200, description: 'A page of firings.', schema: pageSchema(firingSchema) },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, query }) => listAutomationFirings(ctx, { ...params, ...query }),
});
