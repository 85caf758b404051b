import { atEnd } from '../../db/begin.ts';
import type { TxCtx } from '../../db/database.ts';
import { isReachable } from '../../engagement/statuses.ts';
import { loadDefinition } from '../workflows/index.ts';
import { assignMember } from './assign-member.ts';
import { renewCadence } from './renew-cadence.ts';
import { renewScoreAtEnd } from './renew-score.ts';
import { cancelStatusTimeout, setStatusTimeout } from './status-timeout.ts';
import { transferRun } from './transfer-run.ts';

interface Moved {
  readonly leadId: string;
  readonly runId: string;
  readonly workflowId: string;
  readonly version: number;
  readonly fromKey: string;
  readonly toKey: string;
  /** Whether the run goes on. */
  readonly isActive: boolean;
}

/**
 * What follows from entering a status, however it was entered: its time-out begins and that of the last one ends, the
 * lead gets a member, and a terminal status hands it to another workflow. That comes at the end of the transaction:
 * what the agent says with its last step still belongs to the run it is in.
 */
export async function followMove(ctx: TxCtx, moved: Moved): Promise<void> {
  const { leadId, runId, workflowId, version, isActive } = moved;
  const definition = await loadDefinition(ctx, { workflowId, version });
  const [from, to] = [moved.fromKey, moved.toKey].map((wanted) =>
    definition.statuses.find(({ key }) => key === wanted),
  );
  if (definition.scoring.length > 0) renewScoreAtEnd(ctx, leadId);
  if (from?.timeout) await cancelStatusTimeout(ctx, leadId, runId);
  if (!to) return;
  if (isActive) setStatusTimeout(ctx, { leadId, runId, status: to });
  const isTakenUp = isActive && isReachable(to) && !(from && isReachable(from));
  if (isTakenUp && definition.cadence) await renewCadence(ctx, leadId);
  if (to.flags.includes('qualified') || to.flags.includes('booking_target')) {
    await assignMember(ctx, { leadId, workflowId, rule: definition.assignment });
  }
  const { transfer, label } = to;
  if (!transfer || !to.flags.includes('terminal')) return;
  atEnd(ctx.tx, `transfer ${runId}`, (tx) =>
    transferRun({ ...ctx, tx }, { leadId, runId, statusKey: to.key, transfer, reason: `status "${label}"` }),
  );
}
