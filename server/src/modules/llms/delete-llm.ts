import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';
import { requireLlm } from './llm.ts';

/** Disconnects the language model and forgets its key; what it used stays counted. Raises `not_found`, `forbidden` for a test key. */
export async function deleteLlm(ctx: Ctx): Promise<void> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'The language model');
  await transaction(ctx, async (tctx) => {
    await requireLlm(tctx);
    await tctx.tx`delete from llms where workspace_id = ${tctx.workspace.id}`;
    recordAudit(tctx, { verb: 'deleteLlm', objectType: 'llm', objectId: null });
  });
}

export const deleteLlmOperation = defineOperation({
  operationId: 'deleteLlm',
  method: 'DELETE',
  path: '/v1/llm',
  tag: 'Language model',
  summary: 'Disconnect the language model',
  description: 'Its key is forgotten, and the rules answer alone. Not with a test key.',
  auth: 'key',
  scope: 'workflows:write',
  success: { status: 204, description: 'It is gone.' },
  errors: ['not_found'],
  handle: (ctx: Ctx) => deleteLlm(ctx),
});
