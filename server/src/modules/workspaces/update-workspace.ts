import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { haltEngine } from '../../jobs/halt-engine.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { answerWaiting, renewHeldCadences } from '../conversations/index.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';
import { quietHoursSchema, readWorkspace, type WorkspaceView, workspaceSchema } from './get-workspace.ts';

const updateWorkspaceSchema = z.strictObject({
  isStopped: z
    .boolean()
    .optional()
    .describe('true silences every agent at once, in whatever workflow; what comes in is kept.'),
  quietHours: quietHoursSchema
    .nullable()
    .optional()
    .describe('In the lead’s own time: nothing that it did not just ask for leaves then. null for none.'),
  requiresConsent: z
    .boolean()
    .optional()
    .describe('true: only leads that agreed to be contacted are written to unasked.'),
  eventsKeptDays: z.int().min(7).max(3_650).optional().describe('How long events can be read, by API and stream.'),
});
type WorkspaceChange = z.infer<typeof updateWorkspaceSchema>;

/**
 * Changes what holds of all that the workspace sends, and how long events are kept. Stopped, it sends nothing; started
 * again, who wrote meanwhile and still waits is answered. Raises `forbidden` for a test key.
 */
export async function updateWorkspace(ctx: Ctx, { isStopped, ...rules }: WorkspaceChange): Promise<WorkspaceView> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'The workspace');
  const since = await transaction(ctx, async (tctx) => {
    const since = isStopped === undefined ? undefined : await setStopped(tctx, isStopped);
    await setRules(tctx, rules);
    return since;
  });
  // Once more after the commit: a turn that had begun before it did not know that it may speak.
  if (since !== undefined) await transaction(ctx, (tctx) => answerWaiting(tctx, { since }));
  // Also where it was not stopped: what an earlier start could not finish.
  if (isStopped === false) await renewHeldCadences(ctx);
  return transaction(ctx, readWorkspace);
}

async function setRules(
  ctx: TxCtx,
  { quietHours, requiresConsent, eventsKeptDays }: Omit<WorkspaceChange, 'isStopped'>,
): Promise<void> {
  const { tx, at, workspace } = ctx;
  const columns = {
    ...(quietHours !== undefined && { quietHours: quietHours && tx.json(quietHours) }),
    ...(requiresConsent !== undefined && { requiresConsent }),
    ...(eventsKeptDays !== undefined && { eventsKeptDays }),
  };
  const changed = Object.keys(columns);
  if (changed.length === 0) return;
  await tx`update workspaces set ${tx(columns)}, updated_at = ${at} where id = ${workspace.id}`;
  recordAudit(ctx, { verb: 'updateWorkspace', objectType: 'workspace', objectId: workspace.id, changed });
}

/** Since when it was stopped, where it is not any more. */
async function setStopped(ctx: TxCtx, isStopped: boolean): Promise<Date | undefined> {
  const { tx, at, workspace } = ctx;
  if (isStopped) await haltEngine(ctx);
  const [before] = await tx<{ stoppedAt: Date | null }[]>`
    update workspaces w set is_stopped = ${isStopped}, stopped_at = ${isStopped ? at : null}, updated_at = ${at}
    from (select id, is_stopped, stopped_at from workspaces where id = ${workspace.id} for no key update) before
    where w.id = before.id and before.is_stopped <> ${isStopped}
    returning before.stopped_at`;
  if (!before) return undefined;
  recordEvent(ctx, { type: isStopped ? 'workspace.stopped' : 'workspace.started' });
  const changed = ['isStopped'];
  recordAudit(ctx, { verb: 'updateWorkspace', objectType: 'workspace', objectId: workspace.id, changed });
  if (isStopped) return undefined;
  const since = before.stoppedAt ?? at;
  await answerWaiting(ctx, { since });
  return since;
}

export const updateWorkspaceOperation = defineOperation({
  operationId: 'updateWorkspace',
  method: 'PATCH',
  path: '/v1/workspace',
  tag: 'Workspace',
  summary: 'Change the workspace, stop it or start it',
  description:
    '`isStopped` is the kill switch: while `isStopped` is true no agent says anything. Upon starting, leads that wrote meanwhile and still wait are answered. Not with a test key.',
  auth: 'key',
  scope: 'workflows:write',
  body: updateWorkspaceSchema,
  success: { status: 200, description: 'The workspace as it is now.', schema: workspaceSchema },
  handle: (ctx: Ctx, { body }) => updateWorkspace(ctx, body),
});
