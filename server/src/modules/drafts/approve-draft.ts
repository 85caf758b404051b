import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireMember } from '../members/index.ts';
import { asPerson, memberIdInput } from '../people/index.ts';
import { recordAction, recordAudit } from '../timeline/index.ts';
import { type Draft, draftParams, draftSchema, lockDraft, readDraft } from './draft.ts';

const approvalSchema = z.strictObject({ memberId: memberIdInput });
export type Approval = z.infer<typeof approvalSchema> & { readonly messageId: string };

/**
 * Lets the agent say a draft and do what waits for it; its worker does both as one. Raises `not_found`, `conflict`
 * not_waiting, `invalid_input` for a member who is none.
 */
export async function approveDraft(ctx: Ctx, { messageId, memberId }: Approval): Promise<Draft> {
  requireScope(ctx, 'conversations:write');
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    const { leadId, conversationId } = await lockDraft(tctx, messageId);
    await requireMember(tctx, memberId);
    await tx`
      update messages set status = 'queued', member_id = ${memberId ?? null}
      where workspace_id = ${workspace.id} and id = ${messageId}`;
    enqueueStimulus(tctx, { leadId, kind: 'draft_approved', payload: { conversationId, messageId } });
    const summary = 'Draft approved';
    recordAction(asPerson(tctx, memberId), { leadId, conversationId, messageId, type: 'system_note', summary });
    recordAudit(tctx, { verb: 'approveDraft', objectType: 'message', objectId: messageId });
    return readDraft(tctx, messageId);
  });
}

export const approveDraftOperation = defineOperation({
  operationId: 'approveDraft',
  method: 'POST',
  path: '/v1/messages/{messageId}/approve',
  tag: 'Drafts',
  summary: 'Approve a draft',
  description:
    'The agent says it in a moment, and does what waited for it. Where a time to be booked was taken meanwhile neither happens, and a draft with other times comes in its place. 409 `not_waiting` where the lead has written since, or a person has taken over.',
  auth: 'key',
  scope: 'conversations:write',
  params: draftParams,
  body: approvalSchema.default({}),
  success: { status: 200, description: 'The draft, on its way.', schema: draftSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => approveDraft(ctx, { ...params, ...body }),
});
