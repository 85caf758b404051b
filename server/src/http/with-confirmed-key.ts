import type { RequestCtx } from './admit.ts';
import { readDatabaseTrouble } from './database-trouble.ts';

interface Readmission {
  /** Looks the key up and gives the context that it opens now. */
  again(): Promise<RequestCtx>;
}

/**
 * Does what a request asks for, for a caller whose key may only be recalled. Whatever came of it before the key was
 * confirmed, an error too, may be due to what the key was: it is left, and done once more for what the key is; but that
 * the database is away is said at once. Nothing but reading may be done so. Raises what `work` raises, and as the
 * readmission.
 */
export async function withConfirmedKey<T>(
  ctx: RequestCtx,
  { again }: Readmission,
  work: (ctx: RequestCtx) => Promise<T>,
): Promise<T> {
  const claim = 'keyClaim' in ctx ? ctx.keyClaim : undefined;
  if (!claim) return work(ctx);
  try {
    const outcome = await work(ctx);
    if (claim.isConfirmed) return outcome;
  } catch (error) {
    if (claim.isConfirmed || readDatabaseTrouble(error) !== undefined) throw error;
  }
  return work(await again());
}
