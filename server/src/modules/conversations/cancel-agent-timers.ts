import type { TxCtx } from '../../db/database.ts';
import { cancelTimers, type RemovedTimer } from '../../jobs/timers.ts';
import { recordAction } from '../timeline/index.ts';
import { agentTimers, MISSED_TIMER } from './agent-timers.ts';

interface Cancelling {
  /** Why, for the timeline. */
  readonly reason: string;
  /** Spares those whose payload has `keepsOnReply`. */
  readonly unlessPromised?: boolean;
}

/** Removes the timers after which the agent would speak to a lead unasked. The caller holds the lead's lock. */
export async function cancelAgentTimers(
  ctx: TxCtx,
  leadId: string,
  { reason, unlessPromised = false }: Cancelling,
): Promise<void> {
  const removed = await cancelTimers(ctx, leadId, agentTimers, { unlessPromised });
  tellOfRemoved(ctx, leadId, { removed, reason });
}

/** What was promised stands on the timeline when it is not to come; a follow-up's message says so for itself. */
export function tellOfRemoved(
  ctx: TxCtx,
  leadId: string,
  { removed, reason }: { readonly removed: readonly RemovedTimer[]; readonly reason: string },
): void {
  for (const { kind, payload } of removed) {
    if (kind !== MISSED_TIMER) continue;
    const { appointmentId, conversationId } = payload;
    recordAction(ctx, {
      leadId,
      conversationId: typeof conversationId === 'string' ? conversationId : null,
      appointmentId: String(appointmentId),
      type: 'system_note',
      summary: `Did not offer another time: ${reason}`,
    });
  }
}
