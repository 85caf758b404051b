import { savepoint, settle, writeCollected } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { errorCode } from '../../kernel/startup-error.ts';
import { enrolLead } from '../runs/index.ts';
import type { Settled } from './enrol-due.ts';
import type { LockedCampaign } from './lock-campaign.ts';

interface Candidate {
  /** Its place in the campaign. */
  readonly id: string;
  readonly leadId: string;
  readonly attempts: number;
}

const MAX_ATTEMPTS = 3;
const RETRY_MS = 30_000;
const LOCK_NOT_AVAILABLE = '55P03';

/** Takes one lead into the workflow; what goes wrong with it is undone, and is its own outcome. */
export async function enrolOne(
  ctx: TxCtx,
  { id: campaignId, name, workflowId }: LockedCampaign,
  { id, leadId, attempts }: Candidate,
): Promise<Settled> {
  try {
    const runId = await savepoint(ctx.tx, async (inner) => {
      const alone = { ...ctx, tx: inner };
      const reason = `campaign "${name}"`;
      const { run } = await enrolLead(alone, { leadId, workflow: workflowId ?? '', reason });
      await bearCampaign(alone, { leadId, runId: run.id, campaignId });
      // Here, so that what cannot be settled or written is this lead's failure alone.
      await settle(inner);
      await Promise.all([
        writeCollected(inner),
        inner`set constraints all immediate`.execute(),
        inner`set constraints all deferred`.execute(),
      ]);
      return run.id;
    });
    return { id, state: 'enrolled', runId };
  } catch (error) {
    if (errorCode(error) === LOCK_NOT_AVAILABLE) return { id, state: 'waiting', retryAt: ctx.at };
    if (error instanceof FoyerError) return { id, state: 'failed', reason: error.reason ?? error.code };
    ctx.log.error({ err: error, campaignId, leadId, attempts }, 'a lead could not be enrolled by its campaign');
    if (attempts + 1 >= MAX_ATTEMPTS) return { id, state: 'failed', reason: 'error' };
    return { id, state: 'waiting', retryAt: new Date(ctx.at.getTime() + RETRY_MS * (attempts + 1)) };
  }
}

/** The lead shows the campaign that it was taken in last. */
async function bearCampaign(
  { tx, at, workspace }: TxCtx,
  { leadId, runId, campaignId }: { leadId: string; runId: string; campaignId: string },
): Promise<void> {
  await Promise.all([
    tx`update runs set campaign_id = ${campaignId} where workspace_id = ${workspace.id} and id = ${runId}`,
    tx`
      update leads set campaign_id = ${campaignId}, revision = revision + 1, updated_at = ${at}
      where workspace_id = ${workspace.id} and id = ${leadId}`,
  ]);
}
