import type { TxCtx } from '../../db/database.ts';
import { cancelTimers } from '../../jobs/timers.ts';
import { cancelAgentTimers } from '../conversations/index.ts';
import { STATUS_TIMEOUT } from './status-timeout.ts';

/**
 * Removes what a lead's runs were still to do. Reminders stay with their appointments, and a person's lead still goes
 * back when nobody writes: the policy keeps the agent silent meanwhile, and both are needed if the lead is back in time.
 */
export async function stopTimers(ctx: TxCtx, leadId: string, reason: string): Promise<void> {
  await cancelAgentTimers(ctx, leadId, { reason });
  await cancelTimers(ctx, leadId, [STATUS_TIMEOUT]);
}
