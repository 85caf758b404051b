import { type Ctx, transaction } from '../../http/face.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { existingId } from '../../kernel/ids.ts';
import { setChecklistItems, setCompletion } from '../../modules/checklist/index.ts';
import { updateLead as changeLead } from '../../modules/leads/index.ts';
import { getLeadOverview } from '../../modules/overview/index.ts';
import { fromOverview } from './from-overview.ts';
import type { UpdateLeadBody } from './request-schemas.ts';
import { toCompletion, toItemValues, toLeadChange } from './to-lead.ts';

/** Changes what was sent and leaves the rest, all or nothing; the lead in the standard shape. Raises `not_found`. */
export async function updateLead(ctx: Ctx, id: string, body: UpdateLeadBody) {
  // The answer is the whole lead: who may not read it writes nothing either.
  requireScope(ctx, 'leads:read');
  const leadId = existingId(id, 'lead');
  const overview = await transaction(ctx, async (inner) => {
    // Also where no field is sent: each update has its line in the action log.
    await changeLead(inner, { leadId, change: toLeadChange(body) });
    const { checklistItems = [], status } = body;
    const items = toItemValues(checklistItems);
    if (items.length > 0) await setChecklistItems(inner, { leadId, items, isTold: false });
    if (status !== undefined) await setCompletion(inner, { leadId, completion: toCompletion(status) });
    return getLeadOverview(inner, { leadId });
  });
  return { success: true as const, ...fromOverview(overview, ctx.workspace.id) };
}
