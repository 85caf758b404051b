import { begin } from '../db/begin.ts';
import { bindWorkspace, type Database } from '../db/database.ts';
import type { Log } from '../kernel/ctx.ts';
import { Recent } from '../kernel/recent.ts';
import type { KeyHolder } from './authenticate.ts';

const AT_MOST_EVERY_MS = 60_000;
const MOST_KEYS = 10_000;

/** Keeps when a key was last used, to the minute, behind the back of the request. */
export interface LastUse {
  note(holder: KeyHolder, at: Date, log: Log): void;
  /** Resolves when everything noted is written. */
  settle(): Promise<void>;
}

export function createLastUse(db: Database): LastUse {
  const pending = new Map<string, Promise<unknown>>();
  /** What was written since a key was looked up, as one that is recalled is not looked up again. */
  const writtenAt = new Recent<string, number>(MOST_KEYS, () => 1);
  return {
    note: (holder, at, log) => {
      const { keyId, lastUsedAt } = holder;
      if (pending.has(keyId)) return;
      const before = Math.max(lastUsedAt?.getTime() ?? 0, writtenAt.get(keyId) ?? 0);
      if (at.getTime() - before < AT_MOST_EVERY_MS) return;
      const written = write(db, holder, at)
        .then(() => writtenAt.set(keyId, at.getTime()))
        .catch((error: unknown) => log.error({ err: error, keyId }, 'The last use of a key could not be written.'))
        .finally(() => pending.delete(keyId));
      pending.set(keyId, written);
    },
    settle: async () => {
      await Promise.all(pending.values());
    },
  };
}

/** The condition is here once more for the other processes, which may have written it in the meantime. */
async function write(db: Database, { workspace, keyId }: KeyHolder, at: Date): Promise<void> {
  const staleSince = new Date(at.getTime() - AT_MOST_EVERY_MS);
  await begin(db.sql, async (tx) => {
    await bindWorkspace(tx, workspace.id);
    await tx`
      update api_keys set last_used_at = ${at}
      where workspace_id = ${workspace.id} and id = ${keyId} and (last_used_at is null or last_used_at <= ${staleSince})`;
  });
}
