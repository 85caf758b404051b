import type { TxCtx } from '../../db/database.ts';
import { conflict, invalidInput } from '../../kernel/errors.ts';
import type { Stage } from './lead.ts';

interface Settling {
  readonly leadId: string;
  readonly before: { readonly stage: Stage };
  /** Where in the request the lead's fields stood. */
  readonly path: readonly string[];
}

/**
 * The stage that a locked lead gets where a caller sets it: who has spoken before does not start again as new. A lead is
 * booked while an appointment is to come, and then only lost or converted besides. Raises `invalid_input` for booked
 * without an appointment, `conflict` booked for what would hide one.
 */
export async function settleStage(ctx: TxCtx, stage: Stage, { leadId, before, path }: Settling): Promise<Stage> {
  if (stage === before.stage || stage === 'lost' || stage === 'converted') return stage;
  const { isBooked, hasSpoken } = await standingOf(ctx, leadId);
  if (stage === 'booked') {
    if (isBooked) return stage;
    const message = 'A lead is booked by its appointment: book one and the stage follows.';
    throw invalidInput('This stage cannot be set.', [{ path: [...path, 'stage'], message }]);
  }
  if (isBooked) throw conflict('booked', 'The lead has an appointment to come. Cancel the appointment first.');
  const wasOver = before.stage === 'lost' || before.stage === 'converted';
  return stage === 'new' && wasOver && hasSpoken ? 'engaged' : stage;
}

async function standingOf({ tx, at, workspace }: TxCtx, leadId: string) {
  const [row] = await tx<{ isBooked: boolean; hasSpoken: boolean }[]>`
    select exists (
      select from appointments
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and status = 'confirmed' and end_at > ${at}
    ) as is_booked, exists (
      select from conversations
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and last_inbound_at is not null
    ) as has_spoken`;
  return row ?? { isBooked: false, hasSpoken: false };
}
