import type { TxCtx } from '../../db/database.ts';
import { placeCancellation } from '../appointments/index.ts';

/** Cancels what a lead has agreed to come to; what has begun stays. The caller holds the lead's lock. */
export async function cancelAppointments(ctx: TxCtx, leadId: string, reason: string): Promise<void> {
  for (const { id } of await selectToCome(ctx, leadId)) await placeCancellation(ctx, id, reason);
}

/** Whether a lead has an appointment that stands and has not begun. */
export async function hasAppointmentToCome(ctx: TxCtx, leadId: string): Promise<boolean> {
  return (await selectToCome(ctx, leadId)).length > 0;
}

function selectToCome({ tx, at, workspace }: TxCtx, leadId: string): Promise<{ id: string }[]> {
  return tx<{ id: string }[]>`
    select id from appointments
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and status = 'confirmed' and start_at > ${at}
    order by start_at`;
}
