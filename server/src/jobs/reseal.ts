import { begin } from '../db/begin.ts';
import { bindWorkspace } from '../db/database.ts';
import type { Secrets } from '../kernel/secrets.ts';
import { reasonOf } from '../kernel/startup-error.ts';
import type { JobTools } from './claim-stimulus.ts';
import { type Loop, startLoop } from './loop.ts';

const DAY_MS = 86_400_000;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Rows with sealed columns. */
export interface SealedRows {
  readonly table: 'automations' | 'llms' | 'webhook_endpoints';
  /** What names a row in its workspace; `workspaceId` where it has one at most. */
  readonly key: 'id' | 'workspaceId';
  readonly columns: readonly string[];
  placeOf(workspaceId: string, id: string): string;
}

interface Found {
  readonly workspaceId: string;
  readonly id: string;
}

/**
 * Seals anew what an older key of the installation sealed: at the start, as a key changes by a restart, and once a day.
 * What cannot be opened stays as it is and is logged; it keeps nothing else from being sealed anew.
 */
export function startResealing(tools: JobTools, kinds: readonly SealedRows[]): Loop {
  const first: Found = { workspaceId: NOBODY, id: NOBODY };
  let turn = 0;
  let after = first;
  const work = async () => {
    const kind = kinds[turn];
    const last = kind && (await resealSome(tools, kind, after));
    if (!last) turn = kind ? turn + 1 : 0;
    after = last ?? first;
    return kind !== undefined;
  };
  return startLoop(tools, { name: 'sealing', signal: 'sealing', concurrency: 1, idleMs: DAY_MS, work });
}

/** The last row that it looked at; undefined where there are no more. */
async function resealSome(tools: JobTools, kind: SealedRows, after: Found): Promise<Found | undefined> {
  const prefix = tools.secrets.seal('', '').split('.').slice(0, 2).join('.');
  const found = await tools.db.sql<Found[]>`
    select workspace_id, id from rows_to_reseal(${kind.table}, ${`${prefix}.`}, ${after.workspaceId}, ${after.id})`;
  for (const row of found) await resealRow(tools, kind, row);
  return found.at(-1);
}

async function resealRow({ db, secrets, log }: JobTools, kind: SealedRows, { workspaceId, id }: Found): Promise<void> {
  const { table, key, columns } = kind;
  const place = kind.placeOf(workspaceId, id);
  await begin(db.sql, async (tx) => {
    await bindWorkspace(tx, workspaceId);
    const [row] = await tx<Record<string, string | null>[]>`
      select ${tx([...columns])} from ${tx(table)}
      where workspace_id = ${workspaceId} and ${tx(key)} = ${id} for no key update`;
    const anew: Record<string, string> = {};
    for (const [column, sealed] of Object.entries(row ?? {})) {
      if (sealed === null || secrets.isCurrent(sealed)) continue;
      const opened = tryToOpen(secrets, sealed, place);
      if ('text' in opened) anew[column] = secrets.seal(opened.text, place);
      else log.error({ table, workspaceId, id, column, reason: opened.reason }, 'a secret cannot be sealed anew');
    }
    if (Object.keys(anew).length === 0) return;
    await tx`update ${tx(table)} set ${tx(anew)} where workspace_id = ${workspaceId} and ${tx(key)} = ${id}`;
  });
}

function tryToOpen(secrets: Secrets, sealed: string, place: string): { text: string } | { reason: string } {
  try {
    return { text: secrets.open(sealed, place) };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}
