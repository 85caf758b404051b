import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Ctx, type PublicCtx, type TxCtx, transaction } from '../../db/database.ts';
import { lookUntil } from '../../db/signals.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { appendMessage } from '../conversations/index.ts';
import { insertLead, leadFields } from '../leads/index.ts';
import { findWorkspace } from '../workspaces/index.ts';
import { type ChatMessage, chatMessageSchema, chatText } from './chat-message.ts';
import { readChat } from './read-chat.ts';

export const startChatSchema = z.strictObject({
  workspace: z.string().max(60).describe("The workspace's slug."),
  workflow: z.string().max(60).optional().describe("A workflow's key; the workspace's default where it is missing."),
  contact: z
    .strictObject({ name: leadFields.name, email: leadFields.email, phone: leadFields.phone })
    .partial()
    .optional()
    .describe('What the visitor says of himself: a claim on his own new lead, which touches no other.'),
  metadata: leadFields.metadata
    .refine((metadata) => JSON.stringify(metadata).length <= 8192, 'At most 8,192 characters of metadata.')
    .optional(),
  text: chatText.optional().describe('The first message.'),
});

const startedSchema = z
  .object({
    conversationId: z.uuid(),
    token: z.string().describe('Opens this conversation and nothing else. Send it as a Bearer token.'),
    messages: z.array(chatMessageSchema),
  })
  .meta({ id: 'StartedChat' });
type StartedChat = z.infer<typeof startedSchema>;

/** How long the answer waits for the agent's first words; they come by the message list where it takes longer. */
const GREETING_WAIT_MS = 2_000;

/** Opens a web chat: a new lead with a conversation and a token for it. Raises `not_found`, `invalid_input`. */
export async function startChat(
  publicCtx: PublicCtx,
  input: z.infer<typeof startChatSchema>,
  signal: AbortSignal,
): Promise<StartedChat> {
  const workspace = await findWorkspace(publicCtx, input.workspace);
  if (!workspace) throw new FoyerError('not_found', 'No workspace has this slug.');
  const ctx: Ctx = { ...publicCtx, workspace, actor: { kind: 'lead', id: null }, scopes: new Set(), isTest: false };
  const token = randomBytes(32).toString('base64url');
  const conversationId = await transaction(ctx, (tctx) => openChat(tctx, input, token));
  const messages = await firstMessages(ctx, conversationId, signal);
  return { conversationId, token, messages };
}

async function openChat(ctx: TxCtx, input: z.infer<typeof startChatSchema>, token: string): Promise<string> {
  const { contact = {}, metadata, workflow, text } = input;
  const lead = { ...contact, ...(metadata && { metadata }), ...(workflow !== undefined && { workflow }) };
  const { leadId, conversationId } = await insertLead(ctx, lead, {
    channel: 'web_chat',
    summary: 'Opened the web chat',
    path: ['contact'],
  });
  await ctx.tx`
    insert into token_directory (token_hash, kind, workspace_id, subject_id, created_at)
    values (${createHash('sha256').update(token).digest()}, 'conversation', ${ctx.workspace.id}, ${conversationId}, ${ctx.at})`;
  if (text !== undefined) {
    const said = { conversationId, leadId, channel: 'web_chat', author: 'lead', text } as const;
    const { message } = await appendMessage({ ...ctx, actor: { kind: 'lead', id: leadId } }, said);
    enqueueStimulus(ctx, {
      leadId,
      kind: 'message_received',
      payload: { conversationId, messageId: message.id },
    });
  }
  return conversationId;
}

async function firstMessages(ctx: Ctx, conversationId: string, signal: AbortSignal): Promise<ChatMessage[]> {
  const messages = await lookUntil(
    ctx.db.signals,
    conversationId,
    { timeoutMs: GREETING_WAIT_MS, abort: signal },
    () => readChat({ ctx, conversationId, after: 0 }),
    (seen) => seen === undefined || seen.some((message) => message.author === 'agent'),
  );
  return messages ?? [];
}

export const startChatOperation = defineOperation({
  operationId: 'startChat',
  method: 'POST',
  path: '/v1/chat/conversations',
  tag: 'Web chat',
  summary: 'Open a web chat',
  description:
    'For a visitor: needs no key. The agent greets; its words are among `messages` or come by the message list.',
  auth: 'none',
  body: startChatSchema,
  success: { status: 201, description: 'The conversation and its token.', schema: startedSchema },
  errors: ['not_found'],
  handle: (ctx: PublicCtx, { body, signal }) => startChat(ctx, body, signal),
});
