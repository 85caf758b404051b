import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Lead, leadParams, leadSchema, lockLead, readLead } from '../leads/index.ts';
import { requireMember } from '../members/index.ts';
import { recordAudit } from '../timeline/index.ts';
import { memberIdInput } from './acting-person.ts';
import { personComes } from './take-over.ts';

const takeOverSchema = z.strictObject({
  memberId: memberIdInput,
  reason: z.string().trim().min(1).max(500).optional().describe('Stands on the timeline.'),
});
export type TakingOverLead = z.infer<typeof takeOverSchema> & { readonly leadId: string };

/**
 * Gives a lead to a person: before this answers, the agent is silent on every channel, and what it had yet to say is
 * stopped, each on the timeline. Raises `not_found`, `invalid_input` for a member who is none.
 */
export async function takeOverLead(ctx: Ctx, { leadId, memberId, reason }: TakingOverLead): Promise<Lead> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    const before = await lockLead(tctx, leadId);
    await requireMember(tctx, memberId);
    await personComes(tctx, { leadId, before, memberId, reason });
    recordAudit(tctx, { verb: 'takeOverLead', objectType: 'lead', objectId: leadId });
    return readLead(tctx, leadId);
  });
}

export const takeOverLeadOperation = defineOperation({
  operationId: 'takeOverLead',
  method: 'POST',
  path: '/v1/leads/{leadId}/take-over',
  tag: 'Leads',
  summary: 'Take a lead over',
  description:
    'A person has the lead from here. The agent is silent before this answers, on every channel; drafts, follow-ups and messages that wait are withdrawn. It goes on learning from what the lead says. `hand-back` gives the lead back.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: takeOverSchema.default({}),
  success: { status: 200, description: 'The lead as it is now.', schema: leadSchema },
  errors: ['not_found'],
  etag: (lead) => String(lead.revision),
  handle: (ctx: Ctx, { params, body }) => takeOverLead(ctx, { ...params, ...body }),
});
