import type { z } from 'zod';
import { conflict } from '../kernel/errors.ts';
import type { AnswerMemory } from '../kernel/operation.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { Ctx } from './database.ts';

/**
 * Keeps an answer with a secret in it sealed, for the day that it is remembered: whoever missed the first answer is
 * given the secret by asking again. Raises `conflict` secret_not_kept where the installation's key has gone meanwhile.
 */
export function sealedAnswer<R>(operationId: string, schema: z.ZodType<R>): AnswerMemory<Ctx, R> {
  const placeOf = ({ workspace }: Ctx) => `idempotency_keys ${workspace.id} ${operationId}`;
  return {
    keep: (ctx, result) => ctx.secrets.seal(JSON.stringify(result), placeOf(ctx)),
    recall: async (ctx, kept) => schema.parse(JSON.parse(open(ctx.secrets, kept, placeOf(ctx)))),
  };
}

function open(secrets: Secrets, kept: unknown, place: string): string {
  try {
    return secrets.open(String(kept), place);
  } catch {
    throw conflict(
      'secret_not_kept',
      "It was made, but its secret cannot be shown again: the installation's key was changed meanwhile. Make another with a new Idempotency-Key, and remove the one that nobody has the secret of.",
    );
  }
}
