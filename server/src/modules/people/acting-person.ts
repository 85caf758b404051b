import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';

export const memberIdInput = z.uuid().optional().describe('Who does it, where it is known: a member.');

/** The caller as the timeline names it: the member who acts, where one is named. The audit keeps naming the key. */
export function asPerson(ctx: TxCtx, memberId: string | undefined): TxCtx {
  return memberId === undefined ? ctx : { ...ctx, actor: { kind: 'person', id: memberId } };
}
