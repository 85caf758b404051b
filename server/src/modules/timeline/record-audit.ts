import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';

export interface NewAudit {
  /** The verb's name, such as `createLead`. */
  readonly verb: string;
  readonly objectType: string;
  readonly objectId: string | null;
  /** Names of what changed, never the values. */
  readonly changed?: readonly string[];
}

/** Writes who did what to which object, in the verb's own transaction. */
export async function recordAudit(ctx: TxCtx, audit: NewAudit): Promise<void> {
  const id = ctx.newId(ctx.at);
  await ctx.tx`
    insert into audit_log (workspace_id, id, actor_kind, actor_id, verb, object_type, object_id, changed, request_id, created_at)
    values (${ctx.workspace.id}, ${id}, ${ctx.actor.kind}, ${ctx.actor.id}, ${audit.verb}, ${audit.objectType},
      ${audit.objectId}, ${[...(audit.changed ?? [])]}, ${ctx.requestId}, ${timeOfId(id)})`;
}
