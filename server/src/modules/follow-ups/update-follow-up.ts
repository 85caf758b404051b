import { z } from 'zod';
import { writeCollected } from '../../db/begin.ts';
import { type Ctx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defined } from '../../kernel/defined.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { touchLead } from '../leads/index.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';
import {
  type FollowUp,
  followUpFields,
  followUpParams,
  followUpSchema,
  lockFollowUp,
  readFollowUp,
  requireAhead,
  setFollowUpTimer,
} from './follow-up.ts';

const followUpChangeSchema = z
  .strictObject(followUpFields)
  .partial()
  .refine((input) => Object.values(input).some((value) => value !== undefined), 'Give at least one field to change.');
type FollowUpChange = z.infer<typeof followUpChangeSchema>;

/** Changes what is still to be sent. Raises `not_found`, `invalid_input` for a time that is over, `conflict` not_scheduled. */
export async function updateFollowUp(
  ctx: Ctx,
  { messageId, change }: { messageId: string; change: FollowUpChange },
): Promise<FollowUp> {
  requireScope(ctx, 'conversations:write');
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    const before = await lockFollowUp(tctx, messageId);
    if (change.sendAt !== undefined) requireAhead(tctx, change.sendAt);
    const { text, sendAt, cancelOnReply } = { ...before, ...defined(change) };
    // What was approved stands for the words that it was given with.
    const { template = change.text === undefined ? before.template : null } = change;
    await writeCollected(tx);
    await tx`
      update messages set body = ${text}, template = ${template && tx.json(asJson(template))}, scheduled_at = ${sendAt}, keeps_on_reply = ${!cancelOnReply}
      where workspace_id = ${workspace.id} and id = ${messageId}`;
    await tx`
      update action_logs set summary = ${`Follow-up for ${new Date(sendAt).toISOString()}`}
      where workspace_id = ${workspace.id} and lead_id = ${before.leadId} and message_id = ${messageId} and status = 'pending'`;
    const changed = Object.keys(defined(change));
    const { leadId, conversationId } = before;
    recordEvent(tctx, { type: 'follow_up.updated', leadId, conversationId, data: { messageId, changed } });
    recordAudit(tctx, { verb: 'updateFollowUp', objectType: 'message', objectId: messageId, changed });
    await touchLead(tctx, leadId);
    const followUp = await readFollowUp(tctx, messageId);
    await setFollowUpTimer(tctx, followUp);
    return followUp;
  });
}

export const updateFollowUpOperation = defineOperation({
  operationId: 'updateFollowUp',
  method: 'PATCH',
  path: '/v1/follow-ups/{messageId}',
  tag: 'Follow-ups',
  summary: 'Change a follow-up',
  description: 'What is left out stays. One that was sent or cancelled is a 409 `not_scheduled`.',
  auth: 'key',
  scope: 'conversations:write',
  params: followUpParams,
  body: followUpChangeSchema,
  success: { status: 200, description: 'The follow-up as it is now.', schema: followUpSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => updateFollowUp(ctx, { ...params, change: body }),
});
