import type { Ctx, TxCtx } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { FoyerError, notFound } from '../../kernel/errors.ts';
import { isUuid } from '../../kernel/ids.ts';
import { changeLead } from './change-lead.ts';
import { lockLead } from './lock-lead.ts';
import type { ContactPoint } from './new-lead.ts';
import { inBatches, type Outcome, oneByOne } from './one-by-one.ts';
import { findKnown, type Points, pointsOf } from './same-person.ts';
import { type HeldLeads, lockLeads, withKnown } from './with-known.ts';

export interface MetadataPatch {
  /** Which leads: each value names one. */
  readonly by: 'id' | ContactPoint;
  readonly values: readonly string[];
  /** Merged into the metadata, key by key; null removes one. */
  readonly patch: Readonly<Record<string, unknown>>;
}

export type PatchOutcome = Outcome<{ readonly leadId: string }>;

/**
 * Changes the metadata of up to 1,000 leads in their order, each alone: what is wrong with one, such as `not_found`, is
 * its own outcome. A contact point names the lead that an upsert would: of several the one active last. Raises
 * `invalid_input` for too many.
 */
export async function patchMetadata(ctx: Ctx, { by, values, patch }: MetadataPatch): Promise<PatchOutcome[]> {
  requireScope(ctx, 'leads:write');
  const change = { metadata: { ...patch } };
  return inBatches(ctx, values, async (tctx, batch) => {
    const write = async (inner: TxCtx, leadId: string) => {
      await changeLead(inner, change, { leadId, before: await lockLead(inner, leadId), verb: 'patchMetadata' });
      return leadId;
    };
    const done = by === 'id' ? await patchById(tctx, batch, write) : await patchByPoint(tctx, by, batch, write);
    return done.map((one) => (one instanceof FoyerError ? { ok: false, error: one } : { ok: true, leadId: one }));
  });
}

type Write = (ctx: TxCtx, leadId: string) => Promise<string>;
type Done = string | FoyerError;

async function patchById(ctx: TxCtx, batch: readonly string[], write: Write): Promise<Done[]> {
  const held = await lockLeads(ctx, batch.filter(isUuid));
  const done = await oneByOne(ctx, batch, async (alone, value) => {
    const leadId = value.toLowerCase();
    if (!held.has(leadId)) throw notFound('lead');
    return write(alone, leadId);
  });
  return done ?? [];
}

function patchByPoint(ctx: TxCtx, by: ContactPoint, batch: readonly string[], write: Write): Promise<Done[]> {
  const points = batch.map((value) => pointsOf({ [by]: value }, ctx.workspace.country));
  return withKnown(ctx, points, (inner, held) =>
    oneByOne(inner, points, (alone, point) => patchKnown(alone, point, held, write)),
  );
}

/** Undefined where the one that is known by now is not held. */
async function patchKnown(ctx: TxCtx, points: Points, held: HeldLeads, write: Write): Promise<string | undefined> {
  const [known] = await findKnown(ctx, points);
  if (!known) throw notFound('lead');
  return held.has(known.id) ? write(ctx, known.id) : undefined;
}
