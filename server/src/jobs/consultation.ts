import type { Tx, TxCtx } from '../db/database.ts';
import { asJson } from '../db/json.ts';
import { timeOfId } from '../kernel/ids.ts';
import type { ClaimedStimulus, StimulusHandler } from './claim-stimulus.ts';

/** Something to be asked that takes seconds: no transaction, no lock and no connection is held meanwhile. */
export interface Consultation {
  /** How long it takes at most. */
  readonly timeoutMs: number;
  /** What the stimulus carries from now on, where that is more than before. */
  readonly payload?: ClaimedStimulus['payload'];
  /** Never raises. Gives what handles the stimulus then; it may ask once more. */
  ask(): Promise<StimulusHandler>;
}

/** A stimulus that waits for the end of its consultation; it is anybody's again at `until`. */
export interface Asking {
  readonly stimulus: ClaimedStimulus;
  readonly until: Date;
  readonly consultation: Consultation;
}

/** Raised as a lock that is not to be had: what is busy is looked at again. */
class EngineHaltingError extends Error {
  readonly code = '55P03';
}

/** How much longer than its consultation a stimulus stays claimed: for the turn that follows. */
const CLAIM_MARGIN_MS = 10_000;

/** The stimulus as it was, in its place before the lead's later ones, for nobody else until then. */
export async function putBack(ctx: TxCtx, claimed: ClaimedStimulus, consultation: Consultation): Promise<Asking> {
  const stimulus = { ...claimed, payload: consultation.payload ?? claimed.payload };
  const { workspaceId, id, leadId, kind, payload, attempts } = stimulus;
  const until = new Date(ctx.at.getTime() + consultation.timeoutMs + CLAIM_MARGIN_MS);
  const row = { workspaceId, id, leadId, kind, attempts, availableAt: until, createdAt: timeOfId(id) };
  await ctx.tx`insert into stimuli ${ctx.tx({ ...row, payload: ctx.tx.json(asJson(payload)) })}`;
  return { stimulus, until, consultation };
}

/**
 * Locks the lead, as every writer of it does first, and removes the stimulus; it as it is by then, as its lead may have
 * been merged into another, or undefined where it is not the caller's any more. Raises EngineHaltingError while the
 * workspace is being stopped: it is asked again then, if anything still is.
 */
export async function takeAsked(tx: Tx, asked: ClaimedStimulus, until: Date): Promise<ClaimedStimulus | undefined> {
  const { workspaceId, id } = asked;
  const [engine] = await tx<{ mayWork: boolean }[]>`select work_in_workspace(${workspaceId}) as may_work`;
  if (!engine?.mayWork) throw new EngineHaltingError();
  await tx`
    select id from leads where workspace_id = ${workspaceId} and id = (
      select lead_id from stimuli where workspace_id = ${workspaceId} and id = ${id}) for no key update`;
  const [taken] = await tx<{ leadId: string }[]>`
    delete from stimuli
    where workspace_id = ${workspaceId} and id = ${id} and available_at = ${until} and dead_at is null
    returning lead_id`;
  return taken && { ...asked, leadId: taken.leadId };
}
