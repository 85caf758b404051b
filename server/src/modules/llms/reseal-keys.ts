import { begin } from '../../db/begin.ts';
import { bindWorkspace } from '../../db/database.ts';
import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { type Loop, startLoop } from '../../jobs/loop.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import { reasonOf } from '../../kernel/startup-error.ts';
import { placeOf } from './llm.ts';

const DAY_MS = 86_400_000;

/** Seals anew the keys that an older key of the installation sealed: at the start, as it changes by a restart, and once a day. */
export function startResealingKeys(tools: JobTools): Loop {
  const work = () => resealSome(tools);
  return startLoop(tools, { name: 'sealing of model keys', signal: 'sealing', concurrency: 1, idleMs: DAY_MS, work });
}

/** Whether any was. One that cannot be opened stays as it is, and keeps no other from being sealed anew. */
async function resealSome({ db, secrets, log }: JobTools): Promise<boolean> {
  const prefix = secrets.seal('', '').split('.').slice(0, 2).join('.');
  const found = await db.sql<{ workspaceId: string }[]>`select workspace_id from llms_to_reseal(${`${prefix}.`})`;
  let resealed = 0;
  for (const { workspaceId } of found) {
    await begin(db.sql, async (tx) => {
      await bindWorkspace(tx, workspaceId);
      const [row] = await tx<{ apiKey: string | null }[]>`
        select api_key from llms where workspace_id = ${workspaceId} for update`;
      if (!row || row.apiKey === null || secrets.isCurrent(row.apiKey)) return;
      const place = placeOf(workspaceId);
      const opened = tryToOpen(secrets, row.apiKey, place);
      if ('reason' in opened) {
        log.error({ workspaceId, reason: opened.reason }, 'the key of a language model cannot be sealed anew');
        return;
      }
      await tx`update llms set api_key = ${secrets.seal(opened.text, place)} where workspace_id = ${workspaceId}`;
      resealed += 1;
    });
  }
  return resealed > 0;
}

function tryToOpen(secrets: Secrets, sealed: string, place: string): { text: string } | { reason: string } {
  try {
    return { text: secrets.open(sealed, place) };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}
