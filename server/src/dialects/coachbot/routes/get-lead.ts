import type { Ctx } from '../../../http/face.ts';
import { existingId } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { getNewestCall } from '../../../modules/calls/index.ts';
import { getLead } from '../../../modules/leads/index.ts';
import { toVoiceCall } from '../from-call.ts';
import { isByPhone, toCoachbotLead } from '../from-lead.ts';
import { idParams, leadAnswerSchema } from '../schemas.ts';

export const getLeadOperation = defineOperation({
  operationId: 'getLead',
  method: 'GET',
  path: '/api/public/leads/{id}',
  tag: 'Leads',
  summary: 'Read a lead',
  auth: 'key',
  confirmsKey: true,
  scope: 'leads:read',
  params: idParams,
  success: { status: 200, description: 'The lead, with its newest call.', schema: leadAnswerSchema },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params }) => {
    const lead = await getLead(ctx, { leadId: existingId(params.id, 'lead') });
    const call = isByPhone(lead) ? await getNewestCall(ctx, { leadId: lead.id }) : null;
    return { ok: true as const, lead: toCoachbotLead(lead), voiceCall: call && toVoiceCall(call) };
  },
});
