import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { patchMany } from '../patch-metadata.ts';
import { patchMetadataBody } from '../request-schemas.ts';
import { patchedResponse } from '../schemas.ts';

export const patchLeadsMetadataOperation = defineOperation({
  operationId: 'patchLeadsMetadata',
  method: 'PATCH',
  path: '/api/public/leads/metadata',
  tag: 'Leads',
  summary: 'Change the metadata of many leads',
  description: 'Merges `patch` into the metadata of each lead that a value selects.',
  auth: 'key',
  scope: 'leads:write',
  body: patchMetadataBody,
  success: { status: 200, description: 'What became of each value.', schema: patchedResponse },
  handle: async (ctx: Ctx, { body }) => {
    const results = await patchMany(ctx, body);
    const updated = results.filter(({ success }) => success).length;
    return { success: true as const, total: results.length, updated, failed: results.length - updated, results };
  },
});
