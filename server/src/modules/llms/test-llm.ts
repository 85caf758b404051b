import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict } from '../../kernel/errors.ts';
import type { LlmQuestion } from '../../kernel/llm.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';
import { endpointOf, requireLlm } from './llm.ts';
import { dayOf, reserveTokens, settleTokens } from './usage.ts';

const testedSchema = z
  .object({
    isUsable: z.boolean().describe('It answered, by the tool that it was given.'),
    reason: z.string().nullable().describe('Why it cannot be used.'),
    detail: z.string().nullable().describe('What the endpoint said of it.'),
    inputTokens: z.int().nullable(),
    outputTokens: z.int().nullable(),
    durationMs: z.int(),
  })
  .meta({ id: 'TestedLlm' });
export type TestedLlm = z.infer<typeof testedSchema>;

/** What the smallest question takes, by far. */
const TEST_TOKENS = 500;

/**
 * Asks the model one small thing, also where it is disabled, and says what came of it. Raises `not_found`, `conflict`
 * over_budget, `forbidden` for a test key.
 */
export async function testLlm(ctx: Ctx): Promise<TestedLlm> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'The language model');
  const { question, reservation } = await transaction(ctx, async (tctx) => {
    const row = await requireLlm(tctx);
    const reservation = { ...row, day: dayOf(tctx), tokens: TEST_TOKENS };
    if (!(await reserveTokens(tctx, reservation, row.tokensPerDay))) {
      throw conflict('over_budget', "The day's budget is used up: raise tokensPerDay, or wait for the next day.");
    }
    recordAudit(tctx, { verb: 'testLlm', objectType: 'llm', objectId: null });
    const { timeoutMs } = row;
    const question: LlmQuestion = {
      ...smallest,
      endpoint: endpointOf(tctx, row),
      asker: tctx.workspace.id,
      isTrial: true,
      timeoutMs,
    };
    return { question, reservation };
  });
  const answer = await ctx.llm.ask(question);
  const isFree = answer.outcome === 'failed' && answer.isFree;
  await transaction(ctx, (tctx) => settleTokens(tctx, reservation, { tokens: answer.tokens, isFree }));
  return {
    isUsable: answer.outcome === 'answered',
    reason: answer.outcome === 'failed' ? answer.reason : null,
    detail: answer.outcome === 'failed' ? answer.detail : null,
    inputTokens: answer.tokens?.input ?? null,
    outputTokens: answer.tokens?.output ?? null,
    durationMs: answer.durationMs,
  };
}

const smallest = {
  instructions: 'You are being tested. Answer with one call of the tool.',
  prompt: 'Greet us.',
  tool: { name: 'greet', description: 'Says your greeting.', input: z.object({ greeting: z.string() }) },
};

export const testLlmOperation = defineOperation({
  operationId: 'testLlm',
  method: 'POST',
  path: '/v1/llm/test',
  tag: 'Language model',
  summary: 'Test the language model',
  description: 'Asks it one small thing, also while it is disabled. Not with a test key.',
  auth: 'key',
  scope: 'workflows:write',
  success: { status: 200, description: 'What came of it.', schema: testedSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx) => testLlm(ctx),
});
