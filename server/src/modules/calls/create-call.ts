import type { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { openConversation } from '../conversations/index.ts';
import { bookingContext, leadParams, lockLead } from '../leads/index.ts';
import { recordAudit } from '../timeline/index.ts';
import { type Call, callSchema, readCall } from './call.ts';
import { courseOf, type NewCall, newCallSchema, requireEnd } from './call-input.ts';
import { takeInCall } from './take-in-call.ts';
import { toTurns } from './to-turns.ts';

/**
 * Takes in a call with a lead, one that goes on or is over. Raises `not_found`, `invalid_input` for times that cannot be,
 * `conflict` call_exists where the lead has a call with the provider's id.
 */
export async function createCall(ctx: Ctx, input: NewCall & z.infer<typeof leadParams>): Promise<Call> {
  requireScope(ctx, 'conversations:write');
  const { leadId, startedAt, transcript, summary = null } = input;
  return transaction(ctx, async (tctx) => {
    const lead = await lockLead(tctx, leadId);
    const course = courseOf(tctx, { ...input, startedAt: startedAt === undefined ? tctx.at : new Date(startedAt) });
    requireEnd(course, input);
    await refuseSecond(tctx, input);
    const { tx, workspace } = tctx;
    const id = tctx.newId(tctx.at);
    const row = {
      ...{ workspaceId: workspace.id, id, leadId, conversationId: await threadOf(tctx, leadId), ...course },
      ...{ direction: input.direction, fromNumber: input.from ?? null, toNumber: input.to ?? null },
      ...{ provider: input.provider ?? null, providerCallId: input.providerCallId ?? null, summary },
      ...{ recordingUrl: input.recordingUrl ?? null, outcome: input.outcome ?? null },
      endedReason: input.endedReason ?? null,
      transcript: transcript ? tx.json(asJson(toTurns(transcript))) : null,
      ...{ createdAt: timeOfId(id), updatedAt: timeOfId(id) },
    };
    await tx`insert into calls ${tx(row)}`;
    const call = await readCall(tctx, { leadId, callId: id });
    await takeInCall(tctx, lead, call, {
      hasBegun: true,
      hasEnded: course.endedAt !== null,
      hasTranscript: transcript !== undefined,
      hasSummary: summary !== null,
    });
    recordAudit(tctx, { verb: 'createCall', objectType: 'call', objectId: id });
    return call;
  });
}

/** Under the lead's lock: of two that hand in one call at once, one does. */
async function refuseSecond({ tx, workspace }: TxCtx, input: NewCall & { leadId: string }): Promise<void> {
  const { leadId, provider = null, providerCallId } = input;
  if (providerCallId === undefined) return;
  const [found] = await tx<{ id: string }[]>`
    select id from calls
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and provider_call_id = ${providerCallId}
      and provider is not distinct from ${provider}`;
  if (!found) return;
  const message = 'The lead has a call with this providerCallId. Change that one, or give another id.';
  throw conflict('call_exists', message, { callId: found.id });
}

/**
 * Where a call belongs: to the conversation that the agent has with the lead, so that it goes on from what was said on
 * the phone; one of its own where there is none.
 */
async function threadOf(ctx: TxCtx, leadId: string): Promise<string> {
  const { tx, workspace } = ctx;
  const [found] = await tx<{ id: string }[]>`
    select c.id from conversations c left join runs r on r.workspace_id = c.workspace_id and r.id = c.run_id
    where c.workspace_id = ${workspace.id} and c.lead_id = ${leadId} and c.state <> 'closed'
    order by coalesce(r.is_active, false) desc, c.id desc limit 1`;
  if (found) return found.id;
  const [lead] = await tx<{ agentId: string }[]>`
    select agent_id from leads where workspace_id = ${workspace.id} and id = ${leadId}`;
  if (!lead) throw new Error(`the lead ${leadId} is locked and has gone`);
  const { runId } = await bookingContext(ctx, leadId, undefined);
  return openConversation(ctx, { leadId, agentId: lead.agentId, runId, channel: 'voice' });
}

export const createCallOperation = defineOperation({
  operationId: 'createCall',
  method: 'POST',
  path: '/v1/leads/{leadId}/calls',
  tag: 'Leads',
  summary: 'Hand in a call with a lead',
  description:
    'One that goes on, or with `endedAt` one that is over. Its `transcript` is read as messages of the lead are: variables are set, an opt-out counts, a person is asked for, the run moves. Nothing is said to the lead. A `summary` without a transcript sets no variables by rules. A call with this `providerCallId` that the lead has already is a 409 `call_exists` with its `callId`.',
  auth: 'key',
  scope: 'conversations:write',
  params: leadParams,
  body: newCallSchema,
  success: { status: 201, description: 'The call.', schema: callSchema },
  errors: ['not_found', 'conflict'],
  idempotent: true,
  location: ({ id, leadId }) => `/v1/leads/${leadId}/calls/${id}`,
  handle: (ctx: Ctx, { params, body }) => createCall(ctx, { ...params, ...body }),
});
