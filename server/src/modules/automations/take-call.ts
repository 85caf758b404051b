import { begin } from '../../db/begin.ts';
import { type AfterCommit, bindWorkspace, insideTransaction, type Tx, type TxCtx } from '../../db/database.ts';
import type { JobTools } from '../../jobs/claim-stimulus.ts';
import type { Workspace } from '../../kernel/ctx.ts';
import { systemCtx } from '../workspaces/index.ts';
import { type Acting, finish } from './finish.ts';
import type { HttpRequest } from './render-action.ts';

/** The first, and one more where that may help. */
export const MAX_ATTEMPTS = 2;
/** Longer than a request may take. */
const LEASE_MS = 60_000;

/** A request that this process has taken, and is to send. */
export interface Call extends Acting {
  readonly workspace: Workspace;
  readonly isTest: boolean;
  readonly request: HttpRequest;
  readonly sealedHeaders: string | null;
  readonly idempotencyKey: string;
  /** This one among them. */
  readonly attempts: number;
  readonly retriesUnknown: boolean;
}

export interface TakenCall {
  readonly workspaceId: string;
  /** What is to be sent; missing where nothing is, as where the lead is gone. */
  readonly call?: Call;
}

/**
 * Takes the request that waits longest of all workspaces but the `crowded`, and counts the attempt before anything is
 * sent; undefined where none waits. One that a process died over is unknown from here on, unless its rule has such sent
 * again: then it is taken a second time.
 */
export async function takeCall(tools: JobTools, crowded: readonly string[]): Promise<TakenCall | undefined> {
  const now = tools.clock.now();
  const afterwards: AfterCommit[] = [];
  const taken = await begin(tools.db.sql, async (tx): Promise<TakenCall | undefined> => {
    const [row] = await tx<TakenRow[]>`
      select workspace_id, id, was_sending
      from take_automation_call(${now}, ${new Date(now.getTime() + LEASE_MS)}, ${[...crowded]}::uuid[])`;
    if (!row) return undefined;
    const { workspaceId } = row;
    const [, found] = await Promise.all([bindWorkspace(tx, workspaceId), readCall(tx, row)]);
    if (!found) return { workspaceId };
    const { isGone, ...call } = found;
    const ctx = insideTransaction(systemCtx(tools, call.workspace, call), tx, afterwards);
    const isLost = row.wasSending && !(call.retriesUnknown && call.attempts < MAX_ATTEMPTS);
    if (isGone) await finish(ctx, call, { state: 'skipped', words: 'the lead was deleted' });
    else if (isLost) await finish(ctx, call, { state: 'unknown', words: LOST });
    if (isGone || isLost) return { workspaceId };
    const [counted] = await tx<{ attempts: number }[]>`
      update automation_firings set attempts = attempts + 1
      where workspace_id = ${workspaceId} and id = ${row.id} returning attempts`;
    return { workspaceId, call: { ...call, attempts: counted?.attempts ?? 0 } };
  });
  for (const done of afterwards) await done();
  return taken;
}

interface TakenRow {
  readonly workspaceId: string;
  readonly id: string;
  readonly wasSending: boolean;
}

const LOST = 'the request was under way when its process ended; whether it arrived is not known';

/** Runs `work` in a transaction of the call's workspace, after the request. */
export async function inCall(tools: JobTools, call: Call, work: (ctx: TxCtx) => Promise<void>): Promise<void> {
  const afterwards: AfterCommit[] = [];
  await begin(tools.db.sql, async (tx) => {
    const ctx = insideTransaction(systemCtx(tools, call.workspace, call), tx, afterwards);
    await Promise.all([bindWorkspace(tx, call.workspace.id), work(ctx)]);
  });
  for (const done of afterwards) await done();
}

interface CallRow {
  readonly firingId: string;
  readonly leadId: string;
  readonly automation: Acting['automation'];
  readonly workspace: Workspace;
  readonly request: HttpRequest;
  readonly sealedHeaders: string | null;
  readonly round: number;
  readonly attempts: number;
  readonly retriesUnknown: boolean;
  readonly isTest: boolean;
  readonly isGone: boolean;
}

async function readCall(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  const [row] = await tx<CallRow[]>`
    select f.id as firing_id, f.lead_id, json_build_object('id', a.id, 'name', a.name) as automation,
      json_build_object('id', w.id, 'slug', w.slug, 'name', w.name, 'timeZone', w.time_zone, 'country', w.country,
        'locale', w.locale) as workspace,
      f.request, a.sealed_headers, f.round, f.attempts, a.retries_unknown, l.is_test, l.deleted_at is not null as is_gone
    from automation_firings f
    join automations a on a.workspace_id = f.workspace_id and a.id = f.automation_id
    join leads l on l.workspace_id = f.workspace_id and l.id = f.lead_id
    join workspaces w on w.id = f.workspace_id
    where f.workspace_id = ${workspaceId} and f.id = ${id}`;
  if (!row) return undefined;
  const { round, ...call } = row;
  return { ...call, idempotencyKey: round === 0 ? row.firingId : `${row.firingId}-${round}` };
}
