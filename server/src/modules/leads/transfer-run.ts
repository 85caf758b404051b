import type { TxCtx } from '../../db/database.ts';
import type { TransferRule } from '../../engagement/workflow/definition.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { recordAction } from '../timeline/index.ts';
import { findWorkflow, type LoadedWorkflow } from '../workflows/index.ts';
import { changeWorkflow } from './change-workflow.ts';
import { fitToField } from './fit-to-field.ts';
import { storeVariable } from './set-variable.ts';
import { hasRoomFor, lengthOf } from './variable-room.ts';

interface Transfer {
  readonly leadId: string;
  readonly runId: string;
  /** The status that leads there: nothing where the run has left it again. */
  readonly statusKey: string;
  readonly transfer: TransferRule;
  readonly reason: string;
}

/**
 * Hands a lead that came to a terminal status to the workflow that the status names, with what was learned. Not while a
 * person has the lead, and not back in one moment to where it came from: the timeline says why.
 */
export async function transferRun(ctx: TxCtx, { transfer, reason, ...run }: Transfer): Promise<void> {
  const { leadId, runId } = run;
  const standing = await readStanding(ctx, run);
  if (!standing || standing.isOptedOut) return;
  const workflow = await findWorkflow(ctx, transfer.workflow).catch(undefinedIfMissing);
  const refusal = await refusalOf(ctx, { leadId, workflow, isPersons: standing.isPersons });
  if (refusal !== undefined || !workflow) {
    const summary = `Not transferred to the workflow ${transfer.workflow}: ${refusal}`;
    recordAction(ctx, { leadId, type: 'system_note', summary });
    return;
  }
  await copyFields(ctx, { leadId, workflow, copyFields: transfer.copyFields ?? {} });
  await changeWorkflow(ctx, { leadId, workflow, fromRuns: [runId], reason });
}

async function readStanding(
  { tx, workspace }: TxCtx,
  { leadId, runId, statusKey }: Pick<Transfer, 'leadId' | 'runId' | 'statusKey'>,
): Promise<{ isPersons: boolean; isOptedOut: boolean } | undefined> {
  const [row] = await tx<{ isPersons: boolean; isOptedOut: boolean }[]>`
    select l.owner = 'person' or l.needs_human as is_persons, l.opted_out_at is not null as is_opted_out
    from leads l
    join runs r on r.workspace_id = l.workspace_id and r.lead_id = l.id
    join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
    where l.workspace_id = ${workspace.id} and l.id = ${leadId} and r.id = ${runId} and s.key = ${statusKey}
      and r.run_status not in ('cancelled', 'transferred')`;
  return row;
}

interface Target {
  readonly leadId: string;
  readonly workflow: LoadedWorkflow | undefined;
  readonly isPersons: boolean;
}

async function refusalOf(ctx: TxCtx, { leadId, workflow, isPersons }: Target): Promise<string | undefined> {
  if (isPersons) return 'a person has the lead';
  if (!workflow) return 'there is no such workflow';
  const circle = await ctx.tx`
    select from runs
    where workspace_id = ${ctx.workspace.id} and lead_id = ${leadId} and workflow_id = ${workflow.id}
      and run_status = 'transferred' and ended_at = ${ctx.at}`;
  return circle.length > 0 ? 'it has just come from there' : undefined;
}

/** A value that the target's field does not take, or for which it has one already, stays where it is. */
async function copyFields(
  ctx: TxCtx,
  { leadId, workflow, copyFields: names }: { leadId: string; workflow: LoadedWorkflow; copyFields: object },
): Promise<void> {
  const pairs = new Map(Object.entries(names).map(([from, to]) => [from, String(to)]));
  if (pairs.size === 0) return;
  const known = await ctx.tx<{ key: string; value: unknown; valueText: string; confidence: number }[]>`
    select key, value, value_text, confidence from variables
    where workspace_id = ${ctx.workspace.id} and lead_id = ${leadId}`;
  const lengths = new Map(known.map((variable) => [variable.key, lengthOf(variable)]));
  for (const variable of known) {
    const key = pairs.get(variable.key);
    const field = workflow.definition.fields.find((one) => one.key === key);
    if (key === undefined || lengths.has(key) || !field) continue;
    const fit = fitToField(ctx, workflow.definition, field, variable.value);
    if (!fit.ok) continue;
    const { valueText, confidence } = variable;
    const copied = { leadId, key, value: fit.value, valueText, confidence, source: 'agent' } as const;
    if (!hasRoomFor(lengths, copied)) continue;
    lengths.set(key, lengthOf(copied));
    await storeVariable(ctx, { ...copied, reason: `Learned ${field.label}: ${valueText} (in another workflow)` });
  }
}

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof FoyerError && error.code === 'not_found') return undefined;
  throw error;
}
