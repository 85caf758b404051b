import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';
import { countBearers, findSpelling, type Tag, tagName, tagSchema } from './tag.ts';

/** Makes a tag that no lead bears yet. Raises `conflict` (`tag_exists`) where there is one, in any case. */
export async function createTag(ctx: Ctx, { name }: { name: string }): Promise<Tag> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    const known = await findSpelling(tctx, name);
    const id = known === undefined ? await insertTag(tctx, name) : undefined;
    if (id === undefined) throw await tagExists(tctx, known ?? name);
    await Promise.all([
      recordEvent(tctx, { type: 'tag.created', data: { tagId: id } }),
      recordAudit(tctx, { verb: 'createTag', objectType: 'tag', objectId: id }),
    ]);
    return { name, leadCount: 0 };
  });
}

/** The id of the new tag's row, or undefined where somebody has just made it. */
async function insertTag({ tx, at, newId, workspace, isTest }: TxCtx, name: string): Promise<string | undefined> {
  const id = newId(at);
  const made = await tx`
    insert into tags (workspace_id, id, name, is_test, created_at)
    values (${workspace.id}, ${id}, ${name}, ${isTest}, ${timeOfId(id)})
    on conflict (workspace_id, is_test, lower(name)) do nothing`;
  return made.count === 1 ? id : undefined;
}

async function tagExists(ctx: TxCtx, name: string): Promise<Error> {
  const leadCount = await countBearers(ctx, { name });
  return conflict('tag_exists', 'There is a tag of this name. Use it, or choose another name.', { name, leadCount });
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
  errors: ['conflict', 'unprocessable'],
  idempotent: true,
  handle: (ctx: Ctx, { body }) => createTag(ctx, body),
});
