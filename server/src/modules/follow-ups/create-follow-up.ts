import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { openConversation } from '../conversations/index.ts';
import { bookingContext, leadParams, lockLead, touchLead } from '../leads/index.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import {
  type FollowUp,
  followUpFields,
  followUpSchema,
  readFollowUp,
  requireAhead,
  setFollowUpTimer,
} from './follow-up.ts';

const newFollowUpSchema = z.strictObject({
  text: followUpFields.text,
  template: followUpFields.template.default(null),
  sendAt: followUpFields.sendAt,
  cancelOnReply: followUpFields.cancelOnReply.default(true),
  channel: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,59}$/, 'Use lower-case letters, digits and _, starting with a letter, at most 60.')
    .optional()
    .describe("Such as whatsapp, sms, email; that of the lead's newest conversation where it is missing."),
});
type NewFollowUp = z.infer<typeof newFollowUpSchema> & { readonly leadId: string };

/**
 * Promises that the agent will say something to a lead at a time. Whether it may be said then is looked at then. Raises
 * `not_found`, `invalid_input` for a time that is over, `conflict` opted_out.
 */
export async function createFollowUp(ctx: Ctx, input: NewFollowUp): Promise<FollowUp> {
  requireScope(ctx, 'conversations:write');
  const { leadId, text, template, sendAt, cancelOnReply } = input;
  return transaction(ctx, async (tctx) => {
    requireAhead(tctx, sendAt);
    const { optedOutAt } = await lockLead(tctx, leadId);
    if (optedOutAt !== null)
      throw conflict('opted_out', 'The lead has opted out: nothing is sent to it until it opts in again.');
    const { conversationId, channel } = await threadOf(tctx, input);
    const id = await insert(tctx, { leadId, conversationId, channel, text, template, sendAt, cancelOnReply });
    const data = { messageId: id, sendAt: new Date(sendAt).toISOString() };
    recordEvent(tctx, { type: 'follow_up.scheduled', leadId, conversationId, data });
    recordAction(tctx, {
      ...{ leadId, conversationId, messageId: id, type: 'follow_up', status: 'pending' },
      summary: `Follow-up for ${data.sendAt}`,
      input: { direction: 'outbound', channel },
    });
    recordAudit(tctx, { verb: 'createFollowUp', objectType: 'message', objectId: id });
    await touchLead(tctx, leadId);
    const followUp = await readFollowUp(tctx, id);
    await setFollowUpTimer(tctx, followUp);
    return followUp;
  });
}

/** The lead's newest conversation, on the wanted channel where one is; one is opened where it has none there. */
async function threadOf(
  ctx: TxCtx,
  { leadId, channel }: NewFollowUp,
): Promise<{ conversationId: string; channel: string }> {
  const { tx, workspace } = ctx;
  const [found] = await tx<{ conversationId: string; channel: string }[]>`
    select id as conversation_id, channel from conversations
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and state <> 'closed'
      ${channel === undefined ? tx`` : tx`and channel = ${channel}`}
    order by id desc limit 1`;
  if (found) return found;
  const [lead] = await tx<{ agentId: string; channel: string }[]>`
    select agent_id, channel from leads where workspace_id = ${workspace.id} and id = ${leadId}`;
  if (!lead) throw new Error(`the lead ${leadId} is locked and has gone`);
  const { runId } = await bookingContext(ctx, leadId, undefined);
  const opened = { leadId, agentId: lead.agentId, runId, channel: channel ?? lead.channel };
  return { conversationId: await openConversation(ctx, opened), channel: opened.channel };
}

/** Numbered below zero, as a draft: readers of a conversation count from zero and see what was said. */
async function insert(
  ctx: TxCtx,
  { leadId, conversationId, channel, text, template, sendAt, cancelOnReply }: NewFollowUp & { conversationId: string },
): Promise<string> {
  const { tx, workspace } = ctx;
  const id = ctx.newId(ctx.at);
  await tx`
    insert into messages (workspace_id, id, conversation_id, lead_id, seq, kind, direction, author, channel, body, status,
      purpose, template, keeps_on_reply, scheduled_at, created_at)
    select ${workspace.id}, ${id}, ${conversationId}, ${leadId}, least(min(seq), 0) - 1, 'follow_up', 'outbound', 'agent',
      ${channel ?? null}, ${text}, 'scheduled', 'follow_up', ${template && tx.json(asJson(template))},
      ${!cancelOnReply}, ${sendAt}, ${timeOfId(id)}
    from messages where workspace_id = ${workspace.id} and conversation_id = ${conversationId}`;
  return id;
}

export const createFollowUpOperation = defineOperation({
  operationId: 'createFollowUp',
  method: 'POST',
  path: '/v1/leads/{leadId}/follow-ups',
  tag: 'Follow-ups',
  summary: 'Schedule a follow-up',
  description:
    'The agent says it at its time, if it may then: it is put off while it is quiet where the lead lives, and cancelled, with the reason, where the lead has opted out, is a person’s, or the agent is stopped. It is withdrawn when the lead writes before, unless `cancelOnReply` is false.',
  auth: 'key',
  scope: 'conversations:write',
  params: leadParams,
  body: newFollowUpSchema,
  success: { status: 201, description: 'The follow-up.', schema: followUpSchema },
  errors: ['not_found', 'conflict'],
  idempotent: true,
  handle: (ctx: Ctx, { params, body }) => createFollowUp(ctx, { ...params, ...body }),
});
