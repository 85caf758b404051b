import type { RequestCtx } from './admit.ts';

interface Readmission {
  /** Looks the key up and gives the context that it opens now. */
  again(): Promise<RequestCtx>;
}

/**
 * Does what a request asks for, for a caller whose key may only be recalled. Whatever came of it before the key was
 * confirmed, an error too, may be due to what the key was: it is left, and done once more for what the key is. Nothing
 * but reading may be done so. Raises what `work` raises, and as the readmission.
 */
export async function withConfirmedKey<T>(
  ctx: RequestCtx,
  { again }: Readmission,
  work: (ctx: RequestCtx) => Promise<T>,
): Promise<T> {
  const claim = 'claim' in ctx ? ctx.claim : undefined;
  if (!claim) return work(ctx);
  try {
    const outcome = await work(ctx);
    if (claim.isConfirmed) return outcome;
  } catch (error) {
    if (claim.isConfirmed) throw error;
  }
  return work(await again());
}
