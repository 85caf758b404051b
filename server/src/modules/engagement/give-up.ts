import type { TxCtx } from '../../db/database.ts';
import type { ClaimedStimulus } from '../../jobs/claim-stimulus.ts';
import { askForPerson } from '../leads/index.ts';

/** A stimulus that fails again and again is a person's matter: the lead must not wait for nobody. */
export async function giveUpOnStimulus(ctx: TxCtx, { leadId, payload, kind }: ClaimedStimulus): Promise<void> {
  const conversationId = typeof payload.conversationId === 'string' ? payload.conversationId : undefined;
  await askForPerson(ctx, { leadId, conversationId, reason: `the agent failed to handle "${kind}"` });
}
