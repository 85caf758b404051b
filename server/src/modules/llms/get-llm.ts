import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type LlmView, llmSchema, viewLlm } from './llm.ts';

/** The workspace's language model and what it used today, without its key. Raises `not_found`. */
export async function getLlm(ctx: Ctx): Promise<LlmView> {
  requireScope(ctx, 'workflows:read');
  return transaction(ctx, viewLlm);
}

export const getLlmOperation = defineOperation({
  operationId: 'getLlm',
  method: 'GET',
  path: '/v1/llm',
  tag: 'Language model',
  summary: 'Get the language model',
  description: 'What the workspace has connected, and what was used today. The key is never shown.',
  auth: 'key',
  scope: 'workflows:read',
  success: { status: 200, description: 'The language model.', schema: llmSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx) => getLlm(ctx),
});
