import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';
import { type HandBack, handBackSchema } from './get-hand-back.ts';

/** Says when leads go back to their agents by themselves, for those that are taken over from now on. Raises `forbidden` for a test key. */
export async function setHandBack(ctx: Ctx, { afterHours }: HandBack): Promise<HandBack> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'The workspace');
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    await tx`
      update workspaces set hand_back_after_hours = ${afterHours}, updated_at = ${at} where id = ${workspace.id}`;
    recordAudit(tctx, {
      verb: 'setHandBack',
      objectType: 'workspace',
      objectId: workspace.id,
      changed: ['handBackAfterHours'],
    });
    return { afterHours };
  });
}

export const setHandBackOperation = defineOperation({
  operationId: 'setHandBack',
  method: 'PUT',
  path: '/v1/workspace/hand-back',
  tag: 'Workspace',
  summary: 'Set when leads go back to their agents',
  description:
    'For leads that are taken over from now on; null ends it for all. A lead that waits for a person stays with people.',
  auth: 'key',
  scope: 'workflows:write',
  body: handBackSchema,
  success: { status: 200, description: 'The setting.', schema: handBackSchema.meta({ id: 'HandBack' }) },
  handle: (ctx: Ctx, { body }) => setHandBack(ctx, body),
});
