import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';
import { lockTags, selectTags, type Tag, tagName, tagSchema } from './tag.ts';

/** Makes a tag that no lead bears yet. Raises `conflict` (`tag_exists`) where there is one, in any case. */
export async function createTag(ctx: Ctx, { name }: { name: string }): Promise<Tag> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    await lockTags(tctx);
    await refuseUsed(tctx, name);
    const id = await insertTag(tctx, name);
    await Promise.all([
      recordEvent(tctx, { type: 'tag.created', data: { tagId: id } }),
      recordAudit(tctx, { verb: 'createTag', objectType: 'tag', objectId: id }),
    ]);
    return { name, leadCount: 0 };
  });
}

/** Raises `conflict` (`tag_exists`) where a tag of this name was made or is borne by a lead. */
export async function refuseUsed(ctx: TxCtx, name: string): Promise<void> {
  const [used] = await selectTags(ctx, { name });
  if (used) throw conflict('tag_exists', 'There is a tag of this name. Use it, or choose another name.', { ...used });
}

/** The id of a new tag's row. The caller holds the lock and has looked. */
export async function insertTag({ tx, at, newId, workspace, isTest }: TxCtx, name: string): Promise<string> {
  const id = newId(at);
  await tx`
    insert into tags (workspace_id, id, name, is_test, created_at)
    values (${workspace.id}, ${id}, ${name}, ${isTest}, ${timeOfId(id)})`;
  return id;
}

export const createTagOperation = defineOperation({
  operationId: 'createTag',
  method: 'POST',
  path: '/v1/tags',
  tag: 'Tags',
  summary: 'Create a tag',
  description: 'Before any lead bears it. A tag that a lead is given is there of itself.',
  auth: 'key',
  scope: 'leads:write',
  body: z.strictObject({ name: tagName }),
  success: { status: 201, description: 'The tag.', schema: tagSchema },
  errors: ['conflict'],
  handle: (ctx: Ctx, { body }) => createTag(ctx, body),
});
