import { z } from 'zod';
import type { PublicCtx } from '../../http/face.ts';
import { receiveIntake } from '../../modules/intake-hooks/index.ts';

export const hookParams = z.strictObject({
  token: z.string().min(1).max(200).describe('The last part of its address.'),
});
export const hookBody = z.record(z.string(), z.unknown());

/** Takes a lead at a hook's address. Raises `not_found` for an unknown or inactive hook, `invalid_input`. */
export async function receiveHook(ctx: PublicCtx, token: string, payload: z.infer<typeof hookBody>) {
  await receiveIntake(ctx, { token, payload });
  return { success: true as const };
}
