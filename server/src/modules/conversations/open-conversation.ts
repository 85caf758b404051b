import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { recordEvent } from '../timeline/index.ts';

export interface OpenedConversation {
  /** Made before where the caller's own statements name it. */
  readonly id?: string;
  /** Null for a customer who is no lead yet. */
  readonly leadId: string | null;
  readonly agentId: string;
  readonly runId: string | null;
  readonly channel: string;
  readonly customerIdentifier?: string | null | undefined;
  readonly customerName?: string | null | undefined;
  readonly customerLanguage?: string | null | undefined;
}

/** Opens a thread on a channel, with its event, for the keys that the caller's kind is; returns its id. */
export async function openConversation(ctx: TxCtx, opened: OpenedConversation): Promise<string> {
  const { id = ctx.newId(ctx.at), leadId, agentId, runId, channel } = opened;
  const { customerIdentifier = null, customerName = null, customerLanguage = null } = opened;
  const createdAt = timeOfId(id);
  await Promise.all([
    ctx.tx`
      insert into conversations (workspace_id, id, lead_id, agent_id, run_id, channel, customer_identifier, customer_name,
        customer_language, is_test, created_at, updated_at)
      values (${ctx.workspace.id}, ${id}, ${leadId}, ${agentId}, ${runId}, ${channel}, ${customerIdentifier},
        ${customerName}, ${customerLanguage}, ${ctx.isTest}, ${createdAt}, ${createdAt})`,
    recordEvent(ctx, { type: 'conversation.created', leadId, conversationId: id, data: { channel } }),
  ]);
  return id;
}
