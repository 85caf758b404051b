import type { Ctx } from '../../db/database.ts';
import { FoyerError } from '../../kernel/errors.ts';

/** Open at once in one process. A stream holds some 40 kB, and 2,000 of them are what one process is measured with. */
export const MOST_OF_KEY = 500;
export const MOST_OF_WORKSPACE = 2_000;
const RETRY_AFTER_SECONDS = 30;

const countsOf = new WeakMap<object, Map<string, number>>();

/** Room for one more open stream, of its key and of its workspace. Returns what gives it back. Raises `rate_limited`. */
export function takeStreamRoom({ db, workspace, actor }: Ctx): () => void {
  const counts = countsOf.get(db) ?? new Map<string, number>();
  countsOf.set(db, counts);
  const limits = [
    { id: `key ${actor.id}`, of: 'This key', most: MOST_OF_KEY },
    { id: workspace.id, of: 'This workspace', most: MOST_OF_WORKSPACE },
  ];
  const full = limits.find(({ id, most }) => (counts.get(id) ?? 0) >= most);
  if (full) {
    const message = `${full.of} has ${full.most} streams open, as many as it may. Close one, or share one among those who listen.`;
    const facts = { limit: full.most };
    throw new FoyerError('rate_limited', message, {
      reason: 'too_many_streams',
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      facts,
    });
  }
  const add = (more: number) => {
    for (const { id } of limits) {
      const count = (counts.get(id) ?? 0) + more;
      if (count > 0) counts.set(id, count);
      else counts.delete(id);
    }
  };
  add(1);
  return () => add(-1);
}
