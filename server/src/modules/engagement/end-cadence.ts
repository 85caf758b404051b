import type { TxCtx } from '../../db/database.ts';
import type { CadenceStep } from '../../engagement/cadence/types.ts';
import { mayEnter } from '../../engagement/statuses.ts';
import { enterStatus, statusFacts, touchLead } from '../leads/index.ts';
import { pauseRun } from '../runs/index.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import type { Reaching } from './read-cadence.ts';

type End = Extract<CadenceStep, { do: 'end' }>;

interface Ending {
  readonly leadId: string;
  readonly reaching: Reaching;
  readonly step: End;
}

/** Nothing more is tried: the lead goes cold, its run is paused, or it stays where it is, as its workflow says. */
export async function endCadence(ctx: TxCtx, { leadId, reaching, step }: Ending): Promise<void> {
  const { tx, at, workspace } = ctx;
  const { runId, state } = reaching;
  await tx`
    update runs set cadence_state = 'exhausted', updated_at = ${at}
    where workspace_id = ${workspace.id} and id = ${runId}`;
  await touchLead(ctx, leadId);
  const attempts = state.attempts.length + state.recontacts.length;
  const reason =
    step.reason === 'exhausted' ? `no answer to ${attempts} attempt${attempts === 1 ? '' : 's'}` : step.reason;
  recordEvent(ctx, { type: 'run.cadence_exhausted', leadId, data: { runId, attempts, reason } });
  recordAction(ctx, { leadId, type: 'system_note', summary: `Attempts to reach the lead end: ${reason}` });
  if (step.onExhausted === 'pause') await pauseRun(ctx, { runId, reason });
  if (step.onExhausted === 'cold') await goCold(ctx, { leadId, reaching, step }, reason);
}

async function goCold(ctx: TxCtx, { leadId, reaching, step }: Ending, reason: string): Promise<void> {
  const { runId, definition, statusKey } = reaching;
  const cold = step.coldStatus ?? definition.statuses.find(({ category }) => category === 'deferred')?.key;
  if (cold === undefined) return;
  const entry = mayEnter(definition, await statusFacts(ctx, leadId, statusKey), cold);
  if (entry.ok) return enterStatus(ctx, { leadId, runId, status: entry.status, reason });
  const summary = `Did not go to the status ${cold}: ${entry.refusal.message}`;
  recordAction(ctx, { leadId, type: 'system_note', summary });
}
