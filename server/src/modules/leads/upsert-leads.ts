import type { Ctx, TxCtx } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { type Lead, selectLeads, withSnapshots } from './lead.ts';
import type { BulkLead } from './new-lead.ts';
import { inBatches, type Outcome, oneByOne } from './one-by-one.ts';
import { lockPoints, pointsOf } from './same-person.ts';
import { type UpsertedLead, type UpsertOptions, upsertHeld } from './upsert-lead.ts';
import { withKnown } from './with-known.ts';

export type UpsertOutcome = Outcome<UpsertedLead>;

/**
 * Upserts up to 1,000 leads in their order, each as `upsertLead` does, each alone: what is wrong with one is its own
 * outcome and undoes only that. Raises `invalid_input` for too many.
 */
export async function upsertLeads(
  ctx: Ctx,
  inputs: readonly BulkLead[],
  options: UpsertOptions = {},
): Promise<UpsertOutcome[]> {
  requireScope(ctx, 'leads:write');
  return inBatches(ctx, inputs, (tctx, batch) => upsertBatch(tctx, batch, options));
}

async function upsertBatch(ctx: TxCtx, batch: readonly BulkLead[], options: UpsertOptions): Promise<UpsertOutcome[]> {
  const points = batch.map((input) => pointsOf(input, ctx.workspace.country));
  await lockPoints(ctx, points);
  return withKnown(ctx, points, async (inner, held) => {
    const upserted = await oneByOne(inner, batch, (alone, input) => upsertHeld(alone, input, { held, ...options }));
    if (!upserted) return undefined;
    const ids = upserted.flatMap((one) => (one instanceof FoyerError ? [] : [one.leadId]));
    const { tx, workspace } = inner;
    const written = tx`where l.workspace_id = ${workspace.id} and l.id = any (${ids})`;
    const leads = await withSnapshots(tx, () => selectLeads(tx, written));
    const byId = new Map(leads.map((lead) => [lead.id, lead]));
    return upserted.map((one): UpsertOutcome => {
      if (one instanceof FoyerError) return { ok: false, error: one };
      const { leadId, ...rest } = one;
      return { ok: true, lead: leadOf(byId, leadId), ...rest };
    });
  });
}

function leadOf(leads: ReadonlyMap<string, Lead>, leadId: string): Lead {
  const lead = leads.get(leadId);
  if (!lead) throw new Error(`the lead ${leadId} was written and is not there`);
  return lead;
}
