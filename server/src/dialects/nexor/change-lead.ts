import type { Ctx } from '../../http/face.ts';
import { existingId } from '../../kernel/ids.ts';
import { updateLead } from '../../modules/leads/index.ts';
import { toUpdated } from './from-lead.ts';
import type { LeadChangeBody } from './request-schemas.ts';
import { toChange } from './to-lead.ts';

/** Changes what is given; PATCH and PUT are one to Nexor. Raises `not_found`, `invalid_input`. */
export async function changeLead(ctx: Ctx, id: string, body: LeadChangeBody) {
  const lead = await updateLead(ctx, { leadId: existingId(id, 'lead'), change: toChange(body) });
  return { success: true as const, lead: toUpdated(lead) };
}
