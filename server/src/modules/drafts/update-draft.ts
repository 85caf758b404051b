import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireMember } from '../members/index.ts';
import { asPerson, memberIdInput } from '../people/index.ts';
import { recordAction, recordAudit } from '../timeline/index.ts';
import { type Draft, draftParams, draftSchema, lockDraft, readDraft } from './draft.ts';

const draftChangeSchema = z.strictObject({
  text: z.string().trim().min(1).max(4096).describe('What is said in place of it. What waits for approval stays.'),
  memberId: memberIdInput,
});
export type DraftChange = z.infer<typeof draftChangeSchema> & { readonly messageId: string };

/** Gives a draft other words. Raises `not_found`, `conflict` not_waiting, `invalid_input` for a member who is none. */
export async function updateDraft(ctx: Ctx, { messageId, text, memberId }: DraftChange): Promise<Draft> {
  requireScope(ctx, 'conversations:write');
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    const { leadId, conversationId } = await lockDraft(tctx, messageId);
    await requireMember(tctx, memberId);
    await tx`update messages set body = ${text}, template = null where workspace_id = ${workspace.id} and id = ${messageId}`;
    const summary = 'Draft edited';
    recordAction(asPerson(tctx, memberId), { leadId, conversationId, messageId, type: 'system_note', summary });
    recordAudit(tctx, { verb: 'updateDraft', objectType: 'message', objectId: messageId, changed: ['text'] });
    return readDraft(tctx, messageId);
  });
}

export const updateDraftOperation = defineOperation({
  operationId: 'updateDraft',
  method: 'PATCH',
  path: '/v1/messages/{messageId}',
  tag: 'Drafts',
  summary: 'Edit a draft',
  auth: 'key',
  scope: 'conversations:write',
  params: draftParams,
  body: draftChangeSchema,
  success: { status: 200, description: 'The draft as it is now.', schema: draftSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => updateDraft(ctx, { ...params, ...body }),
});
