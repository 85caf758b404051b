import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { createMany, createOne } from '../create-leads.ts';
import { createLeadBody } from '../request-schemas.ts';
import { createdResponse } from '../schemas.ts';

const LIST_LIMIT_BYTES = 20 * 1_048_576;

export const createLeadOperation = defineOperation({
  operationId: 'createLead',
  method: 'POST',
  path: '/api/public/leads',
  tag: 'Leads',
  summary: 'Create leads',
  description:
    'One lead, or a list of up to 1,000. A lead with the same external id, e-mail or phone is updated in its stead.',
  auth: 'key',
  scope: 'leads:write',
  body: createLeadBody,
  bodyLimitBytes: LIST_LIMIT_BYTES,
  success: { status: 201, description: 'The lead, or what became of each.', schema: createdResponse },
  handle: (ctx: Ctx, { body }) => (Array.isArray(body) ? createMany(ctx, body) : createOne(ctx, body)),
});
