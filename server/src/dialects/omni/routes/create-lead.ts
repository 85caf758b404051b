import { type Ctx, transaction } from '../../../http/face.ts';
import { requireScope } from '../../../kernel/ctx.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { setChecklistItems } from '../../../modules/checklist/index.ts';
import { createLead } from '../../../modules/leads/index.ts';
import { getLeadOverview } from '../../../modules/overview/index.ts';
import { fromOverview } from '../from-overview.ts';
import { type CreateLeadBody, createLeadBody } from '../request-schemas.ts';
import { writtenSchema } from '../schemas.ts';
import { toItemValues, toNewLead } from '../to-lead.ts';

/** Makes the lead with its checklist's values, all or nothing. */
async function create(ctx: Ctx, body: CreateLeadBody) {
  // The answer is the whole lead: who may not read it writes nothing either.
  requireScope(ctx, 'leads:read');
  const overview = await transaction(ctx, async (inner) => {
    const { id: leadId } = await createLead(inner, toNewLead(body));
    const { checklistItems = [] } = body;
    const items = toItemValues(checklistItems);
    if (items.length > 0) await setChecklistItems(inner, { leadId, items, isTold: false });
    return getLeadOverview(inner, { leadId });
  });
  return { success: true as const, ...fromOverview(overview, ctx.workspace.id) };
}

export const createLeadOperation = defineOperation({
  operationId: 'createLead',
  method: 'POST',
  path: '/api/v1/leads',
  tag: 'Leads',
  summary: 'Create a lead',
  description:
    'Leads may share contact points: those that do are listed as `matchingLeads`. Needs `leads:read` too, for the answer.',
  auth: 'key',
  scope: 'leads:write',
  body: createLeadBody,
  success: { status: 200, description: 'The lead in the standard shape.', schema: writtenSchema },
  handle: (ctx: Ctx, { body }) => create(ctx, body),
});
