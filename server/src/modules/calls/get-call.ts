import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLead } from '../leads/index.ts';
import { type Call, callSchema, readCall, type WantedCall } from './call.ts';

export const callParams = z.strictObject({
  leadId: z.uuid().describe("The lead's id."),
  callId: z.uuid().describe("The call's id."),
});

/** One call of a lead. Raises `not_found`. */
export async function getCall(ctx: Ctx, wanted: WantedCall): Promise<Call> {
  requireScope(ctx, 'conversations:read');
  return transaction(ctx, async (tctx) => {
    const [, call] = await Promise.all([requireLead(tctx, wanted.leadId), readCall(tctx, wanted)]);
    return call;
  });
}

export const getCallOperation = defineOperation({
  operationId: 'getCall',
  method: 'GET',
  path: '/v1/leads/{leadId}/calls/{callId}',
  tag: 'Leads',
  summary: 'Get a call',
  auth: 'key',
  scope: 'conversations:read',
  params: callParams,
  success: { status: 200, description: 'The call.', schema: callSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getCall(ctx, params),
});
