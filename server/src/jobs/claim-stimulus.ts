import { begin } from '../db/begin.ts';
import { bindWorkspace, type Ctx, type Database, insideTransaction, type Tx, type TxCtx } from '../db/database.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log, Workspace } from '../kernel/ctx.ts';
import { scopes } from '../kernel/scopes.ts';

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
}

export type StimulusHandler = (ctx: TxCtx, stimulus: ClaimedStimulus) => Promise<void>;

/** Raised out of a claim's transaction, with what it was working on. */
export class StimulusFailure extends Error {
  readonly stimulus: ClaimedStimulus;

  constructor(stimulus: ClaimedStimulus, cause: unknown) {
    super('a stimulus could not be handled', { cause });
    this.stimulus = stimulus;
  }
}

/**
 * Takes the oldest stimulus that is ready, handles it and removes it, in one transaction: a process that dies leaves it
 * to others. Whether there was one. Raises `StimulusFailure` after the rollback.
 */
export async function handleNextStimulus(tools: JobTools, handle: StimulusHandler): Promise<boolean> {
  const afterwards: (() => void)[] = [];
  const found = await begin(tools.db.sql, async (tx) => {
    const [stimulus] = await tx<ClaimedStimulus[]>`
      select workspace_id, id, lead_id, kind, payload, attempts from claim_stimulus(${tools.clock.now()})`;
    if (!stimulus) return false;
    try {
      const ctx = await contextFor(tools, tx, stimulus, afterwards);
      await handle(ctx, stimulus);
      await tx`delete from stimuli where workspace_id = ${stimulus.workspaceId} and id = ${stimulus.id}`;
      return true;
    } catch (error) {
      throw new StimulusFailure(stimulus, error);
    }
  });
  for (const done of afterwards) done();
  return found;
}

/** Sets a stimulus aside for good and lets `tell` say so, in one transaction. */
export async function setStimulusAside(
  tools: JobTools,
  stimulus: ClaimedStimulus,
  tell: StimulusHandler,
): Promise<void> {
  const afterwards: (() => void)[] = [];
  await begin(tools.db.sql, async (tx) => {
    const ctx = await contextFor(tools, tx, stimulus, afterwards);
    await tx`
      update stimuli set attempts = attempts + 1, dead_at = ${ctx.at}
      where workspace_id = ${stimulus.workspaceId} and id = ${stimulus.id}`;
    await tell(ctx, stimulus);
  });
  for (const done of afterwards) done();
}

async function contextFor(
  tools: JobTools,
  tx: Tx,
  stimulus: ClaimedStimulus,
  afterwards: (() => void)[],
): Promise<TxCtx> {
  await bindWorkspace(tx, stimulus.workspaceId);
  const [row] = await tx<(Workspace & { isTest: boolean })[]>`
    select w.id, w.slug, w.name, w.time_zone, w.country, w.locale, l.is_test
    from workspaces w join leads l on l.workspace_id = w.id
    where w.id = ${stimulus.workspaceId} and l.id = ${stimulus.leadId}`;
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
