import type { TxCtx } from '../../db/database.ts';
import { maySend } from '../../engagement/policy/may-send.ts';
import type { Template } from '../../kernel/template.ts';
import { appendDraft, appendMessage } from '../conversations/index.ts';
import { countCarried, readSendFacts, senderOfCarried } from '../deliveries/index.ts';

/** Words that were settled before, and are to be said now. */
export interface Promised {
  readonly leadId: string;
  readonly conversationId: string;
  readonly purpose: 'follow_up' | 'reminder';
  readonly text: string;
  readonly template?: Template | null;
  /** Why, for the timeline. */
  readonly reason: string;
  /** The words are the agent's own: where it only listens, a person approves them first. */
  readonly isAgents: boolean;
}

export type Said =
  /** `messageId` is null where they wait for a person's approval. */
  | { readonly outcome: 'said'; readonly messageId: string | null }
  | { readonly outcome: 'waits'; readonly until: Date; readonly rule: string }
  | { readonly outcome: 'refused'; readonly rule: string };

/**
 * Says it if the policy lets it, in the caller's transaction, which has the lead's lock; the policy is asked once more
 * when it leaves. What must wait is not brought back here: the caller knows when it makes sense again.
 */
export async function sayPromised(claimed: TxCtx, promised: Promised): Promise<Said> {
  const { leadId, conversationId, purpose, text, template = null, reason, isAgents } = promised;
  const thread = await readThread(claimed, promised);
  if (!thread) return { outcome: 'refused', rule: 'the lead is gone' };
  const { agentId, channel, isListening } = thread;
  const [facts] = await readSendFacts(claimed, [{ leadId, conversationId, channel }]);
  if (!facts) return { outcome: 'refused', rule: 'the lead is gone' };
  const sender = (await senderOfCarried(claimed, { conversationId, channel, purpose })) ?? facts.sender;
  const verdict = maySend({ ...facts, sender }, { purpose, text, template });
  if (verdict.verdict === 'refuse') return { outcome: 'refused', rule: verdict.rule };
  if (verdict.verdict === 'wait') return { outcome: 'waits', until: verdict.until, rule: verdict.rule };
  const ctx: TxCtx = { ...claimed, actor: { kind: 'agent', id: agentId } };
  const words = { leadId, conversationId, channel, text, template, reason, purpose };
  if (isAgents && isListening) {
    await appendDraft(ctx, { ...words, onApproval: [] });
    return { outcome: 'said', messageId: null };
  }
  await countCarried(ctx, words);
  const { message } = await appendMessage(ctx, { ...words, author: 'agent' });
  return { outcome: 'said', messageId: message.id };
}

interface Thread {
  readonly channel: string;
  readonly agentId: string;
  readonly isListening: boolean;
}

async function readThread({ tx, workspace }: TxCtx, { leadId, conversationId }: Promised): Promise<Thread | undefined> {
  const [row] = await tx<Thread[]>`
    select c.channel, c.agent_id, a.autonomy = 'listen' as is_listening
    from conversations c
    join leads l on l.workspace_id = c.workspace_id and l.id = c.lead_id and l.deleted_at is null
    join agents a on a.workspace_id = c.workspace_id and a.id = c.agent_id
    where c.workspace_id = ${workspace.id} and c.id = ${conversationId} and c.lead_id = ${leadId}`;
  return row;
}
