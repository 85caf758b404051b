import { begin } from '../../db/begin.ts';
import { bindWorkspace } from '../../db/database.ts';
import type { JobTools } from '../../jobs/claim-stimulus.ts';
import { type Loop, startLoop } from '../../jobs/loop.ts';
import type { OldFile } from '../../kernel/files.ts';
import { isUuid } from '../../kernel/ids.ts';
import { reasonOf } from '../../kernel/startup-error.ts';

const HOUR_MS = 3_600_000;
/** An upload takes an hour at most, from its first file to the row of its last: what is older has no row to come. */
const OLD_MS = 2 * HOUR_MS;
/** So many files are looked up in one statement, between which the loop may end. */
const BATCH = 100;

/** At the start and every hour: removes what a process that was killed left on the disk, and what could not be removed. */
export function startFileSweep(tools: JobTools): Loop {
  let sweep: AsyncGenerator<void> | undefined;
  const work = async () => {
    sweep ??= sweepFiles(tools, new Date(tools.clock.now().getTime() - OLD_MS));
    const isOver = await sweep.next().then(
      ({ done }) => done === true,
      (error: unknown) => {
        sweep = undefined;
        throw error;
      },
    );
    if (isOver) sweep = undefined;
    return !isOver;
  };
  const loop = startLoop(tools, { name: 'file sweep', signal: 'file-sweep', concurrency: 1, idleMs: HOUR_MS, work });
  return {
    stop: async () => {
      await loop.stop();
      await sweep?.return(undefined);
    },
  };
}

/** Removes a batch of files at a time. */
async function* sweepFiles(tools: JobTools, before: Date): AsyncGenerator<void> {
  let batch: OldFile[] = [];
  for await (const file of tools.files.keptBefore(before)) {
    batch.push(file);
    if (batch.length < BATCH) continue;
    await sweepBatch(tools, batch);
    batch = [];
    yield;
  }
  await sweepBatch(tools, batch);
}

async function sweepBatch(tools: JobTools, batch: readonly OldFile[]): Promise<void> {
  const halves = batch.filter(({ isWhole }) => !isWhole);
  const byWorkspace = Map.groupBy(
    batch.filter(({ isWhole }) => isWhole),
    ({ key }) => key.split('/')[0] ?? '',
  );
  const lost: OldFile[] = [...halves];
  for (const [workspaceId, files] of byWorkspace) lost.push(...(await withoutRow(tools, workspaceId, files)));
  let removed = 0;
  for (const file of lost) {
    try {
      await file.remove();
      removed += 1;
    } catch (error) {
      tools.log.warn(
        { storageKey: file.key, reason: reasonOf(error) },
        'a file without a document could not be removed',
      );
    }
  }
  if (removed > 0) tools.log.info({ removed }, 'Removed files that belong to no document.');
}

/**
 * Those that no document names, by keys that begin with a workspace and end with a document, as `keepFiles` makes them. Files of a workspace
 * that this database does not have are left alone: they may be another database's.
 */
async function withoutRow(tools: JobTools, workspaceId: string, files: readonly OldFile[]): Promise<OldFile[]> {
  const byId = new Map(files.map((file) => [file.key.split('/').at(-1) ?? '', file]));
  const ids = [...byId.keys()].filter(isUuid);
  if (!isUuid(workspaceId) || ids.length === 0) return [];
  const lost = await begin(tools.db.sql, async (tx) => {
    await bindWorkspace(tx, workspaceId);
    return tx<{ id: string }[]>`
      select given.id from workspaces w cross join unnest(${ids}::uuid[]) as given (id)
      where w.id = ${workspaceId} and not exists (
        select from documents d
        where d.workspace_id = ${workspaceId} and d.id = given.id and d.deleted_at is null)`;
  });
  return lost.flatMap(({ id }) => byId.get(id) ?? []);
}
