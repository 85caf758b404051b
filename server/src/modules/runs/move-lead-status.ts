import { z } from 'zod';
import { settle } from '../../db/begin.ts';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { mayEnter, type StatusRefusal } from '../../engagement/statuses.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict, FoyerError, invalidInput } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { enterStatus, leadParams, lockLead, statusFacts } from '../leads/index.ts';
import { recordAudit } from '../timeline/index.ts';
import { findWorkflow, loadDefinition } from '../workflows/index.ts';
import { type LeadRun, leadRunSchema, readRun, selectRuns } from './run.ts';

const moveLeadStatusSchema = z.strictObject({
  status: z.string().min(1).max(60).describe("The key of a status of the run's workflow."),
  workflow: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe("A workflow's key or id; that of the active run that started last where it is missing."),
  reason: z.string().trim().min(1).max(500).optional().describe('Stands on the timeline.'),
});

const movedSchema = z
  .object({
    changed: z.boolean().describe('False where the run was in the status already.'),
    previousStatus: z.string().describe('Its key.'),
    run: leadRunSchema.describe('As it is now.'),
  })
  .meta({ id: 'MovedStatus' });
export type MovedStatus = z.infer<typeof movedSchema>;

/**
 * Moves a lead to a status of its workflow, where the status may be entered. Raises `not_found`, `invalid_input` for an
 * unknown status, `conflict` no_run, and `unprocessable` with what refused it: booked_or_won, no_appointment,
 * missing_fields (their keys in the fact `missingFields`), rules_not_met.
 */
export async function moveLeadStatus(
  ctx: Ctx,
  { leadId, ...input }: { leadId: string } & z.infer<typeof moveLeadStatusSchema>,
): Promise<MovedStatus> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    await lockLead(tctx, leadId);
    const run = await findRun(tctx, leadId, input.workflow);
    const { workflowId, workflowVersion: version, status: before } = run;
    const definition = await loadDefinition(tctx, { workflowId, version });
    const entry = mayEnter(definition, await statusFacts(tctx, leadId, before.key), input.status);
    const changed = input.status !== before.key;
    if (changed && !entry.ok) throw refused(entry.refusal);
    if (changed && entry.ok) {
      const reason = input.reason ?? 'set by API';
      await enterStatus(tctx, { leadId, runId: run.id, status: entry.status, reason });
      recordAudit(tctx, { verb: 'moveLeadStatus', objectType: 'run', objectId: run.id, changed: ['status'] });
      await settle(tctx.tx);
    }
    return { changed, previousStatus: before.key, run: await readRun(tctx, run.id) };
  });
}

/** The active run that started last, else one that came to its end and may be taken up again. */
async function findRun(ctx: TxCtx, leadId: string, wanted: string | undefined): Promise<LeadRun> {
  const { tx, workspace } = ctx;
  const workflow = wanted === undefined ? undefined : await findWorkflow(ctx, wanted);
  const [run] = await selectRuns(
    ctx,
    tx`where r.workspace_id = ${workspace.id} and r.lead_id = ${leadId} and (r.is_active or r.run_status = 'completed')
      ${workflow ? tx`and r.workflow_id = ${workflow.id}` : tx``} order by r.is_active desc, r.id desc limit 1`,
  );
  if (!run) throw conflict('no_run', 'The lead is in no workflow that goes on. Enrol it in one.');
  return run;
}

function refused({ reason, message, missingFields }: StatusRefusal): FoyerError {
  if (reason === 'unknown_status') return invalidInput('There is no such status.', [{ path: ['status'], message }]);
  const facts = missingFields.length > 0 ? { missingFields } : {};
  return new FoyerError('unprocessable', message, { reason, facts });
}

export const moveLeadStatusOperation = defineOperation({
  operationId: 'moveLeadStatus',
  method: 'POST',
  path: '/v1/leads/{leadId}/status',
  tag: 'Runs',
  summary: 'Move a lead to a status',
  description:
    "By the status' own rules, in this order, each a 422 with its `reason`: who is booked or won is not put off to a deferred status (`booked_or_won`); a booking target needs an appointment to come (`no_appointment`); the gate's fields must be known (`missing_fields`, and `missingFields` names them) and its rules hold (`rules_not_met`). A lost status has no gate. Without a run that goes on it is a 409 `no_run`.",
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: moveLeadStatusSchema,
  success: { status: 200, description: 'What became of it.', schema: movedSchema },
  errors: ['not_found', 'conflict', 'unprocessable'],
  handle: (ctx: Ctx, { params, body }) => moveLeadStatus(ctx, { ...params, ...body }),
});
