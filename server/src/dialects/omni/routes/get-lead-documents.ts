import { z } from 'zod';
import type { Ctx } from '../../../http/face.ts';
import { existingId } from '../../../kernel/ids.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { listDocuments } from '../../../modules/documents/index.ts';
import { fromDocument } from '../from-document.ts';
import { leadParams } from '../request-schemas.ts';
import { documentSchema } from '../schemas.ts';

export const getLeadDocumentsOperation = defineOperation({
  operationId: 'getLeadDocuments',
  method: 'GET',
  path: '/api/v1/leads/{leadId}/documents',
  tag: 'Documents',
  summary: "List a lead's documents",
  description: 'Each with a link that opens it without a key for an hour.',
  auth: 'key',
  scope: 'leads:read',
  params: leadParams,
  success: { status: 200, description: 'A bare list.', schema: z.array(documentSchema) },
  errors: ['not_found'],
  handle: async (ctx: Ctx, { params }) => {
    const documents = await listDocuments(ctx, { leadId: existingId(params.leadId, 'lead') });
    return documents.map(fromDocument);
  },
});
