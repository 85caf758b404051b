import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { handBackHours } from '../leads/index.ts';

/** The longest silence of a person that a workspace can wait for: a month. */
const MAX_HOURS = 720;

export const handBackSchema = z.strictObject({
  afterHours: z
    .int()
    .min(1)
    .max(MAX_HOURS)
    .nullable()
    .describe('Hours without a word, of either side, after which a lead that a person has goes back; null: never.'),
});
export type HandBack = z.infer<typeof handBackSchema>;

/** When leads go back to their agents by themselves. */
export async function getHandBack(ctx: Ctx): Promise<HandBack> {
  requireScope(ctx, 'workflows:read');
  return transaction(ctx, async (tctx) => ({ afterHours: await handBackHours(tctx) }));
}

export const getHandBackOperation = defineOperation({
  operationId: 'getHandBack',
  method: 'GET',
  path: '/v1/workspace/hand-back',
  tag: 'Workspace',
  summary: 'Get when leads go back to their agents',
  auth: 'key',
  scope: 'workflows:read',
  success: { status: 200, description: 'The setting.', schema: handBackSchema.meta({ id: 'HandBack' }) },
  handle: (ctx: Ctx) => getHandBack(ctx),
});
