import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';
import { insertTag, refuseUsed } from './create-tag.ts';
import { lockTags, selectTags, type Tag, tagName, tagSchema } from './tag.ts';

/**
 * Gives a tag another name on every lead that bears it, of whatever agent. Raises `not_found`, and `conflict`
 * (`tag_exists`) where the new name is another tag's; another case of its own name is none.
 */
export async function renameTag(ctx: Ctx, { name, newName }: { name: string; newName: string }): Promise<Tag> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    await lockTags(tctx);
    const [before] = await selectTags(tctx, { name });
    if (!before) throw notFound('tag');
    if (!(await isSameTag(tctx, name, newName))) await refuseUsed(tctx, newName);
    const id = await renameRow(tctx, name, newName);
    const leadCount = await renameOnLeads(tctx, name, newName);
    await Promise.all([
      recordEvent(tctx, { type: 'tag.renamed', data: { tagId: id, leadCount } }),
      recordAudit(tctx, { verb: 'renameTag', objectType: 'tag', objectId: id, changed: ['name'] }),
    ]);
    return { name: newName, leadCount };
  });
}

/** As Postgres folds case, which is what keeps tags apart. */
async function isSameTag({ tx }: TxCtx, one: string, other: string): Promise<boolean> {
  const [row] = await tx<{ isSame: boolean }[]>`select lower(${one}) = lower(${other}) as is_same`;
  return row?.isSame === true;
}

/** The id of the tag's row, made now where only leads knew it: nothing else keeps the new spelling. */
async function renameRow(ctx: TxCtx, name: string, newName: string): Promise<string> {
  const { tx, workspace, isTest } = ctx;
  const [row] = await tx<{ id: string }[]>`
    update tags set name = ${newName}
    where workspace_id = ${workspace.id} and is_test = ${isTest} and lower(name) = lower(${name}) returning id`;
  return row?.id ?? (await insertTag(ctx, newName));
}

/** How many leads bear it under the new name. They are locked in the order of their ids, as a merge locks its two. */
async function renameOnLeads({ tx, at, workspace, isTest }: TxCtx, name: string, newName: string): Promise<number> {
  const renamed = await tx`
    with bearers as (
      select l.id from leads l
      where l.workspace_id = ${workspace.id} and l.is_test = ${isTest} and l.deleted_at is null
        and lower(${name}) in (select lower(t.name) from unnest(l.tags) as t (name))
      order by l.id for update
    )
    update leads l set updated_at = ${at}, revision = l.revision + 1, tags = array(
      select case when lower(t.name) = lower(${name}) then ${newName} else t.name end
      from unnest(l.tags) with ordinality as t (name, position) order by t.position)
    from bearers where l.workspace_id = ${workspace.id} and l.id = bearers.id`;
  return renamed.count;
}

export const renameTagOperation = defineOperation({
  operationId: 'renameTag',
  method: 'POST',
  path: '/v1/tags/rename',
  tag: 'Tags',
  summary: 'Rename a tag',
  description: 'On every lead that bears it. A name that is another tag is refused: tags do not merge.',
  auth: 'key',
  scope: 'leads:write',
  body: z.strictObject({ name: tagName.describe('As it is now, in any case.'), newName: tagName }),
  success: { status: 200, description: 'The tag under its new name.', schema: tagSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { body }) => renameTag(ctx, body),
});
