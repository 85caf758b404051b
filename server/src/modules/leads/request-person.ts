import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { recordAction } from '../timeline/index.ts';
import { changeLead } from './change-lead.ts';
import { readLead } from './get-lead.ts';
import { lockLead } from './lock-lead.ts';

interface PersonRequest {
  readonly leadId: string;
  readonly reason?: string | undefined;
  /** What a person should know before answering. */
  readonly summary?: string | undefined;
}

/**
 * Asks for a person, from outside: the agent is silent until one has come. Asked again while one is waited for, it is
 * noted and audited again. Returns the id of its line on the timeline and the conversation that it is about. Raises
 * `not_found`.
 */
export async function requestPerson(
  ctx: Ctx,
  { leadId, reason, summary }: PersonRequest,
): Promise<{ id: string; conversationId: string | null }> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    const before = await lockLead(tctx, leadId);
    const change = { needsHuman: true, ...(reason && { needsHumanReason: reason }) };
    await changeLead(tctx, change, { leadId, before, verb: 'requestPerson' });
    const words = ['A person was asked for', reason, summary].filter((part) => part).join(': ');
    const id = recordAction(tctx, { leadId, type: 'system_note', summary: words });
    const { conversationId } = await readLead(tctx, leadId);
    return { id, conversationId };
  });
}
