import { type Ctx, type PortalCtx, type TxCtx, transaction } from '../../db/database.ts';
import { isAskedFor } from '../../engagement/checklist/wanted.ts';
import { notFound } from '../../kernel/errors.ts';
import type { Scope } from '../../kernel/scopes.ts';
import { type ItemRow, selectItems, selectValues } from '../checklist/index.ts';
import { lockLead } from '../leads/index.ts';

/** What the holder of a link may do by the verbs of others, with its own lead alone. */
const ownScopes: ReadonlySet<Scope> = new Set(['leads:read', 'leads:write']);

interface PortalLead {
  readonly ctx: Ctx;
  readonly leadId: string;
}

/** The lead that a link opens: its own, or the one that it was merged into. Raises `not_found` where it is gone. */
export function findPortalLead(ctx: PortalCtx): Promise<PortalLead> {
  return transaction(ctx, async (tctx) => {
    const { leadId, isTest } = await readLead(tctx, ctx.leadId);
    return { ctx: { ...ctx, ...asLead(leadId, isTest) }, leadId };
  });
}

/** The same in one transaction with `work`, which has the lead's lock. */
export function withPortalLead<T>(ctx: PortalCtx, work: (ctx: TxCtx, leadId: string) => Promise<T>): Promise<T> {
  return transaction(ctx, async (tctx) => {
    const { leadId, isTest } = await readLead(tctx, ctx.leadId);
    const own: TxCtx = { ...tctx, ...asLead(leadId, isTest) };
    await lockLead(own, leadId);
    return work(own, leadId);
  });
}

/** An item that is asked for now. Raises `not_found` for any other. */
export async function requireAskedItem(ctx: TxCtx, leadId: string, itemId: string): Promise<ItemRow> {
  const [items, values] = await Promise.all([selectItems(ctx, leadId), selectValues(ctx, leadId)]);
  const row = items.find(({ id }) => id === itemId.toLowerCase());
  if (!row || !isAskedFor(row, values)) throw notFound('checklist item');
  return row;
}

function asLead(leadId: string, isTest: boolean): Pick<Ctx, 'actor' | 'scopes' | 'isTest'> {
  return { actor: { kind: 'lead', id: leadId }, scopes: ownScopes, isTest };
}

async function readLead({ tx, workspace }: TxCtx, leadId: string): Promise<{ leadId: string; isTest: boolean }> {
  const [row] = await tx<{ leadId: string; isTest: boolean }[]>`
    with recursive person as (
      select id, merged_into_id, deleted_at, is_test from leads
      where workspace_id = ${workspace.id} and id = ${leadId}
      union
      select l.id, l.merged_into_id, l.deleted_at, l.is_test from leads l
      join person p on l.id = p.merged_into_id where l.workspace_id = ${workspace.id}
    )
    select id as lead_id, is_test from person where deleted_at is null limit 1`;
  if (!row) throw notFound('page');
  return row;
}
