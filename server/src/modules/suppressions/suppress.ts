import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { recordEvent } from '../timeline/index.ts';
import { type Address, hashOf } from './address.ts';
import type { SuppressionReason } from './suppression.ts';

export interface Suppressing extends Address {
  readonly reason: SuppressionReason;
  /** Whose opting out it is, or null where a person alone may lift it. */
  readonly leadId: string | null;
}

/** Writes a suppression, unless the address has one. Returns whether it did. The caller has locked the address. */
export async function suppress(ctx: TxCtx, suppressing: Suppressing): Promise<boolean> {
  const { kind, address, reason, leadId } = suppressing;
  const id = ctx.newId(ctx.at);
  const added = await ctx.tx`
    insert into suppressions (workspace_id, id, kind, address, address_hash, reason, lead_id, created_at)
    values (${ctx.workspace.id}, ${id}, ${kind}, ${address}, ${hashOf(ctx, suppressing)}, ${reason}, ${leadId},
      ${timeOfId(id)})
    on conflict do nothing returning id`;
  if (added.length === 0) return false;
  recordEvent(ctx, { type: 'suppression.added', leadId, data: { suppressionId: id, kind, reason } });
  return true;
}

/** Lifts a suppression; its row stays. The caller has locked the address. */
export async function lift(
  ctx: TxCtx,
  { id, kind, leadId }: { id: string; kind: Address['kind']; leadId: string | null },
): Promise<void> {
  const { tx, at, workspace } = ctx;
  await tx`update suppressions set lifted_at = ${at} where workspace_id = ${workspace.id} and id = ${id}`;
  recordEvent(ctx, { type: 'suppression.lifted', leadId, data: { suppressionId: id, kind } });
}
