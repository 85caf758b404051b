import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { giveToAgent, type Lead, leadParams, leadSchema, lockLead, readLead } from '../leads/index.ts';
import { requireMember } from '../members/index.ts';
import { recordAudit } from '../timeline/index.ts';
import { asPerson, memberIdInput } from './acting-person.ts';

const handBackSchema = z.strictObject({
  memberId: memberIdInput,
  reason: z.string().trim().min(1).max(500).optional().describe('Stands on the timeline.'),
});
export type HandingBack = z.infer<typeof handBackSchema> & { readonly leadId: string };

/**
 * Gives a lead back to its agent, which goes on from what was said meanwhile; nothing where it has the lead. Raises
 * `not_found`, `invalid_input` for a member who is none.
 */
export async function handBackLead(ctx: Ctx, { leadId, memberId, reason }: HandingBack): Promise<Lead> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    const before = await lockLead(tctx, leadId);
    await requireMember(tctx, memberId);
    if (before.owner === 'person') await giveToAgent(asPerson(tctx, memberId), { leadId, reason });
    recordAudit(tctx, { verb: 'handBackLead', objectType: 'lead', objectId: leadId });
    return readLead(tctx, leadId);
  });
}

export const handBackLeadOperation = defineOperation({
  operationId: 'handBackLead',
  method: 'POST',
  path: '/v1/leads/{leadId}/hand-back',
  tag: 'Leads',
  summary: 'Hand a lead back to its agent',
  description:
    'Nobody is waited for any more. The agent answers what the lead wrote last and nobody answered; else it takes the next step, or is silent where its own last words or a question of yours wait for the lead.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: handBackSchema.default({}),
  success: { status: 200, description: 'The lead as it is now.', schema: leadSchema },
  errors: ['not_found'],
  etag: (lead) => String(lead.revision),
  handle: (ctx: Ctx, { params, body }) => handBackLead(ctx, { ...params, ...body }),
});
