import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { conflict, FoyerError } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { type Automation, automationSchema, readAutomation } from './automation.ts';
import { automationFields } from './automation-input.ts';
import { checkAutomation, requireNamed } from './check-automation.ts';
import { keepAction } from './secret-headers.ts';
import { settleCursor } from './settle-cursor.ts';

/** Each is asked about every event of its workspace. */
const MAX_AUTOMATIONS = 200;

export const newAutomationSchema = z.strictObject({
  ...automationFields,
  conditions: automationFields.conditions.default(null),
  delayMinutes: automationFields.delayMinutes.default(0),
  retryUnknown: automationFields.retryUnknown.default(false),
  isPaused: automationFields.isPaused.default(false),
  isTest: z.boolean().optional().describe('True for one that acts on test leads only.'),
});
export type NewAutomation = z.infer<typeof newAutomationSchema>;

/**
 * Makes a rule that acts on what happens from now on. Raises `forbidden` for a live one where the caller is a test key,
 * or where the caller might not do what the rule does; `invalid_input`; `not_found` for an unknown workflow; `conflict`
 * too_many_automations.
 */
export async function createAutomation(ctx: Ctx, input: NewAutomation): Promise<Automation> {
  requireScope(ctx, 'workflows:write');
  const { isTest = ctx.isTest } = input;
  if (ctx.isTest && !isTest) {
    const message = 'A test key makes automations for test leads only. Leave isTest out, or use a live key.';
    throw new FoyerError('forbidden', message, { reason: 'test_key' });
  }
  checkAutomation(ctx, input);
  return transaction(ctx, async (tctx) => {
    await requireNamed(tctx, input.action);
    const id = await insertAutomation(tctx, { ...input, isTest });
    await settleCursor(tctx);
    recordAudit(tctx, { verb: 'createAutomation', objectType: 'automation', objectId: id });
    return readAutomation(tctx, id);
  });
}

async function insertAutomation(ctx: TxCtx, input: NewAutomation): Promise<string> {
  const { tx, at, workspace } = ctx;
  const { name, on, conditions, delayMinutes, retryUnknown, isPaused, isTest = false } = input;
  const id = ctx.newId(at);
  const { action, sealedHeaders = null } = keepAction(ctx, input.action, { automationId: id });
  const createdAt = timeOfId(id);
  const [made] = await tx`
    insert into automations (workspace_id, id, name, events, conditions, action, sealed_headers, delay_minutes,
      retries_unknown, is_paused, is_test, starts_at, created_at, updated_at)
    select ${workspace.id}, ${id}, ${name}, ${on}::text[], ${conditions && tx.json(asJson(conditions))},
      ${tx.json(asJson(action))}, ${sealedHeaders}, ${delayMinutes}, ${retryUnknown}, ${isPaused}, ${isTest}, ${at},
      ${createdAt}, ${createdAt}
    where (select count(*) from automations where workspace_id = ${workspace.id}) < ${MAX_AUTOMATIONS}
    returning id`;
  if (made) return id;
  throw conflict('too_many_automations', `A workspace has at most ${MAX_AUTOMATIONS} automations. Delete one.`);
}

export const createAutomationOperation = defineOperation({
  operationId: 'createAutomation',
  method: 'POST',
  path: '/v1/automations',
  tag: 'Automations',
  summary: 'Create an automation',
  description:
    'When one of its events happens to a lead and its conditions hold, its action is done: once for ever for this lead and this automation. It begins with what happens from now on. The key also needs the scope for what the action does: `leads:read` for an HTTP request, `leads:write` for a verb.',
  auth: 'key',
  scope: 'workflows:write',
  body: newAutomationSchema,
  success: { status: 201, description: 'The automation.', schema: automationSchema },
  errors: ['not_found', 'conflict'],
  idempotent: true,
  location: ({ id }) => `/v1/automations/${id}`,
  handle: (ctx: Ctx, { body }) => createAutomation(ctx, body),
});
