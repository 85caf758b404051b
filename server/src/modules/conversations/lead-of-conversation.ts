import type { TxCtx } from '../../db/database.ts';
import { conflict, notFound } from '../../kernel/errors.ts';

/**
 * Whose conversation it is and on what channel; before the lead's lock, which a merge may hold that gives it to another:
 * then it reads as missing. Raises `not_found`, and `conflict` no_lead where the customer is no lead yet.
 */
export async function leadOfConversation(
  { tx, workspace, isTest }: TxCtx,
  conversationId: string,
): Promise<{ leadId: string; channel: string }> {
  const [row] = await tx<{ leadId: string | null; channel: string }[]>`
    select c.lead_id, c.channel from conversations c
    left join leads l on l.workspace_id = c.workspace_id and l.id = c.lead_id
    where c.workspace_id = ${workspace.id} and c.id = ${conversationId} and c.is_test = ${isTest} and l.deleted_at is null`;
  if (!row) throw notFound('conversation');
  const { leadId, channel } = row;
  if (leadId === null)
    throw conflict('no_lead', 'This customer is no lead yet: create the lead with this conversationId first.');
  return { leadId, channel };
}
