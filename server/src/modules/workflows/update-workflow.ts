import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { haltEngine } from '../../jobs/halt-engine.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { answerWaiting, renewHeldCadences } from '../conversations/index.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';
import { readWorkflow, workflowParams } from './get-workflow.ts';
import { selectWorkflows, type WorkflowSummary, type WorkflowView, workflowViewSchema } from './workflow.ts';

const updateWorkflowSchema = z.strictObject({
  isPaused: z.boolean().describe('While it is, the agent says nothing to leads in it; what they write is kept.'),
});

/**
 * Pauses a workflow, by id or key, or takes it up again: then leads that wrote meanwhile and still wait are answered.
 * Raises `forbidden` for a test key, `not_found`.
 */
export async function updateWorkflow(
  ctx: Ctx,
  { workflowId: wanted, isPaused }: { workflowId: string } & z.infer<typeof updateWorkflowSchema>,
): Promise<WorkflowView> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'A workflow');
  const since = await transaction(ctx, (tctx) => setPaused(tctx, wanted, isPaused));
  // Once more after the commit: a turn that had begun before it did not know that it may speak.
  if (since !== undefined) await transaction(ctx, (tctx) => answerWaiting(tctx, since));
  const workflow = await transaction(ctx, (tctx) => readWorkflow(tctx, wanted));
  // Also where it was not paused: what an earlier start could not finish.
  if (!isPaused) await renewHeldCadences(ctx, workflow.id);
  return workflow;
}

interface Silence {
  readonly workflowId: string;
  readonly since: Date;
}

/** Since when it was paused, where it is not any more. */
async function setPaused(ctx: TxCtx, wanted: string, isPaused: boolean): Promise<Silence | undefined> {
  const { id: workflowId, key } = await findSummary(ctx, wanted);
  const { tx, at, workspace } = ctx;
  if (isPaused) await haltEngine(ctx);
  const [before] = await tx<{ pausedAt: Date | null }[]>`
    update workflows w set is_paused = ${isPaused}, paused_at = ${isPaused ? at : null}, updated_at = ${at}
    from (
      select id, is_paused, paused_at from workflows
      where workspace_id = ${workspace.id} and id = ${workflowId} for no key update) before
    where w.workspace_id = ${workspace.id} and w.id = before.id and before.is_paused <> ${isPaused}
    returning before.paused_at`;
  if (!before) return undefined;
  const type = isPaused ? 'workflow.paused' : 'workflow.resumed';
  recordEvent(ctx, { type, data: { workflowId, workflow: key } });
  const audited = { verb: 'updateWorkflow', objectType: 'workflow', objectId: workflowId, changed: ['isPaused'] };
  recordAudit(ctx, audited);
  if (isPaused) return undefined;
  const silence = { workflowId, since: before.pausedAt ?? at };
  await answerWaiting(ctx, silence);
  return silence;
}

async function findSummary(ctx: TxCtx, wanted: string): Promise<WorkflowSummary> {
  const { tx, workspace } = ctx;
  const [found] = await selectWorkflows(
    tx,
    tx`where w.workspace_id = ${workspace.id} and (w.id::text = ${wanted.toLowerCase()} or w.key = ${wanted})`,
  );
  if (!found) throw notFound('workflow');
  return found;
}

export const updateWorkflowOperation = defineOperation({
  operationId: 'updateWorkflow',
  method: 'PATCH',
  path: '/v1/workflows/{workflowId}',
  tag: 'Workflows',
  summary: 'Pause or resume a workflow',
  description:
    'What it does is changed by its file (`PUT /v1/workflows`). Upon resuming, leads that wrote meanwhile and still wait are answered. Not with a test key.',
  auth: 'key',
  scope: 'workflows:write',
  params: workflowParams,
  body: updateWorkflowSchema,
  success: { status: 200, description: 'The workflow as it is now.', schema: workflowViewSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, body }) => updateWorkflow(ctx, { ...params, ...body }),
});
