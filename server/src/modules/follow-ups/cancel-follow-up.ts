import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { cancelTimers } from '../../jobs/timers.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { stopPending } from '../conversations/index.ts';
import { touchLead } from '../leads/index.ts';
import { recordAudit } from '../timeline/index.ts';
import {
  FOLLOW_UP_TIMER,
  type FollowUp,
  followUpParams,
  followUpSchema,
  lockFollowUp,
  readFollowUp,
} from './follow-up.ts';

const cancelFollowUpSchema = z
  .strictObject({ reason: z.string().trim().min(1).max(500).optional().describe('Kept with the follow-up.') })
  .default({});

/** Withdraws what is still to be sent. Raises `not_found`, `conflict` not_scheduled. */
export async function cancelFollowUp(
  ctx: Ctx,
  { messageId, reason = 'cancelled by API' }: { messageId: string; reason?: string | undefined },
): Promise<FollowUp> {
  requireScope(ctx, 'conversations:write');
  return transaction(ctx, async (tctx) => {
    const { leadId } = await lockFollowUp(tctx, messageId);
    await stopPending(tctx, { leadIds: [leadId], messageId, reason });
    await cancelTimers(tctx, leadId, [FOLLOW_UP_TIMER], { match: { messageId } });
    recordAudit(tctx, { verb: 'cancelFollowUp', objectType: 'message', objectId: messageId, changed: ['status'] });
    await touchLead(tctx, leadId);
    return readFollowUp(tctx, messageId);
  });
}

export const cancelFollowUpOperation = defineOperation({
  operationId: 'cancelFollowUp',
  method: 'POST',
  path: '/v1/follow-ups/{messageId}/cancel',
  tag: 'Follow-ups',
  summary: 'Cancel a follow-up',
  description: 'One that was sent or cancelled is a 409 `not_scheduled`.',
  auth: 'key',
  scope: 'conversations:write',
  params: followUpParams,
  body: cancelFollowUpSchema,
  success: { status: 200, description: 'The follow-up, cancelled.', schema: followUpSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => cancelFollowUp(ctx, { ...params, ...body }),
});
