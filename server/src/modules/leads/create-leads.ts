import { writeCollected } from '../../db/begin.ts';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { collectLead } from './insert-lead.ts';
import { type Lead, selectLeads, withSnapshots } from './lead.ts';
import type { BulkLead } from './new-lead.ts';

interface CreateLeadsOptions {
  /** Where they came in. */
  readonly channel?: string;
  /** Who sent them, on the timeline. */
  readonly summary?: string;
  /** Where in the request the fields of the lead at this index stood. */
  readonly pathOf?: (index: number) => readonly string[];
}

const MAX_NEW = 1_000;
/** Each may bring 64 kB of metadata. */
const WRITTEN_AT_ONCE = 50;

/**
 * Makes up to 1,000 leads in their order, all or none, each as `createLead` does: they may share contact points. Raises
 * what `createLead` raises, and `invalid_input` for too many.
 */
export async function createLeads(
  ctx: Ctx,
  inputs: readonly BulkLead[],
  { pathOf = () => [], ...options }: CreateLeadsOptions = {},
): Promise<Lead[]> {
  requireScope(ctx, 'leads:write');
  if (inputs.length > MAX_NEW)
    throw invalidInput('Too many leads.', [{ path: [...pathOf(MAX_NEW)], message: 'Send at most 1,000 at a time.' }]);
  return transaction(ctx, async (tctx) => {
    const ids: string[] = [];
    for (const [index, input] of inputs.entries()) {
      const { leadId } = await collectLead(tctx, input, { ...options, path: pathOf(index) });
      ids.push(leadId);
      if (ids.length % WRITTEN_AT_ONCE === 0) await writeCollected(tctx.tx);
    }
    const { tx } = tctx;
    await writeCollected(tx);
    const written = tx`where l.workspace_id = ${ctx.workspace.id} and l.id = any (${ids}) order by l.id`;
    return withSnapshots(tx, () => selectLeads(tx, written));
  });
}
