import type { TxCtx } from '../../db/database.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { type Lead, selectLeads } from './lead.ts';

const PART = 200;
/** Of one answer, as JSON: writing it holds up other requests for 80 ms. */
const MAX_BYTES = 20_000_000;

/**
 * The leads with these ids, newest first, without those that have gone meanwhile. Read a part at a time, so that leads
 * with much on them fill no memory and other requests come in between. Raises `invalid_input` (`answer_too_large`).
 */
export async function readInParts({ tx, workspace }: TxCtx, ids: readonly string[]): Promise<Lead[]> {
  const leads: Lead[] = [];
  let bytes = 0;
  for (let start = 0; start < ids.length; start += PART) {
    const some = ids.slice(start, start + PART);
    const part = await selectLeads(
      tx,
      tx`where l.workspace_id = ${workspace.id} and l.id = any (${some}::uuid[]) and l.deleted_at is null order by l.id desc`,
    );
    for (const lead of part) bytes += Buffer.byteLength(JSON.stringify(lead));
    if (bytes > MAX_BYTES) throw tooLarge();
    leads.push(...part);
  }
  return leads;
}

function tooLarge(): FoyerError {
  const message = 'These leads are more than 20 MB together. Ask for fewer at once: choose a smaller `limit`.';
  return new FoyerError('invalid_input', message, { reason: 'answer_too_large' });
}
