import type { Ctx } from '../../http/face.ts';
import { toFailure } from '../../http/failure.ts';
import { patchMetadata } from '../../modules/leads/index.ts';
import { toError } from './face.ts';
import type { PatchMetadataBody } from './request-schemas.ts';
import type { NexorPatchResult } from './schemas.ts';

/** Merges the patch into the metadata of each lead that a value selects. What is wrong with one is in its result. */
export async function patchMany(ctx: Ctx, { selector, values, patch }: PatchMetadataBody): Promise<NexorPatchResult[]> {
  const by = selector === 'external_id' ? 'externalId' : selector;
  const outcomes = await patchMetadata(ctx, { by, values: values.map(String), patch });
  return outcomes.map((outcome, index) => {
    const value = values[index] ?? '';
    if (outcome.ok) return { value, success: true, lead_id: outcome.leadId };
    return { value, success: false, ...toError(toFailure(outcome.error)) };
  });
}
