import type { Ctx } from '../../../http/face.ts';
import { defineOperation } from '../../../kernel/operation.ts';
import { patchOne } from '../patch-metadata.ts';
import { patchMetadataBody } from '../request-schemas.ts';
import { type NexorPatchResult, patchedResponse } from '../schemas.ts';

/** Leaves connections for others. */
const AT_ONCE = 4;

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
    const results: NexorPatchResult[] = [];
    for (let start = 0; start < body.values.length; start += AT_ONCE) {
      const values = body.values.slice(start, start + AT_ONCE);
      results.push(...(await Promise.all(values.map((value) => patchOne(ctx, body, value)))));
    }
    const updated = results.filter(({ success }) => success).length;
    return { success: true as const, total: results.length, updated, failed: results.length - updated, results };
  },
});
