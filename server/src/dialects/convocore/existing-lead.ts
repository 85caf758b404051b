import type { Ctx } from '../../http/face.ts';
import { notFound } from '../../kernel/errors.ts';
import { existingId } from '../../kernel/ids.ts';
import { getLead, type Lead } from '../../modules/leads/index.ts';

/** The agent's lead of this id. Raises `not_found` for another agent's, for an unknown one and for what is no id. */
export async function existingLead(ctx: Ctx, { id, agentId }: { id: string; agentId: string }): Promise<Lead> {
  const leadId = existingId(id, 'lead');
  const lead = await getLead(ctx, { leadId });
  if (lead.agentId !== agentId.toLowerCase()) throw notFound('lead');
  return lead;
}
