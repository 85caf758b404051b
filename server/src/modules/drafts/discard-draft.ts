import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { stopPending } from '../conversations/index.ts';
import { requireMember } from '../members/index.ts';
import { asPerson, memberIdInput } from '../people/index.ts';
import { recordAudit } from '../timeline/index.ts';
import { type Draft, draftParams, draftSchema, lockDraft, readDraft } from './draft.ts';

const discardSchema = z.strictObject({
  memberId: memberIdInput,
  reason: z.string().trim().min(1).max(500).optional().describe('Stands on the timeline.'),
});
export type Discarding = z.infer<typeof discardSchema> & { readonly messageId: string };

/** Drops a draft: its words are not said, and what waited for it is not done. Raises as `approveDraft` does. */
export async function discardDraft(ctx: Ctx, { messageId, memberId, reason }: Discarding): Promise<Draft> {
  requireScope(ctx, 'conversations:write');
  return transaction(ctx, async (tctx) => {
    const { leadId } = await lockDraft(tctx, messageId);
    await requireMember(tctx, memberId);
    const why = `discarded${reason === undefined ? '' : `: ${reason}`}`;
    await stopPending(asPerson(tctx, memberId), { leadIds: [leadId], messageId, reason: why });
    recordAudit(tctx, { verb: 'discardDraft', objectType: 'message', objectId: messageId });
    return readDraft(tctx, messageId);
  });
}

export const discardDraftOperation = defineOperation({
  operationId: 'discardDraft',
  method: 'POST',
  path: '/v1/messages/{messageId}/discard',
  tag: 'Drafts',
  summary: 'Discard a draft',
  description:
    'Nothing is said, and nothing that waited for it is done. The agent answers the next time the lead writes.',
  auth: 'key',
  scope: 'conversations:write',
  params: draftParams,
  body: discardSchema.default({}),
  success: { status: 200, description: 'The draft, cancelled.', schema: draftSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => discardDraft(ctx, { ...params, ...body }),
});
