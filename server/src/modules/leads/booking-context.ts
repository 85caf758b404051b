import type { TxCtx } from '../../db/database.ts';
import { findWorkflow, type LoadedWorkflow, loadWorkflow } from '../workflows/index.ts';
import { requireLead } from './get-lead.ts';

export interface BookingContext {
  readonly workflow: LoadedWorkflow | undefined;
  readonly runId: string | null;
  readonly conversationId: string | null;
  readonly values: ReadonlyMap<string, unknown>;
}

/**
 * What a booking for a lead goes by: the workflow wanted (key or id) or that of its newest run, the run in it, the
 * newest conversation, and what is known of the lead.
 */
export async function bookingContext(ctx: TxCtx, leadId: string, wanted: string | undefined): Promise<BookingContext> {
  const [runs, conversations, values] = await Promise.all([
    ctx.tx<{ id: string; workflowId: string; workflowVersion: number }[]>`
      select id, workflow_id, workflow_version from runs
      where workspace_id = ${ctx.workspace.id} and lead_id = ${leadId} order by is_active desc, id desc`,
    ctx.tx<{ id: string }[]>`
      select id from conversations where workspace_id = ${ctx.workspace.id} and lead_id = ${leadId} order by id desc limit 1`,
    readValues(ctx, leadId),
  ]);
  const asked = wanted === undefined ? undefined : await findWorkflow(ctx, wanted);
  const run = runs.find((one) => asked === undefined || one.workflowId === asked.id);
  const workflow =
    asked ?? (run && (await loadWorkflow(ctx, { workflowId: run.workflowId, version: run.workflowVersion })));
  return { workflow, runId: run?.id ?? null, conversationId: conversations[0]?.id ?? null, values };
}

/** What is known of a lead, by field key. Raises `not_found`. */
export async function valuesOfLead(ctx: TxCtx, leadId: string): Promise<ReadonlyMap<string, unknown>> {
  await requireLead(ctx, leadId);
  return readValues(ctx, leadId);
}

async function readValues({ tx, workspace }: TxCtx, leadId: string): Promise<Map<string, unknown>> {
  const rows = await tx<{ key: string; value: unknown }[]>`
    select key, value from variables where workspace_id = ${workspace.id} and lead_id = ${leadId}`;
  return new Map(rows.map(({ key, value }) => [key, value]));
}
