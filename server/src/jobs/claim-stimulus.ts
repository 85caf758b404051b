import { begin } from '../db/begin.ts';
import {
  type AfterCommit,
  bindWorkspace,
  type Ctx,
  insideTransaction,
  type ProcessTools,
  type Tx,
  type TxCtx,
} from '../db/database.ts';
import type { Workspace } from '../kernel/ctx.ts';
import { scopes } from '../kernel/scopes.ts';
import { errorCode, reasonOf } from '../kernel/startup-error.ts';
import { type Asking, type Consultation, putBack, takeAsked } from './consultation.ts';

export interface ClaimedStimulus {
  readonly workspaceId: string;
  readonly id: string;
  readonly leadId: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  readonly workspace: Workspace;
  /** Its lead's. */
  readonly isTest: boolean;
}

/** What the engine's jobs work with. */
export type JobTools = ProcessTools;

export type FinalHandler = (ctx: TxCtx, stimulus: ClaimedStimulus) => Promise<void>;
/**
 * Handles a stimulus, or asks for something first: then nothing of what comes of it is written yet, only what the asking
 * itself takes (a budget, a line of the timeline), and the stimulus stays claimed.
 */
export type StimulusHandler = (
  ctx: TxCtx,
  stimulus: ClaimedStimulus,
) => Promise<void> | Promise<Consultation | undefined>;

/** What came of looking for a stimulus. `busy`: its lead is locked, it stays for the next look. `failed`: it stays, counted, or is set aside (`isDead`) after too many tries. */
export type Handled =
  | { readonly outcome: 'none' | 'done' | 'busy' }
  | ({ readonly outcome: 'asks' } & Asking)
  | {
      readonly outcome: 'failed';
      readonly stimulus: ClaimedStimulus;
      readonly error: unknown;
      readonly isDead: boolean;
    };

/** A stimulus that failed this often is set aside: the lead's later ones go on and a person is told. */
const MAX_ATTEMPTS = 5;
const LOCK_NOT_AVAILABLE = '55P03';
/** After this a stimulus whose lead was locked is looked at again; other leads' go first. */
export const BUSY_MS = 25;
const RETRY_AFTER_MS = [1_000, 5_000, 30_000, 120_000];

/**
 * Takes the oldest stimulus that is ready, locks its lead, removes it and handles it, in one transaction: a process that
 * dies leaves it to others. No savepoint in it: rows that are locked outside one and changed inside it bear a list of
 * transactions, and index entries of such rows never count as dead: a claim went past all that were done (4,200 µs, now 740).
 */
export async function handleNextStimulus(tools: JobTools, handle: StimulusHandler): Promise<Handled> {
  const afterwards: AfterCommit[] = [];
  let stimulus: ClaimedStimulus | undefined;
  const handled = await begin(tools.db.sql, async (tx): Promise<Handled> => {
    const taken = await takeStimulus(tx, tools.clock.now());
    if (!taken) return { outcome: 'none' };
    stimulus = taken.stimulus;
    const ctx = contextFor(tools, tx, stimulus, afterwards);
    if (!taken.isLeadFree) {
      await leaveForNextLook(ctx, stimulus);
      return { outcome: 'busy' };
    }
    const consultation = await handle(ctx, stimulus);
    return consultation ? { outcome: 'asks', ...(await putBack(ctx, stimulus, consultation)) } : { outcome: 'done' };
  }).catch((error: unknown) => {
    if (!stimulus || isClosing(error)) throw error;
    return noteFailure(tools, stimulus, error);
  });
  if (handled.outcome !== 'failed') for (const done of afterwards) await done();
  return handled;
}

/**
 * Handles a stimulus whose consultation has ended, in one transaction like any other. `none` where it is no longer
 * this process's: its claim has ended and somebody else took it, or its lead has gone.
 */
export async function handleAsked(
  tools: JobTools,
  { stimulus, until }: Asking,
  handle: StimulusHandler,
): Promise<Handled> {
  const afterwards: AfterCommit[] = [];
  const handled = await begin(tools.db.sql, async (tx): Promise<Handled> => {
    await bindWorkspace(tx, stimulus.workspaceId);
    const taken = await takeAsked(tx, stimulus, until);
    if (!taken) return { outcome: 'none' };
    const ctx = contextFor(tools, tx, taken, afterwards);
    const consultation = await handle(ctx, taken);
    return consultation ? { outcome: 'asks', ...(await putBack(ctx, taken, consultation)) } : { outcome: 'done' };
  }).catch((error: unknown) => {
    if (isClosing(error)) throw error;
    return noteFailure(tools, stimulus, error);
  });
  if (handled.outcome !== 'failed') for (const done of afterwards) await done();
  return handled;
}

/** The driver's own words for a connection that is gone: nobody's failure. */
function isClosing(error: unknown): boolean {
  return errorCode(error)?.startsWith('CONNECTION_') ?? false;
}

/** What failed has been undone: somebody else may have taken it again before this, and then it is theirs to note. */
async function noteFailure(tools: JobTools, stimulus: ClaimedStimulus, error: unknown): Promise<Handled> {
  return begin(tools.db.sql, async (tx): Promise<Handled> => {
    const bound = bindWorkspace(tx, stimulus.workspaceId);
    const ctx = contextFor(tools, tx, stimulus, []);
    // The lead is being written to: whoever does that will be done in a moment.
    const isBusy = errorCode(error) === LOCK_NOT_AVAILABLE;
    const noted = isBusy ? leaveForNextLook(ctx, stimulus) : countFailure(ctx, stimulus, error);
    const [isDead] = await Promise.all([noted, bound]);
    return isBusy ? { outcome: 'busy' } : { outcome: 'failed', stimulus, error, isDead: isDead === true };
  });
}

/** Lets `tell` say of a stimulus that was set aside, in a transaction of its own: the lead goes on whatever comes of it. */
export async function tellOfStimulus(tools: JobTools, stimulus: ClaimedStimulus, tell: FinalHandler): Promise<void> {
  const afterwards: AfterCommit[] = [];
  await begin(tools.db.sql, async (tx) => {
    const bound = bindWorkspace(tx, stimulus.workspaceId);
    await Promise.all([bound, tell(contextFor(tools, tx, stimulus, afterwards), stimulus)]);
  });
  for (const done of afterwards) await done();
}

interface TakenRow extends Omit<ClaimedStimulus, 'workspace'>, Omit<Workspace, 'id'> {
  readonly isLeadFree: boolean;
}

/** Binds the transaction to the stimulus's workspace, locks its lead and removes it, or says that somebody else has the lead. */
async function takeStimulus(tx: Tx, at: Date): Promise<{ stimulus: ClaimedStimulus; isLeadFree: boolean } | undefined> {
  const [row] = await tx<TakenRow[]>`
    select workspace_id, id, lead_id, kind, payload, attempts, slug, name, time_zone, country, locale, is_test, is_lead_free
    from take_stimulus(${at})`;
  if (!row) return undefined;
  const { slug, name, timeZone, country, locale, isLeadFree, ...stimulus } = row;
  const workspace = { id: row.workspaceId, slug, name, timeZone, country, locale };
  return { stimulus: { ...stimulus, workspace }, isLeadFree };
}

async function leaveForNextLook(ctx: TxCtx, stimulus: ClaimedStimulus): Promise<void> {
  await change(ctx, stimulus, { availableAt: new Date(ctx.at.getTime() + BUSY_MS) });
}

/** Whether it is set aside now. */
async function countFailure(ctx: TxCtx, stimulus: ClaimedStimulus, error: unknown): Promise<boolean> {
  const attempts = stimulus.attempts + 1;
  const isDead = attempts >= MAX_ATTEMPTS;
  const availableAt = new Date(ctx.at.getTime() + (RETRY_AFTER_MS[stimulus.attempts] ?? 0));
  const deadAt = isDead ? ctx.at : null;
  const isCounted = await change(ctx, stimulus, { attempts, lastError: reasonOf(error), availableAt, deadAt });
  return isCounted && isDead;
}

interface Change {
  readonly availableAt: Date;
  readonly attempts?: number;
  readonly lastError?: string;
  readonly deadAt?: Date | null;
}

/** Changes a stimulus that is as it was claimed and that nobody has; whether it did. */
async function change(
  { tx }: TxCtx,
  { workspaceId, id, attempts }: ClaimedStimulus,
  columns: Change,
): Promise<boolean> {
  const changed = await tx`
    update stimuli s set ${tx({ ...columns })}
    from (
      select id from stimuli
      where workspace_id = ${workspaceId} and id = ${id} and attempts = ${attempts} and dead_at is null
      for update skip locked) free
    where s.workspace_id = ${workspaceId} and s.id = free.id
    returning s.id`;
  return changed.length > 0;
}

function contextFor(tools: JobTools, tx: Tx, { id, workspace, isTest }: ClaimedStimulus, afterwards: AfterCommit[]) {
  const ctx: Ctx = {
    ...tools,
    workspace,
    isTest,
    actor: { kind: 'system', id: null },
    scopes: new Set(scopes),
    requestId: id,
  };
  return insideTransaction(ctx, tx, afterwards);
}
