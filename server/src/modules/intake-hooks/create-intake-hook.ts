import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { sealedAnswer } from '../../db/sealed-answer.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { FoyerError } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { hashKey } from '../../kernel/key-format.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit } from '../timeline/index.ts';
import { findWorkflow } from '../workflows/index.ts';
import { hookFields } from './hook-input.ts';
import { type IntakeHook, intakeHookSchema, readIntakeHook } from './intake-hook.ts';

const newHookSchema = z.strictObject({
  ...hookFields,
  workflow: hookFields.workflow.optional(),
  fieldMapping: hookFields.fieldMapping.default({}),
  deduplicates: hookFields.deduplicates.default(false),
  isActive: hookFields.isActive.default(true),
  isTest: z.boolean().optional().describe('True for a hook that makes test leads only.'),
});
export type NewIntakeHook = z.input<typeof newHookSchema>;

const createdHookSchema = intakeHookSchema
  .extend({
    token: z
      .string()
      .describe('Shown now and never again, but to the same request with the same `Idempotency-Key` within 24 hours.'),
    path: z.string().describe("Where to send leads to, after the installation's own address."),
  })
  .meta({ id: 'CreatedIntakeHook' });
export type CreatedIntakeHook = z.infer<typeof createdHookSchema>;

/**
 * Makes an address that takes leads without a key; its token is stored as a hash only. Raises `forbidden` for a live
 * hook where the caller is a test key, `not_found` for an unknown workflow.
 */
export async function createIntakeHook(ctx: Ctx, input: NewIntakeHook): Promise<CreatedIntakeHook> {
  requireScope(ctx, 'keys:write');
  const { isTest = ctx.isTest } = input;
  if (ctx.isTest && !isTest) {
    const message = 'A test key makes test hooks only. Leave isTest out, or use a live key.';
    throw new FoyerError('forbidden', message, { reason: 'test_key' });
  }
  const token = randomBytes(32).toString('base64url');
  return transaction(ctx, async (tctx) => {
    const id = await insertHook(tctx, { ...input, isTest }, token);
    recordAudit(tctx, { verb: 'createIntakeHook', objectType: 'intake_hook', objectId: id });
    const hook: IntakeHook = await readIntakeHook(tctx, id);
    return { ...hook, token, path: `/hooks/intake/${token}` };
  });
}

async function insertHook(ctx: TxCtx, input: NewIntakeHook, token: string): Promise<string> {
  const { tx, at, workspace } = ctx;
  const { name, workflow: wanted, fieldMapping = {}, deduplicates = false, isActive = true, isTest = false } = input;
  const workflow = wanted == null ? undefined : await findWorkflow(ctx, wanted);
  const id = ctx.newId(at);
  const createdAt = timeOfId(id);
  await tx`
    insert into intake_hooks (workspace_id, id, name, workflow_id, field_mapping, deduplicates, is_active, is_test,
      created_at, updated_at)
    values (${workspace.id}, ${id}, ${name}, ${workflow?.id ?? null}, ${tx.json(asJson(fieldMapping))}, ${deduplicates},
      ${isActive}, ${isTest}, ${createdAt}, ${createdAt})`;
  await tx`
    insert into token_directory (token_hash, kind, workspace_id, subject_id, created_at)
    values (${hashKey(token)}, 'intake_hook', ${workspace.id}, ${id}, ${createdAt})`;
  return id;
}

export const createIntakeHookOperation = defineOperation({
  operationId: 'createIntakeHook',
  method: 'POST',
  path: '/v1/intake-hooks',
  tag: 'Intake hooks',
  summary: 'Create an intake hook',
  description: 'An address for forms and systems that cannot send a key. The answer holds it, once.',
  auth: 'key',
  scope: 'keys:write',
  body: newHookSchema,
  success: { status: 201, description: 'The hook with its address.', schema: createdHookSchema },
  errors: ['not_found'],
  idempotent: true,
  memory: sealedAnswer('createIntakeHook', createdHookSchema),
  handle: (ctx: Ctx, { body }) => createIntakeHook(ctx, body),
});
