import type { Notifier, Recipient } from '../../adapters/notifiers/port.ts';
import { begin } from '../../db/begin.ts';
import { bindWorkspace } from '../../db/database.ts';
import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { type Loop, startLoop } from '../../jobs/loop.ts';
import { reasonOf } from '../../kernel/startup-error.ts';

const LOOK_MS = 10_000;
/** A notifier that takes longer, fails, or whose process dies leaves it to the next. */
const AGAIN_MS = 5 * 60_000;

/** Tells owners of endpoints that Foyer disabled, until stopped. */
export function startTellingOwners(tools: JobTools, notifier: Notifier): Loop {
  const work = () => tellNext(tools, notifier);
  const name = 'webhook owners';
  return startLoop(tools, { name, signal: name, concurrency: 1, idleMs: LOOK_MS, work });
}

async function tellNext({ db, clock, log }: JobTools, notifier: Notifier): Promise<boolean> {
  const now = clock.now();
  const [taken] = await db.sql<{ workspaceId: string; id: string }[]>`
    select workspace_id, id from take_webhook_endpoint_to_tell(${now}, ${new Date(now.getTime() + AGAIN_MS)})`;
  if (!taken) return false;
  const { workspaceId, id } = taken;
  const found = await begin(db.sql, async (tx) => {
    await bindWorkspace(tx, workspaceId);
    const [endpoint] = await tx<{ url: string; disabledReason: string; disabledAt: Date }[]>`
      select url, disabled_reason, disabled_at from webhook_endpoints where workspace_id = ${workspaceId} and id = ${id}`;
    const to = await tx<Recipient[]>`
      select id as member_id, coalesce(notify_to, email) as address from members
      where workspace_id = ${workspaceId} and role = 'owner' and is_active order by id`;
    return { endpoint, to: [...to] };
  });
  if (!found.endpoint) return true;
  const { url, disabledReason, disabledAt } = found.endpoint;
  const text = `The webhook endpoint ${url} was disabled: ${disabledReason}. Enable it again once it works; what happened meanwhile can be replayed.`;
  try {
    const idempotencyKey = `${id} ${disabledAt.toISOString()}`;
    await notifier.tell(
      { workspaceId, subject: 'A webhook endpoint was disabled', text, to: found.to },
      { idempotencyKey },
    );
  } catch (error) {
    log.warn({ notifier: notifier.name, endpointId: id, reason: reasonOf(error) }, 'owners could not be told yet');
    return true;
  }
  await begin(db.sql, async (tx) => {
    await bindWorkspace(tx, workspaceId);
    await tx`
      update webhook_endpoints set tell_owner_at = null
      where workspace_id = ${workspaceId} and id = ${id} and disabled_at = ${disabledAt}`;
  });
  return true;
}
