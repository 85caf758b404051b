import type { Ctx } from '../../../http/face.ts';
import { conflict } from '../../../kernel/errors.ts';
import { existingId } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { requestPerson } from '../../../modules/leads/index.ts';
import { handoffBody, idParams } from '../request-schemas.ts';
import { handoffSchema } from '../schemas.ts';

export const requestHandoffOperation = defineOperation({
  operationId: 'requestHandoff',
  method: 'POST',
  path: '/api/v1/leads/{id}/handoff',
  tag: 'Leads',
  summary: 'Hand a lead over to a person',
  description: 'The agent is silent until somebody has come. Asking again is noted again.',
  auth: 'key',
  scope: 'leads:write',
  params: idParams,
  body: handoffBody,
  success: { status: 200, description: 'What was asked for.', schema: handoffSchema },
  errors: ['not_found', 'conflict'],
  handle: async (ctx: Ctx, { params, body }) => {
    const leadId = existingId(params.id, 'lead');
    const wanted = { leadId, reason: body?.reason || undefined, summary: body?.summary || undefined };
    const { id, conversationId } = await requestPerson(ctx, wanted);
    if (conversationId === null) throw conflict('no_conversation', 'The lead has no conversation to hand over.');
    return {
      handoff_id: id,
      lead_id: leadId,
      conversation_id: conversationId,
      conversation_status: 'awaiting_human' as const,
      notified_channel: 'email' as const,
    };
  },
});
