import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict, notFound } from '../../kernel/errors.ts';
import { isUuid } from '../../kernel/ids.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { countBearers, findSpelling, type Tag } from './tag.ts';

export interface Tagging {
  readonly tag: string;
  readonly leadIds: readonly string[];
  /** Whose leads they must be. */
  readonly agentId?: string | undefined;
}

const MAX_TAGS = 100;

/**
 * Gives leads a tag, all or none, in the spelling the tag has; those that bear it stay as they are. Returns the tag with
 * how many bear it now, of the agent where one is given. Raises `not_found` (`leadId`), and `conflict` `too_many_tags`.
 */
export async function tagLeads(ctx: Ctx, { tag, leadIds, agentId }: Tagging): Promise<Tag> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    const name = (await findSpelling(tctx, tag)) ?? tag;
    const bare = await lockBare(tctx, [...new Set(leadIds)], name, agentId);
    await addTag(tctx, bare, name);
    return { name, leadCount: await countBearers(tctx, { name, agentId }) };
  });
}

/** The leads that do not bear it yet, locked in the order of their ids. */
async function lockBare(ctx: TxCtx, leadIds: readonly string[], name: string, agentId: string | undefined) {
  const { tx, workspace, isTest } = ctx;
  const ofAgent = agentId === undefined ? tx`` : tx`and l.agent_id = ${agentId}`;
  const rows = await tx<{ id: string; isBorne: boolean; tagCount: number }[]>`
    select l.id, cardinality(l.tags) as tag_count,
      lower(${name}) in (select lower(t.name) from unnest(l.tags) as t (name)) as is_borne
    from leads l
    where l.workspace_id = ${workspace.id} and l.is_test = ${isTest} and l.deleted_at is null
      and l.id = any (${leadIds.filter(isUuid)}::uuid[]) ${ofAgent}
    order by l.id for no key update`;
  const found = new Set(rows.map(({ id }) => id));
  const missing = leadIds.find((id) => !found.has(id.toLowerCase()));
  if (missing !== undefined) throw notFound('lead');
  const bare = rows.filter(({ isBorne }) => !isBorne);
  const full = bare.find(({ tagCount }) => tagCount >= MAX_TAGS);
  if (full) throw conflict('too_many_tags', `A lead has at most ${MAX_TAGS} tags.`, { leadId: full.id });
  return bare.map(({ id }) => id);
}

async function addTag(ctx: TxCtx, leadIds: readonly string[], name: string): Promise<void> {
  const { tx, at, workspace } = ctx;
  if (leadIds.length === 0) return;
  await tx`
    update leads set tags = tags || ${[name]}::text[], updated_at = ${at}, revision = revision + 1
    where workspace_id = ${workspace.id} and id = any (${[...leadIds]}::uuid[])`;
  const output = { changed: ['tags'], tag: name };
  await Promise.all(
    leadIds.flatMap((leadId) => [
      recordEvent(ctx, { type: 'lead.updated', leadId, data: { changed: ['tags'] } }),
      recordAction(ctx, { leadId, type: 'api_activity', summary: `Tagged ${name}`, output }),
      recordAudit(ctx, { verb: 'tagLeads', objectType: 'lead', objectId: leadId, changed: ['tags'] }),
    ]),
  );
}
