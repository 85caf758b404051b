import { begin, isConnectionLoss } from '../../db/begin.ts';
import { type AfterCommit, bindWorkspace, insideTransaction, type Tx, type TxCtx } from '../../db/database.ts';
import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { type Loop, startLoop } from '../../jobs/loop.ts';
import type { Workspace } from '../../kernel/ctx.ts';
import { systemCtx } from '../workspaces/index.ts';
import { advance } from './advance.ts';
import { writeState } from './change-state.ts';

const LOOK_MS = 1_000;
/** After which leads that somebody else was writing to are looked at again. */
const BUSY_MS = 25;
/** After which one that failed is tried again, and how often in a row before it is paused. */
const RETRY_MS = 60_000;
const MAX_FAILURES = 5;

/** Takes the leads of campaigns into their workflows, until stopped. Several processes may do so at once. */
export function startCampaigns(tools: JobTools): Loop {
  const work = () => advanceNext(tools);
  return startLoop(tools, { name: 'campaigns', signal: 'campaigns', concurrency: 1, idleMs: LOOK_MS, work });
}

/**
 * Takes the next few leads of the campaign that has waited longest; false where none is due. One transaction with the
 * campaign locked: a process that dies in it has enrolled nobody, and no other takes the same leads or goes beyond the pace.
 */
async function advanceNext(tools: JobTools): Promise<boolean> {
  const afterwards: AfterCommit[] = [];
  let taken: Taken | undefined;
  const outcome = await begin(tools.db.sql, async (tx) => {
    [taken] = await tx<Taken[]>`
      select id, workspace_id, slug, name, time_zone, country, locale from take_campaign(${tools.clock.now()})`;
    if (!taken) return 'none';
    const ctx = contextOf(tools, taken, tx, afterwards);
    await bindWorkspace(tx, taken.workspaceId);
    const isDone = await advance(ctx, taken.id);
    await forgetFailures(ctx, taken.id);
    return isDone ? 'done' : 'busy';
  }).catch(async (error: unknown) => {
    if (!taken || isConnectionLoss(error)) throw error;
    tools.log.error({ err: error, workspaceId: taken.workspaceId, campaignId: taken.id }, 'a campaign has failed');
    await noteFailure(tools, taken);
    return 'failed';
  });
  if (outcome === 'failed') return true;
  for (const done of afterwards) await done();
  if (outcome === 'busy') setTimeout(() => tools.db.signals.send('campaigns'), BUSY_MS).unref();
  return outcome === 'done';
}

type Taken = Omit<Workspace, 'id'> & { readonly id: string; readonly workspaceId: string };

function contextOf(tools: JobTools, taken: Taken, tx: Tx, afterwards: AfterCommit[]): TxCtx {
  const { id: _id, workspaceId, ...workspace } = taken;
  return insideTransaction(systemCtx(tools, { id: workspaceId, ...workspace }), tx, afterwards);
}

async function forgetFailures({ tx, workspace }: TxCtx, campaignId: string): Promise<void> {
  await tx`
    update campaigns set failures = 0 where workspace_id = ${workspace.id} and id = ${campaignId} and failures > 0`;
}

/** Others go first for a minute; one that fails again and again is paused until somebody has looked at it. */
async function noteFailure(tools: JobTools, taken: Taken): Promise<void> {
  const afterwards: AfterCommit[] = [];
  await begin(tools.db.sql, async (tx) => {
    const ctx = contextOf(tools, taken, tx, afterwards);
    const { id, workspaceId } = taken;
    await bindWorkspace(tx, workspaceId);
    const [campaign] = await tx<{ failures: number }[]>`
      update campaigns set failures = failures + 1, next_at = ${new Date(ctx.at.getTime() + RETRY_MS)}
      where workspace_id = ${workspaceId} and id = ${id} and state in ('scheduled', 'running') returning failures`;
    if (!campaign || campaign.failures < MAX_FAILURES) return;
    await forgetFailures(ctx, id);
    await writeState(ctx, id, { state: 'paused', nextAt: null, event: 'campaign.paused' });
    tools.log.error({ workspaceId, campaignId: id }, 'a campaign has failed again and again and is paused');
  });
  for (const done of afterwards) await done();
}
