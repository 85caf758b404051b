import { setTimeout } from 'node:timers/promises';
import { begin } from '../../db/begin.ts';
import { bindWorkspace } from '../../db/database.ts';
import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { type Loop, startLoop } from '../../jobs/loop.ts';

/** Some 20 ms of a processor, after which others have their turn. */
const PART = 200;
const REST_MS = 50;
const LOOK_MS = 5_000;
/** Below every id: where a round begins. */
const FIRST = '00000000-0000-0000-0000-000000000000';
/** Of our choosing: who holds it renews, the other workers wait. */
const RENEWAL_LOCK = 7_310_513;

interface Round {
  readonly workspaceId: string;
  readonly catalogueRevision: number;
  /** The last lead that was looked at. */
  after: string;
}

/**
 * Renews the snapshots of leads after a name that they are shown with has changed, and makes those that there never
 * were, a part at a time, one workspace after the other and round again. Until then such leads are read right, but
 * slower. What it was at is looked for anew by whoever goes on after a failure or another process.
 */
export function startSnapshotRenewal(tools: JobTools): Loop {
  const rounds = new Map<string, Round>();
  const work = async () => {
    const round = await nextRound(tools, rounds);
    if (!round) return false;
    await renewPart(tools, round, () => rounds.delete(round.workspaceId));
    await setTimeout(REST_MS);
    return true;
  };
  return startLoop(tools, { name: 'snapshots', signal: 'snapshots', concurrency: 1, idleMs: LOOK_MS, work });
}

/** The workspace whose turn it is, of those that have something to renew. */
async function nextRound({ db }: JobTools, rounds: Map<string, Round>): Promise<Round | undefined> {
  const workspaces = await db.sql<{ workspaceId: string; catalogueRevision: number }[]>`
    select workspace_id, catalogue_revision from workspaces_to_renew()`;
  const fresh = workspaces.find(({ workspaceId }) => !rounds.has(workspaceId));
  if (fresh) {
    const round = { ...fresh, after: FIRST };
    rounds.set(fresh.workspaceId, round);
    return round;
  }
  const [oldest] = rounds.values();
  if (!oldest) return undefined;
  // Behind the others, whatever becomes of its part.
  rounds.delete(oldest.workspaceId);
  if (!workspaces.some(({ workspaceId }) => workspaceId === oldest.workspaceId)) return undefined;
  rounds.set(oldest.workspaceId, oldest);
  return oldest;
}

/** A lead that somebody has locked is left out, as he mostly writes its snapshot himself. A newer snapshot stays too. */
function renewPart({ db }: JobTools, round: Round, isDone: () => void): Promise<void> {
  const { workspaceId, catalogueRevision } = round;
  return begin(db.sql, async (tx) => {
    const [lock] = await tx<{ isOurs: boolean }[]>`select pg_try_advisory_xact_lock(${RENEWAL_LOCK}) as is_ours`;
    if (!lock?.isOurs) return;
    await bindWorkspace(tx, workspaceId);
    const leads = await tx<{ id: string }[]>`
      select id from leads where workspace_id = ${workspaceId} and id > ${round.after} and deleted_at is null
      order by id limit ${PART}`;
    const ids = leads.map(({ id }) => id);
    await tx`
      insert into lead_snapshots (workspace_id, lead_id, revision, shown)
      select n.workspace_id, n.lead_id, n.revision, n.shown
      from (
        select id from leads where workspace_id = ${workspaceId} and id = any (${ids}::uuid[])
        order by id for no key update skip locked) free
      join lead_snapshots_now n on n.workspace_id = ${workspaceId} and n.lead_id = free.id
      where not exists (
        select from lead_snapshots s
        where s.workspace_id = n.workspace_id and s.lead_id = n.lead_id and s.revision = n.revision)
      on conflict (workspace_id, lead_id) do update set revision = excluded.revision, shown = excluded.shown
        where lead_snapshots.revision < excluded.revision`;
    round.after = ids.at(-1) ?? round.after;
    if (ids.length === PART) return;
    isDone();
    await tx`
      update workspaces set snapshots_renewed = ${catalogueRevision}
      where id = ${workspaceId} and snapshots_renewed < ${catalogueRevision}`;
  });
}
