import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { requireLead } from '../leads/index.ts';
import { type Call, selectCalls } from './call.ts';

/** A lead's call that was made last, or null where there was none. Raises `not_found` for the lead. */
export async function getNewestCall(ctx: Ctx, { leadId }: { leadId: string }): Promise<Call | null> {
  requireScope(ctx, 'conversations:read');
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    const [, calls] = await Promise.all([
      requireLead(tctx, leadId),
      selectCalls(tx, tx`where c.workspace_id = ${workspace.id} and c.lead_id = ${leadId} order by c.id desc limit 1`),
    ]);
    return calls[0] ?? null;
  });
}
