import type { TxCtx } from '../../db/database.ts';
import type { WorkflowStatus } from '../../engagement/workflow/definition.ts';
import { moveStatus, setStage } from './progress.ts';

interface Entry {
  readonly leadId: string;
  readonly runId: string;
  readonly status: WorkflowStatus;
  readonly reason: string;
}

/**
 * Moves a run to a status that it may enter, and the lead's stage with it as far as the status says something of it.
 * For callers that do not set the stage themselves; the gate was looked at.
 */
export async function enterStatus(ctx: TxCtx, { status, ...move }: Entry): Promise<void> {
  await moveStatus(ctx, { ...move, statusKey: status.key });
  await followStatus(ctx, { ...move, status });
}

async function followStatus(ctx: TxCtx, { leadId, status, reason }: Entry): Promise<void> {
  const { category, flags } = status;
  if (category === 'lost') {
    if (!(await setStage(ctx, { leadId, stage: 'lost', unless: ['converted'], reason }))) return;
    await ctx.tx`
      update leads set lost_reason = ${reason.slice(0, 500)} where workspace_id = ${ctx.workspace.id} and id = ${leadId}`;
  } else if (flags.includes('booking_target')) {
    await setStage(ctx, { leadId, stage: 'booked', unless: ['converted'], reason });
  } else if (flags.includes('qualified') || category === 'won') {
    await setStage(ctx, { leadId, stage: 'qualified', unless: ['booked', 'converted'], reason });
  } else if (flags.includes('engaged') || flags.includes('contacted')) {
    await setStage(ctx, { leadId, stage: 'engaged', unless: ['qualified', 'booked', 'converted'], reason });
  } else {
    // Taken up again, whatever the status says.
    await setStage(ctx, { leadId, stage: 'engaged', unless: ['new', 'qualified', 'booked', 'converted'], reason });
  }
}
