import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { isUuid } from '../../kernel/ids.ts';
import { bearsTag, isOfAgent, stillBearsTag } from './lead-filters.ts';
import { removeLeads } from './remove-leads.ts';

export interface LeadSelection {
  readonly agentId?: string | undefined;
  readonly leadIds?: readonly string[] | undefined;
  readonly tag?: string | undefined;
  readonly all?: true | undefined;
}

/** Leads in one transaction: their locks are held for about a second. */
const AT_ONCE = 500;

/**
 * Deletes softly all leads that fit what is given, each as `deleteLead` does; ids that are none are passed over. What
 * is made meanwhile stays. Returns how many. Done in parts: after a failure the call can be made again for the rest.
 * Raises `invalid_input` where nothing says which.
 */
export async function deleteLeads(ctx: Ctx, selection: LeadSelection): Promise<{ deleted: number }> {
  requireScope(ctx, 'leads:write');
  const { leadIds, tag, all } = selection;
  if (leadIds === undefined && tag === undefined && all !== true) {
    throw invalidInput('Say which leads: by their ids, by a tag, or all.');
  }
  const until = ctx.newId(ctx.clock.now());
  let deleted = 0;
  for (;;) {
    const ids = await transaction(ctx, async (tctx) => {
      const found = await lockSome(tctx, selection, until);
      if (found.length > 0) await removeLeads(tctx, found, 'deleteLeads');
      return found;
    });
    deleted += ids.length;
    if (ids.length < AT_ONCE) return { deleted };
  }
}

async function lockSome(ctx: TxCtx, { agentId, leadIds, tag }: LeadSelection, until: string): Promise<string[]> {
  const { tx, workspace, isTest } = ctx;
  const rows = await tx<{ id: string }[]>`
    select l.id from leads l
    where l.workspace_id = ${workspace.id} and l.is_test = ${isTest} and l.deleted_at is null and l.id < ${until}
      ${leadIds === undefined ? tx`` : tx`and l.id = any (${leadIds.filter(isUuid)}::uuid[])`}
      ${isOfAgent(tx, agentId)} ${bearsTag(tx, tag)} ${stillBearsTag(tx, tag)}
    order by l.id limit ${AT_ONCE} for no key update`;
  return rows.map(({ id }) => id);
}
