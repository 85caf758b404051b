import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict, invalidInput } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { type Conversation, conversationSchema } from './conversation.ts';
import { readConversation } from './get-conversation.ts';
import { openConversation } from './open-conversation.ts';

const newConversationSchema = z.strictObject({
  channel: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,59}$/, 'Use lower-case letters, digits and _, starting with a letter, at most 60.')
    .describe('Such as whatsapp, sms, email, voice, webform.'),
  customerIdentifier: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .optional()
    .describe('Who it is on that channel: a phone number, an address, a handle.'),
  customerName: z.string().trim().min(1).max(200).optional(),
  customerLanguage: z
    .string()
    .max(35)
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Use a BCP 47 language tag such as en or pt-BR.')
    .optional(),
  agentId: z.uuid().optional().describe("Who speaks; the workspace's own agent where it is missing."),
});
export type NewConversation = z.infer<typeof newConversationSchema>;

/**
 * Opens a conversation with a customer who is no lead yet. Raises `conflict` (`conversation_exists`, with the id) while
 * one with the same customer on the same channel is not closed, also for many at once; `invalid_input` for an agent
 * that is none.
 */
export async function createConversation(ctx: Ctx, input: NewConversation): Promise<Conversation> {
  requireScope(ctx, 'conversations:write');
  const { channel, customerIdentifier, agentId } = input;
  return transaction(ctx, async (tctx) => {
    if (customerIdentifier !== undefined) await refuseSecond(tctx, channel, customerIdentifier);
    const id = await openConversation(tctx, {
      ...input,
      leadId: null,
      runId: null,
      agentId: await speaker(tctx, agentId),
    });
    recordAudit(tctx, { verb: 'createConversation', objectType: 'conversation', objectId: id });
    return readConversation(tctx, id);
  });
}

/** Under a lock on the customer, so that of many who open it at once one does. */
async function refuseSecond({ tx, workspace, isTest }: TxCtx, channel: string, customer: string): Promise<void> {
  const subject = `conversations:${workspace.id}:${isTest}:${channel}:${customer}`;
  await tx`select pg_advisory_xact_lock(hashtextextended(${subject}, 0))`;
  const [open] = await tx<{ id: string }[]>`
    select c.id from conversations c left join leads l on l.workspace_id = c.workspace_id and l.id = c.lead_id
    where c.workspace_id = ${workspace.id} and c.channel = ${channel} and c.customer_identifier = ${customer}
      and c.is_test = ${isTest} and c.state <> 'closed' and l.deleted_at is null
    order by c.id desc limit 1`;
  if (!open) return;
  const message = 'There is an open conversation with this customer on this channel. Go on in that one, or close it.';
  throw conflict('conversation_exists', message, { conversationId: open.id });
}

async function speaker({ tx, workspace }: TxCtx, wanted: string | undefined): Promise<string> {
  const [agent] = await tx<{ id: string }[]>`
    select a.id from agents a join workspaces w on w.id = a.workspace_id
    where a.workspace_id = ${workspace.id} and a.id = ${wanted === undefined ? tx`w.default_agent_id` : wanted}`;
  if (agent) return agent.id;
  throw invalidInput('There is no such agent.', [
    { path: ['agentId'], message: 'No agent with this id in this workspace.' },
  ]);
}

export const createConversationOperation = defineOperation({
  operationId: 'createConversation',
  method: 'POST',
  path: '/v1/conversations',
  tag: 'Conversations',
  summary: 'Open a conversation',
  description:
    'With a customer who is no lead yet: create the lead later with its `conversationId`. One conversation at a time with a `customerIdentifier` on a channel.',
  auth: 'key',
  scope: 'conversations:write',
  body: newConversationSchema,
  success: { status: 201, description: 'The conversation.', schema: conversationSchema },
  errors: ['conflict'],
  idempotent: true,
  location: (conversation) => `/v1/conversations/${conversation.id}`,
  handle: (ctx: Ctx, { body }) => createConversation(ctx, body),
});
