import { z } from 'zod';
import { settle } from '../../db/begin.ts';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict, notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { changeWorkflow, leadParams, lockLead } from '../leads/index.ts';
import { recordAudit } from '../timeline/index.ts';
import { findWorkflow } from '../workflows/index.ts';
import { leadRunSchema, readRun } from './run.ts';

const enrolLeadSchema = z.strictObject({
  workflow: z.string().min(1).max(60).describe("The workflow's key or id."),
  reason: z.string().trim().min(1).max(500).optional().describe('Stands on the timeline.'),
});

const enrolledSchema = z
  .object({
    movement: z
      .enum(['enrollment', 'reassignment', 'none'])
      .describe('reassignment: a run in another workflow ended for it. none: the lead was in the workflow already.'),
    run: leadRunSchema,
  })
  .meta({ id: 'EnrolledLead' });
export type EnrolledLead = z.infer<typeof enrolledSchema>;

/**
 * Takes a lead into a workflow; what it was in ends as transferred, what was learned stays. Nothing where it is in the
 * workflow already. Raises `not_found` for the lead or the workflow, `conflict` opted_out.
 */
export async function enrolLead(
  ctx: Ctx,
  { leadId, workflow: wanted, reason = 'enrolled by API' }: { leadId: string } & z.infer<typeof enrolLeadSchema>,
): Promise<EnrolledLead> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    const { optedOutAt } = await lockLead(tctx, leadId);
    const workflow = await findWorkflow(tctx, wanted);
    if (!workflow) throw notFound('workflow');
    if (optedOutAt !== null)
      throw conflict('opted_out', 'The lead has opted out. It is in no workflow until it opts in.');
    const active = await activeRuns(tctx, leadId);
    const there = active.find(({ workflowId }) => workflowId === workflow.id);
    if (there) return { movement: 'none', run: await readRun(tctx, there.id) };
    const fromRuns = active.map(({ id }) => id);
    const runId = await changeWorkflow(tctx, { leadId, workflow, fromRuns, reason });
    recordAudit(tctx, { verb: 'enrolLead', objectType: 'run', objectId: runId });
    await settle(tctx.tx);
    const movement = fromRuns.length > 0 ? 'reassignment' : 'enrollment';
    return { movement, run: await readRun(tctx, runId) };
  });
}

function activeRuns({ tx, workspace }: TxCtx, leadId: string): Promise<{ id: string; workflowId: string }[]> {
  return tx<{ id: string; workflowId: string }[]>`
    select id, workflow_id from runs
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and is_active order by id`;
}

export const enrolLeadOperation = defineOperation({
  operationId: 'enrolLead',
  method: 'POST',
  path: '/v1/leads/{leadId}/runs',
  tag: 'Runs',
  summary: 'Take a lead into a workflow',
  description:
    'The lead begins at the initial status of its newest version. Runs in other workflows end as `transferred`; what was learned stays with the lead. Doing it again changes nothing. A lead that opted out is a 409 `opted_out`.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: enrolLeadSchema,
  success: { status: 200, description: 'The run that the lead is in now.', schema: enrolledSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => enrolLead(ctx, { ...params, ...body }),
});
