import type { Ctx } from '../../../http/face.ts';
import { existingId } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { addChecklistItem } from '../../../modules/checklist/index.ts';
import { leadParams, newChecklistItemBody } from '../request-schemas.ts';
import { createdItemSchema } from '../schemas.ts';
import { toNewItem } from '../to-item.ts';
import { toUpper } from '../words.ts';

export const createLeadChecklistItemOperation = defineOperation({
  operationId: 'createLeadChecklistItem',
  method: 'POST',
  path: '/api/v1/leads/{leadId}/checklist-items',
  tag: 'Leads',
  summary: "Add an item to a lead's checklist",
  description: 'For this lead alone. Its code is made of the label where none is given, and is unique within the lead.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  body: newChecklistItemBody,
  success: { status: 200, description: 'The item.', schema: createdItemSchema },
  errors: ['not_found', 'conflict'],
  handle: async (ctx: Ctx, { params, body }) => {
    const leadId = existingId(params.leadId, 'lead');
    const item = await addChecklistItem(ctx, { leadId, ...toNewItem(body) });
    const { id, code, label, fieldType, isRequired, agentInstructions, clientInstructions, createdAt } = item;
    const status = toUpper(item.status);
    return {
      success: true as const,
      checklistItem: {
        id,
        leadId,
        code,
        label,
        fieldType,
        isRequired,
        status,
        agentInstructions,
        clientInstructions,
        createdAt,
      },
    };
  },
});
