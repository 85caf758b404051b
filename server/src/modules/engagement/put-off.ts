import type { TxCtx } from '../../db/database.ts';
import type { ClaimedStimulus } from '../../jobs/claim-stimulus.ts';
import { cancelTimers, setTimer } from '../../jobs/timers.ts';
import { ANSWER_TIMER } from '../conversations/index.ts';
import type { Loaded } from './load-situation.ts';

type Answering = Pick<ClaimedStimulus, 'leadId' | 'kind' | 'payload'>;

/** Has a stimulus answered later, when something may be said. */
export function putOff(ctx: TxCtx, { leadId, kind, payload }: Answering, until: Date): void {
  setTimer(ctx, { leadId, kind: ANSWER_TIMER, payload: asWaiting({ kind, payload }), dueAt: until });
}

/** The payload of a stimulus whose answer had to wait: by it the answer is to all that nobody has answered. */
export function asWaiting({ kind, payload }: Omit<Answering, 'leadId'>): ClaimedStimulus['payload'] {
  return { ...payload, cause: kind };
}

/** The stimulus that was put off, as it came first. */
export function asPutOff(due: ClaimedStimulus): ClaimedStimulus {
  return { ...due, kind: String(due.payload.cause) };
}

/**
 * Whether an answer in this stimulus' conversation had to wait: the stimulus itself, or another that it takes the place
 * of. All that nobody has answered gets one answer.
 */
export async function takePutOff(
  ctx: TxCtx,
  { leadId, kind, payload }: Answering,
  { situation }: Loaded,
): Promise<boolean> {
  // Nothing waits where it is read by whoever comes to look; and neither a greeting nor what was said in a call is an answer.
  if (situation.sending.channel.isInPlace || kind === 'lead_created' || kind === 'call_ended') return false;
  const match = { conversationId: String(payload.conversationId) };
  const replaced = await cancelTimers(ctx, leadId, [ANSWER_TIMER], { match });
  return replaced.length > 0 || 'cause' in payload;
}
