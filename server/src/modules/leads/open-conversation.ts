import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { recordEvent } from '../timeline/index.ts';

export interface NewConversation {
  readonly leadId: string | null;
  readonly agentId: string;
  readonly runId: string | null;
  readonly channel: string;
}

/** Opens a thread with a lead on a channel; returns its id. */
export async function openConversation(
  ctx: TxCtx,
  { leadId, agentId, runId, channel }: NewConversation,
): Promise<string> {
  const id = ctx.newId(ctx.at);
  const createdAt = timeOfId(id);
  await Promise.all([
    ctx.tx`
      insert into conversations (workspace_id, id, lead_id, agent_id, run_id, channel, created_at, updated_at)
      values (${ctx.workspace.id}, ${id}, ${leadId}, ${agentId}, ${runId}, ${channel}, ${createdAt}, ${createdAt})`,
    recordEvent(ctx, { type: 'conversation.created', leadId, conversationId: id, data: { channel } }),
  ]);
  return id;
}
