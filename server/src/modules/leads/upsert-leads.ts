import { savepoint } from '../../db/begin.ts';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { FoyerError, invalidInput } from '../../kernel/errors.ts';
import { type Lead, selectLeads } from './lead.ts';
import type { NewLead } from './new-lead.ts';
import { lockKnown, lockPoints, pointsOf } from './same-person.ts';
import { type UpsertedLead, type UpsertOptions, upsertLocked } from './upsert-lead.ts';

export type UpsertOutcome = ({ readonly ok: true } & UpsertedLead) | { readonly ok: false; readonly error: FoyerError };

const MAX_UPSERTS = 1_000;
/** Leads in one transaction: its commit is shared, and its locks are held for tenths of a second. */
const BATCH = 50;

/**
 * Upserts up to 1,000 leads in their order, each as `upsertLead` does, each alone: what is wrong with one is its own
 * outcome and undoes only that. Raises `invalid_input` for too many.
 */
export async function upsertLeads(
  ctx: Ctx,
  inputs: readonly NewLead[],
  options: UpsertOptions = {},
): Promise<UpsertOutcome[]> {
  requireScope(ctx, 'leads:write');
  if (inputs.length > MAX_UPSERTS)
    throw invalidInput('Too many leads.', [{ path: [], message: 'Send at most 1,000 leads at a time.' }]);
  const outcomes: UpsertOutcome[] = [];
  for (let start = 0; start < inputs.length; start += BATCH) {
    const batch = inputs.slice(start, start + BATCH);
    outcomes.push(...(await transaction(ctx, (tctx) => upsertBatch(tctx, batch, options))));
  }
  return outcomes;
}

async function upsertBatch(ctx: TxCtx, batch: readonly NewLead[], options: UpsertOptions): Promise<UpsertOutcome[]> {
  const points = batch.map((input) => pointsOf(input, ctx.workspace.country));
  await lockPoints(ctx, points);
  await lockKnown(ctx, points);
  const upserted: (Awaited<ReturnType<typeof upsertLocked>> | FoyerError)[] = [];
  for (const input of batch) upserted.push(await attempt(ctx, input, options));
  const ids = upserted.flatMap((one) => (one instanceof FoyerError ? [] : [one.leadId]));
  const leads = await selectLeads(ctx.tx, ctx.tx`where l.workspace_id = ${ctx.workspace.id} and l.id = any (${ids})`);
  const byId = new Map(leads.map((lead) => [lead.id, lead]));
  return upserted.map((one) => {
    if (one instanceof FoyerError) return { ok: false, error: one };
    const { leadId, ...rest } = one;
    return { ok: true, lead: leadOf(byId, leadId), ...rest };
  });
}

async function attempt(ctx: TxCtx, input: NewLead, options: UpsertOptions) {
  try {
    return await savepoint(ctx.tx, (tx) => upsertLocked({ ...ctx, tx }, input, options));
  } catch (error) {
    if (error instanceof FoyerError) return error;
    throw error;
  }
}

function leadOf(leads: ReadonlyMap<string, Lead>, leadId: string): Lead {
  const lead = leads.get(leadId);
  if (!lead) throw new Error(`the lead ${leadId} was written and is not there`);
  return lead;
}
