import type { Ctx } from '../../http/face.ts';
import { toFailure } from '../../http/failure.ts';
import { FoyerError, notFound } from '../../kernel/errors.ts';
import { searchLeads, updateLead } from '../../modules/leads/index.ts';
import { existingId } from './existing-id.ts';
import { toError } from './face.ts';
import type { PatchMetadataBody } from './request-schemas.ts';
import type { NexorPatchResult } from './schemas.ts';

type Selector = PatchMetadataBody['selector'];

/** Merges the patch into the metadata of the lead that a value selects. What is wrong with it is in the answer. */
export async function patchOne(
  ctx: Ctx,
  { selector, patch }: Pick<PatchMetadataBody, 'selector' | 'patch'>,
  value: string | number,
): Promise<NexorPatchResult> {
  try {
    const leadId = await findLeadId(ctx, selector, String(value));
    await updateLead(ctx, { leadId, change: { metadata: patch } });
    return { value, success: true, lead_id: leadId };
  } catch (error) {
    if (!(error instanceof FoyerError) || (error.code !== 'not_found' && error.code !== 'invalid_input')) throw error;
    return { value, success: false, ...toError(toFailure(error)) };
  }
}

/** Of several leads with one contact point the one active last, as when a lead is created again. */
async function findLeadId(ctx: Ctx, selector: Selector, value: string): Promise<string> {
  if (selector === 'id') return existingId(value, 'lead');
  const key = selector === 'external_id' ? 'externalId' : selector;
  const { leads } = await searchLeads(ctx, { [key]: value, page: 1, limit: 100 });
  const [newest] = leads.sort((one, other) => other.lastActivityAt.localeCompare(one.lastActivityAt));
  if (!newest) throw notFound('lead');
  return newest.id;
}
