import type { Notifier, Recipient } from '../../adapters/notifiers/port.ts';
import { begin } from '../../db/begin.ts';
import { bindWorkspace } from '../../db/database.ts';
import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { startFairLoop, type Taken } from '../../jobs/fair-loop.ts';
import type { Loop } from '../../jobs/loop.ts';

const LOOK_MS = 10_000;
/** In one process. */
const MAX_AT_ONCE = 16;
/** A notifier that takes longer, or whose process dies, leaves it to the next; one that fails is asked again after it, then after twice as long each time. */
const AGAIN_MS = 5 * 60_000;
/** The waits between them grow from 5 minutes to 5 hours 20 minutes: 10 hours 35 minutes in all. */
const MAX_ATTEMPTS = 8;

interface ToTell {
  readonly workspaceId: string;
  readonly id: string;
  /** This one among them. */
  readonly attempts: number;
}

/** Tells owners of endpoints that Foyer disabled, until stopped. */
export function startTellingOwners(tools: JobTools, notifier: Notifier): Loop {
  const take = (crowded: readonly string[]) => takeOwners(tools, notifier, crowded);
  const name = 'webhook owners';
  return startFairLoop(tools, { name, signal: name, idleMs: LOOK_MS, maxAtOnce: MAX_AT_ONCE, take });
}

/** Takes an endpoint whose owners are to be told, of any workspace but the `crowded`; undefined where there is none. */
export async function takeOwners(
  tools: JobTools,
  notifier: Notifier,
  crowded: readonly string[],
): Promise<Taken | undefined> {
  const now = tools.clock.now();
  const [taken] = await tools.db.sql<ToTell[]>`
    select workspace_id, id, attempts
    from take_webhook_endpoint_to_tell(${now}, ${new Date(now.getTime() + AGAIN_MS)}, ${[...crowded]}::uuid[])`;
  return taken && { workspaceId: taken.workspaceId, work: () => tellOwners(tools, notifier, taken) };
}

async function tellOwners({ db, clock, log }: JobTools, notifier: Notifier, taken: ToTell): Promise<void> {
  const { workspaceId, id, attempts } = taken;
  const found = await begin(db.sql, async (tx) => {
    await bindWorkspace(tx, workspaceId);
    const [endpoint] = await tx<{ url: string; disabledReason: string; disabledAt: Date }[]>`
      select url, disabled_reason, disabled_at from webhook_endpoints
      where workspace_id = ${workspaceId} and id = ${id} and disabled_at is not null`;
    const to = await tx<Recipient[]>`
      select m.id as member_id, coalesce(m.notify_to, m.email) as address
      from webhook_endpoints e
        join members m on m.workspace_id = e.workspace_id and m.id = any (coalesce(e.unreached_ids, array[m.id]))
      where e.workspace_id = ${workspaceId} and e.id = ${id} and m.role = 'owner' and m.is_active order by m.id`;
    return { endpoint, to: [...to] };
  });
  if (!found.endpoint) return;
  const { url, disabledReason, disabledAt } = found.endpoint;
  const text = `The webhook endpoint ${url} was disabled: ${disabledReason}. Enable it again once it works; what happened meanwhile can be replayed.`;
  const notice = { workspaceId, subject: 'A webhook endpoint was disabled', text, to: found.to };
  const unreached = await notifier.tell(notice, { idempotencyKey: `${id} ${disabledAt.toISOString()}` });
  const isAgain = attempts < MAX_ATTEMPTS && unreached.some(({ isWorthRetrying }) => isWorthRetrying);
  const again = isAgain ? new Date(clock.now().getTime() + AGAIN_MS * 2 ** (attempts - 1)) : null;
  const facts = { notifier: notifier.name, endpointId: id, attempts, unreached };
  if (again) log.warn(facts, 'not all owners could be told yet that a webhook endpoint was disabled');
  else if (unreached.length > 0) log.error(facts, 'not all owners could be told that a webhook endpoint was disabled');
  await begin(db.sql, async (tx) => {
    await bindWorkspace(tx, workspaceId);
    await tx`
      update webhook_endpoints
      set tell_owner_at = ${again}, unreached_ids = ${again && unreached.map(({ memberId }) => memberId)}::uuid[]
      where workspace_id = ${workspaceId} and id = ${id} and disabled_at = ${disabledAt} and tell_owner_at is not null
        and tell_attempts = ${attempts}`;
  });
}
