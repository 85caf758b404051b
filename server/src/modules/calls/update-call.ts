import { isDeepStrictEqual } from 'node:util';
import { type Ctx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defined } from '../../kernel/defined.ts';
import { conflict } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { lockLead } from '../leads/index.ts';
import { recordAudit } from '../timeline/index.ts';
import { type Call, callSchema, reachedNobody, readCall, type WantedCall } from './call.ts';
import { type CallChange, callChangeSchema, courseOf, requireEnd } from './call-input.ts';
import { callParams } from './get-call.ts';
import { takeInCall } from './take-in-call.ts';
import { toTurns } from './to-turns.ts';

/**
 * Ends a call, or adds what is known of it only afterwards. Raises `not_found`, `invalid_input`, and `conflict`
 * call_ended for another end, transcript_given for other words than those that were heard.
 */
export async function updateCall(
  ctx: Ctx,
  { leadId, callId, change: given }: WantedCall & { readonly change: CallChange },
): Promise<Call> {
  requireScope(ctx, 'conversations:write');
  return transaction(ctx, async (tctx) => {
    const lead = await lockLead(tctx, leadId);
    const before = await readCall(tctx, { leadId, callId });
    const change = withoutSame(given, before);
    if (Object.keys(change).length === 0) return before;
    const isOver = before.endedAt !== null;
    if (isOver && (change.endedAt !== undefined || change.status !== undefined))
      throw conflict('call_ended', 'The call is over. Its end stays; leave endedAt and status out.');
    if (before.transcript && change.transcript)
      throw conflict('transcript_given', 'The call has its transcript, and has been heard. It stays.');
    const startedAt = new Date(before.startedAt ?? before.createdAt);
    const course = isOver ? undefined : courseOf(tctx, { ...change, status: given.status, startedAt });
    if (course) requireEnd(course, change);
    const { tx, at, workspace } = tctx;
    const nobodyBefore = isOver && reachedNobody(before);
    const { transcript, endedReason, outcome, recordingUrl, summary } = change;
    const columns = {
      ...defined({ endedReason, outcome, recordingUrl, summary }),
      ...(transcript && { transcript: tx.json(asJson(toTurns(transcript))) }),
      ...course,
      updatedAt: at,
    };
    await tx`update calls set ${tx(columns)} where workspace_id = ${workspace.id} and id = ${callId}`;
    const call = await readCall(tctx, { leadId, callId });
    await takeInCall(tctx, lead, call, {
      hasBegun: false,
      hasEnded: !isOver && call.endedAt !== null,
      hasTranscript: transcript !== undefined || (nobodyBefore && call.transcript !== null),
      hasSummary: summary !== undefined || (nobodyBefore && call.summary !== null),
    });
    const changed = Object.keys(defined(change));
    recordAudit(tctx, { verb: 'updateCall', objectType: 'call', objectId: callId, changed });
    return call;
  });
}

/** Of what is given what is not so already: a change that is handed in again is none. */
function withoutSame({ endedAt, transcript, ...given }: CallChange, call: Call): CallChange {
  const isSameEnd = endedAt !== undefined && new Date(endedAt).toISOString() === call.endedAt;
  const isSameTalk = transcript !== undefined && isDeepStrictEqual(toTurns(transcript), call.transcript);
  const others = Object.entries(given).filter(([key, value]) => value !== call[key as keyof typeof given]);
  return defined({
    ...Object.fromEntries(others),
    ...(!isSameEnd && { endedAt }),
    ...(!isSameTalk && { transcript }),
  });
}

export const updateCallOperation = defineOperation({
  operationId: 'updateCall',
  method: 'PATCH',
  path: '/v1/leads/{leadId}/calls/{callId}',
  tag: 'Leads',
  summary: 'End a call, or add to it',
  description:
    'With `endedAt` or `status` a call that goes on is over; what providers tell only afterwards (`transcript`, `summary`, `recordingUrl`, `outcome`) may come later. A transcript is heard once: another is a 409 `transcript_given`, and so is another end a 409 `call_ended`.',
  auth: 'key',
  scope: 'conversations:write',
  params: callParams,
  body: callChangeSchema,
  success: { status: 200, description: 'The call as it is now.', schema: callSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => updateCall(ctx, { ...params, change: body }),
});
