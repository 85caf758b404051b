import type { TxCtx } from '../db/database.ts';
import { asJson } from '../db/json.ts';
import { timeOfId } from '../kernel/ids.ts';

export interface NewStimulus {
  readonly leadId: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Puts a stimulus into a lead's inbox, in the transaction of what caused it, and wakes the engine after the commit. */
export async function enqueueStimulus(ctx: TxCtx, { leadId, kind, payload }: NewStimulus): Promise<void> {
  const id = ctx.newId(ctx.at);
  const at = timeOfId(id);
  await ctx.tx`
    insert into stimuli (workspace_id, id, lead_id, kind, payload, available_at, created_at)
    values (${ctx.workspace.id}, ${id}, ${leadId}, ${kind}, ${ctx.tx.json(asJson(payload))}, ${at}, ${at})`;
  ctx.afterCommit(() => ctx.db.signals.send('stimuli'));
}
