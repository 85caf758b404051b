import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { maySend } from '../../engagement/policy/may-send.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { capabilitiesOf } from '../../kernel/channel.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import {
  appendMessage,
  conversationParams,
  leadOfConversation,
  type Message,
  messageSchema,
} from '../conversations/index.ts';
import { readSendFacts } from '../deliveries/index.ts';
import { lockLead } from '../leads/index.ts';
import { requireMember } from '../members/index.ts';
import { recordAudit } from '../timeline/index.ts';
import { asPerson, memberIdInput } from './acting-person.ts';
import { personComes } from './take-over.ts';

const newMessageSchema = z.strictObject({
  text: z.string().trim().min(1).max(4096).describe('What the person says to the lead.'),
  memberId: memberIdInput,
});
export type PersonsMessage = z.infer<typeof newMessageSchema> & { readonly conversationId: string };

/**
 * A person writes to a lead, and has it from then on: what the agent had yet to say is stopped in the same transaction.
 * Raises `not_found`, `invalid_input` for a member who is none, `conflict` opted_out, not_sendable with the rule that refuses it, and no_lead where the customer is
 * no lead yet.
 */
export async function sendMessage(ctx: Ctx, input: PersonsMessage): Promise<Message> {
  requireScope(ctx, 'conversations:write');
  const { conversationId, text, memberId } = input;
  return transaction(ctx, async (tctx) => {
    const { leadId, channel } = await leadOfConversation(tctx, conversationId);
    const before = await lockLead(tctx, leadId);
    if (before.optedOutAt !== null)
      throw conflict('opted_out', 'The lead has opted out: nobody may write until it opts in again.');
    await requireMember(tctx, memberId);
    await requireSendable(tctx, { leadId, conversationId, channel, text });
    await personComes(tctx, { leadId, before, memberId, conversationId });
    const said = { conversationId, leadId, channel, author: 'person', memberId: memberId ?? null, text } as const;
    const { message } = await appendMessage(asPerson(tctx, memberId), said);
    enqueueStimulus(tctx, { leadId, kind: 'person_spoke', payload: { conversationId, messageId: message.id } });
    recordAudit(tctx, { verb: 'sendMessage', objectType: 'message', objectId: message.id });
    return message;
  });
}

/** On a channel that sends: what binds whoever writes. Raises `conflict` not_sendable with the rule. */
async function requireSendable(
  ctx: TxCtx,
  { text, ...place }: { leadId: string; conversationId: string; channel: string; text: string },
): Promise<void> {
  if (capabilitiesOf(ctx.channels, place.channel).isInPlace) return;
  const [facts] = await readSendFacts(ctx, [place]);
  const verdict = facts && maySend(facts, { purpose: 'person', text, template: null });
  if (verdict?.verdict === 'refuse')
    throw conflict('not_sendable', `This message cannot be sent on ${place.channel}: ${verdict.rule}.`, {
      rule: verdict.rule,
    });
}

export const sendMessageOperation = defineOperation({
  operationId: 'sendMessage',
  method: 'POST',
  path: '/v1/conversations/{conversationId}/messages',
  tag: 'Conversations',
  summary: 'Answer as a person',
  description: 'Takes the lead over: the agent is silent from here, until the lead is handed back.',
  auth: 'key',
  scope: 'conversations:write',
  params: conversationParams,
  body: newMessageSchema,
  success: { status: 201, description: 'The message.', schema: messageSchema },
  errors: ['not_found', 'conflict'],
  idempotent: true,
  handle: (ctx: Ctx, { params, body }) => sendMessage(ctx, { ...params, ...body }),
});
