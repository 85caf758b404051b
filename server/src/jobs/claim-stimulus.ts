import { begin, savepoint } from '../db/begin.ts';
import {
  type AfterCommit,
  bindWorkspace,
  type Ctx,
  type Database,
  insideTransaction,
  type Tx,
  type TxCtx,
} from '../db/database.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log, Workspace } from '../kernel/ctx.ts';
import type { Files } from '../kernel/files.ts';
import { scopes } from '../kernel/scopes.ts';
import { errorCode, reasonOf } from '../kernel/startup-error.ts';

export interface ClaimedStimulus {
  readonly workspaceId: string;
  readonly id: string;
  readonly leadId: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly attempts: number;
}

/** What the engine's jobs work with. */
export interface JobTools {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: (at: Date) => string;
  readonly log: Log;
  readonly files: Files;
}

export type StimulusHandler = (ctx: TxCtx, stimulus: ClaimedStimulus) => Promise<void>;

/** What came of looking for a stimulus. `busy`: its lead is locked, it stays for the next look. `failed`: it stays, counted, or is set aside (`isDead`) after too many tries. */
export type Handled =
  | { readonly outcome: 'none' | 'done' | 'busy' }
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
 * Takes the oldest stimulus that is ready, handles it and removes it, in one transaction: a process that dies leaves it
 * to others. A failure is undone and counted under the same lock, so that nobody tries again before its time.
 */
export async function handleNextStimulus(tools: JobTools, handle: StimulusHandler): Promise<Handled> {
  const afterwards: AfterCommit[] = [];
  const handled = await begin(tools.db.sql, async (tx): Promise<Handled> => {
    const [stimulus] = await tx<ClaimedStimulus[]>`
      select workspace_id, id, lead_id, kind, payload, attempts from claim_stimulus(${tools.clock.now()})`;
    if (!stimulus) return { outcome: 'none' };
    const ctx = await contextFor(tools, tx, stimulus, afterwards);
    const failure = await savepoint(tx, (inner) => handle({ ...ctx, tx: inner }, stimulus)).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    // The lead is being written to: whoever does that will be done in a moment.
    if (failure && errorCode(failure.error) === LOCK_NOT_AVAILABLE) {
      afterwards.length = 0;
      await tx`
        update stimuli set available_at = ${new Date(ctx.at.getTime() + BUSY_MS)}
        where workspace_id = ${stimulus.workspaceId} and id = ${stimulus.id}`;
      return { outcome: 'busy' };
    }
    if (failure) {
      afterwards.length = 0;
      return { outcome: 'failed', stimulus, ...failure, isDead: await countFailure(ctx, stimulus, failure.error) };
    }
    await tx`delete from stimuli where workspace_id = ${stimulus.workspaceId} and id = ${stimulus.id}`;
    return { outcome: 'done' };
  });
  for (const done of afterwards) await done();
  return handled;
}

/** Lets `tell` say of a stimulus that was set aside, in a transaction of its own: the lead goes on whatever comes of it. */
export async function tellOfStimulus(tools: JobTools, stimulus: ClaimedStimulus, tell: StimulusHandler): Promise<void> {
  const afterwards: AfterCommit[] = [];
  await begin(tools.db.sql, async (tx) => tell(await contextFor(tools, tx, stimulus, afterwards), stimulus));
  for (const done of afterwards) await done();
}

async function countFailure(
  ctx: TxCtx,
  { workspaceId, id, attempts }: ClaimedStimulus,
  error: unknown,
): Promise<boolean> {
  const wait = RETRY_AFTER_MS[attempts] ?? 0;
  const isDead = attempts + 1 >= MAX_ATTEMPTS;
  await ctx.tx`
    update stimuli set attempts = attempts + 1, last_error = ${reasonOf(error)},
      available_at = ${new Date(ctx.at.getTime() + wait)}, dead_at = ${isDead ? ctx.at : null}
    where workspace_id = ${workspaceId} and id = ${id}`;
  return isDead;
}

async function contextFor(
  tools: JobTools,
  tx: Tx,
  stimulus: ClaimedStimulus,
  afterwards: AfterCommit[],
): Promise<TxCtx> {
  const [, [row]] = await Promise.all([
    bindWorkspace(tx, stimulus.workspaceId),
    tx<(Workspace & { isTest: boolean })[]>`
      select w.id, w.slug, w.name, w.time_zone, w.country, w.locale, l.is_test
      from workspaces w join leads l on l.workspace_id = w.id
      where w.id = ${stimulus.workspaceId} and l.id = ${stimulus.leadId}`,
  ]);
  if (!row) throw new Error(`stimulus ${stimulus.id} has lost its lead`);
  const { isTest, ...workspace } = row;
  const ctx: Ctx = {
    ...tools,
    workspace,
    isTest,
    actor: { kind: 'system', id: null },
    scopes: new Set(scopes),
    requestId: stimulus.id,
  };
  return insideTransaction(ctx, tx, afterwards);
}
