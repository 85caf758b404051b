import type { Ctx } from '../src/db/database.ts';
import { listChatMessages, sendChatMessage, startChat } from '../src/modules/chat/index.ts';
import { type Lead, listLeads } from '../src/modules/leads/index.ts';

export interface Visitor {
  readonly conversationId: string;
  /** All that was said, as `author: text`. */
  readonly transcript: string[];
  /** Says something and waits for the agent's answer; empty where it stays silent. */
  say(text: string): Promise<string>;
  lead(): Promise<Lead>;
}

/** A visitor of a workspace's web chat, through the chat's own verbs. */
export async function openVisit(ctx: Ctx, input: { workflow?: string; text?: string } = {}): Promise<Visitor> {
  const { signal } = new AbortController();
  const publicCtx = {
    db: ctx.db,
    clock: ctx.clock,
    newId: ctx.newId,
    log: ctx.log,
    requestId: 'test',
    address: '127.0.0.1',
  };
  const { conversationId, messages } = await startChat(publicCtx, { workspace: ctx.workspace.slug, ...input }, signal);
  const transcript = messages.map(({ author, text }) => `${author}: ${text}`);
  const visitor = { ...ctx, conversationId };
  return {
    conversationId,
    transcript,
    say: async (text) => {
      const { message } = await sendChatMessage(visitor, { text });
      const { data } = await listChatMessages(visitor, { after: message.seq, wait: 1 }, signal);
      const answer = data.map((one) => one.text).join('\n');
      transcript.push(`lead: ${text}`, `agent: ${answer}`);
      return answer;
    },
    lead: async () => {
      const { data } = await listLeads(ctx, { limit: 100 });
      const lead = data.find((one) => one.conversationId === conversationId);
      if (!lead) throw new Error('the visitor has no lead');
      return lead;
    },
  };
}
