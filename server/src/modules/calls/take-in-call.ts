import type { TxCtx } from '../../db/database.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { parsePhone } from '../../kernel/contact.ts';
import { stopReachedByCall } from '../conversations/index.ts';
import { type LockedLead, touchLead } from '../leads/index.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { type Call, reachedNobody } from './call.ts';
import type { HeardPart } from './read-heard-call.ts';

/** Which words of a call are new. */
export interface News {
  readonly hasBegun: boolean;
  readonly hasEnded: boolean;
  readonly hasTranscript: boolean;
  readonly hasSummary: boolean;
}

/**
 * What follows from what was handed in of a call, in the transaction that writes it: the events, the timeline, and that
 * the agent hears it. A lead that has spoken is not reached out to as a silent one, and a call from or to its number
 * proves the number. The caller holds the lead's lock.
 */
export async function takeInCall(ctx: TxCtx, lead: LockedLead, call: Call, news: News): Promise<void> {
  const { id: callId, leadId, conversationId, direction, endedReason, durationSeconds, outcome, status } = call;
  const about = { callId, channel: 'voice', direction };
  if (news.hasBegun && status !== 'failed') {
    recordEvent(ctx, { type: 'call.started', leadId, conversationId, data: about });
  }
  if (news.hasEnded) {
    const data = { ...about, status, endedReason, outcome, durationSeconds };
    recordEvent(ctx, { type: 'call.ended', leadId, conversationId, data });
  }
  const output = { direction, status, endedReason, outcome, durationSeconds };
  recordAction(ctx, { leadId, conversationId, callId, type: 'call', summary: summaryOf(call, news), output });
  const hasSpoken = call.transcript?.some(({ speaker }) => speaker === 'lead') === true;
  if (reachedNobody(call)) return touchLead(ctx, leadId);
  if (news.hasTranscript && hasSpoken) {
    await provePhone(ctx, lead, call);
    await stopReachedByCall(ctx, leadId, new Date(call.endedAt ?? ctx.at));
    hear(ctx, call, 'transcript');
  } else if (news.hasSummary && !call.transcript) {
    hear(ctx, call, 'summary');
  }
  return touchLead(ctx, leadId);
}

function hear(ctx: TxCtx, { id: callId, leadId, conversationId }: Call, part: HeardPart): void {
  enqueueStimulus(ctx, { leadId, kind: 'call_ended', payload: { conversationId, callId, part } });
}

/** One line for the operator. What was said stands with the call. */
function summaryOf({ direction, status, durationSeconds, outcome, endedReason }: Call, news: News): string {
  const which = direction === 'inbound' ? 'Call from the lead' : 'Call to the lead';
  if (status === 'in_progress') return `${which} began`;
  const why = [outcome, endedReason].filter((part) => part !== null).join(', ');
  const because = why === '' ? '' : `: ${why}`;
  if (!news.hasEnded) return `${which}: ${toldOf(news)} came in`;
  return status === 'failed' ? `${which} failed${because}` : `${which}, ${durationSeconds ?? 0} s${because}`;
}

function toldOf({ hasTranscript, hasSummary }: News): string {
  if (hasTranscript) return 'its transcript';
  return hasSummary ? 'its summary' : 'more of it';
}

/** Whose number the lead's side of a call was is seen by the call itself, as with any channel. */
async function provePhone(ctx: TxCtx, lead: LockedLead, { leadId, direction, from, to }: Call): Promise<void> {
  const number = direction === 'inbound' ? from : to;
  if (number === null || lead.phoneVerifiedAt !== null) return;
  const { tx, at, workspace } = ctx;
  const matchKey = parsePhone(number, workspace.country)?.matchKey;
  if (matchKey === undefined || matchKey !== lead.phoneMatchKey) return;
  await tx`
    update leads set phone_verified_at = ${at}, updated_at = ${at}, revision = revision + 1
    where workspace_id = ${workspace.id} and id = ${leadId}`;
  recordEvent(ctx, { type: 'lead.updated', leadId, data: { changed: ['phoneVerifiedAt'] } });
}
