import type { Ctx } from '../../http/face.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { existingId, isUuid } from '../../kernel/ids.ts';
import { findActiveRuns } from '../../modules/runs/index.ts';

/** A lead's active run in the workflow that a body names. Raises Nexor's own 400 and 404. */
export async function findRun(ctx: Ctx, id: string, workflowId: string | null | undefined) {
  const leadId = existingId(id, 'lead');
  if (!workflowId) {
    throw new FoyerError('invalid_input', 'workflow_id is required', { reason: 'workflow_id_required' });
  }
  const [run] = isUuid(workflowId) ? await findActiveRuns(ctx, { leadId, workflowId }) : [];
  if (!run) throw noActiveRun();
  return run;
}

/** For a run that has ended since it was found. */
export function asNoActiveRun(error: unknown): never {
  throw error instanceof FoyerError && error.reason === 'run_ended' ? noActiveRun() : error;
}

export function noActiveRun(): FoyerError {
  const message = 'No active workflow run found for this lead and workflow';
  return new FoyerError('not_found', message, { reason: 'no_active_run' });
}
