import { begin } from '../../db/begin.ts';
import { bindWorkspace } from '../../db/database.ts';
import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { type Loop, startLoop } from '../../jobs/loop.ts';
import { placeOf } from './endpoint.ts';

const DAY_MS = 86_400_000;

/** Seals anew what an older key sealed: at the start, as a key changes by a restart, and once a day. */
export function startResealing(tools: JobTools): Loop {
  const work = () => resealSome(tools);
  return startLoop(tools, { name: 'sealing', signal: 'sealing', concurrency: 1, idleMs: DAY_MS, work });
}

async function resealSome({ db, secrets }: JobTools): Promise<boolean> {
  const prefix = secrets.seal('', '').split('.').slice(0, 2).join('.');
  const found = await db.sql<{ workspaceId: string; id: string }[]>`
    select workspace_id, id from webhook_endpoints_to_reseal(${`${prefix}.`})`;
  for (const { workspaceId, id } of found) {
    await begin(db.sql, async (tx) => {
      await bindWorkspace(tx, workspaceId);
      const [row] = await tx<{ secret: string | null; oldSecret: string | null; headers: string | null }[]>`
        select secret, old_secret, headers from webhook_endpoints
        where workspace_id = ${workspaceId} and id = ${id} for no key update`;
      if (!row) return;
      const place = placeOf(workspaceId, id);
      const anew = (sealed: string | null) =>
        sealed === null || secrets.isCurrent(sealed) ? sealed : secrets.seal(secrets.open(sealed, place), place);
      const columns = { secret: anew(row.secret), oldSecret: anew(row.oldSecret), headers: anew(row.headers) };
      await tx`update webhook_endpoints set ${tx(columns)} where workspace_id = ${workspaceId} and id = ${id}`;
    });
  }
  return found.length > 0;
}
