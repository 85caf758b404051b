import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';
import { findLlm, type LlmRow, type LlmView, llmFields, llmSchema, placeOf, viewLlm } from './llm.ts';

const settingSchema = z.strictObject({
  baseUrl: llmFields.baseUrl,
  model: llmFields.model,
  apiKey: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[\x21-\x7e]+$/, 'Use printable characters without spaces.')
    .nullable()
    .optional()
    .describe('null where the endpoint wants none. Left out, the one before stays, as long as the host is the same.'),
  isEnabled: llmFields.isEnabled.default(true),
  timeoutMs: llmFields.timeoutMs.default(12_000),
  tokensPerDay: llmFields.tokensPerDay.default(1_000_000),
  inputPrice: llmFields.inputPrice.default(0),
  outputPrice: llmFields.outputPrice.default(0),
  currency: llmFields.currency.default('USD'),
  forbiddenPhrases: llmFields.forbiddenPhrases.default([]),
});
export type LlmSetting = z.input<typeof settingSchema>;

/**
 * Connects a language model, or changes the one there is: what is left out gets its default, but for the key. Raises
 * `invalid_input` for an address that nothing is sent to, `forbidden` for a test key.
 */
export async function setLlm(ctx: Ctx, input: LlmSetting): Promise<LlmView> {
  requireScope(ctx, 'workflows:write');
  requireLive(ctx, 'The language model');
  const setting = readSetting(input);
  requireAddress(ctx, setting.baseUrl);
  return transaction(ctx, async (tctx) => {
    const before = await findLlm(tctx, { lock: true });
    await writeSetting(tctx, setting, before);
    const changed = Object.keys(setting).filter((name) => name !== 'apiKey' || setting.apiKey !== undefined);
    recordAudit(tctx, { verb: 'setLlm', objectType: 'llm', objectId: null, changed });
    return viewLlm(tctx);
  });
}

/** The command line's words are not validated before. */
function readSetting(input: LlmSetting): z.output<typeof settingSchema> {
  const read = settingSchema.safeParse(input);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => ({
    path: path.map(String),
    message: `${path.join('.')}: ${message}`,
  }));
  throw invalidInput('The language model cannot be set up so.', issues);
}

/** The library puts a path behind it: what a question mark or # would cut off is no base. */
function requireAddress({ outbound }: Ctx, baseUrl: string): void {
  const isBase = !/[?#]/.test(baseUrl);
  const message = isBase ? outbound.judge(baseUrl) : 'Leave out the question mark and what follows it.';
  if (message !== undefined)
    throw invalidInput('Nothing can be sent to this address.', [{ path: ['baseUrl'], message }]);
}

async function writeSetting(
  ctx: TxCtx,
  { apiKey, ...setting }: z.output<typeof settingSchema>,
  before: LlmRow | undefined,
): Promise<void> {
  const { tx, at, workspace, secrets } = ctx;
  const sealed = apiKey == null ? null : secrets.seal(apiKey, placeOf(workspace.id));
  const kept = apiKey === undefined && before ? keepKey(before, setting.baseUrl) : sealed;
  const row = { ...setting, apiKey: kept, updatedAt: at };
  await tx`
    insert into llms ${tx({ ...row, workspaceId: workspace.id, createdAt: at })}
    on conflict (workspace_id) do update set ${tx(row)}`;
}

/** Who may change the address could else have the key sent to himself. */
function keepKey({ apiKey, baseUrl: before }: LlmRow, baseUrl: string): string | null {
  if (apiKey === null || new URL(before).origin === new URL(baseUrl).origin) return apiKey;
  const message = 'The key was given for another host. Give it again, or null for none.';
  throw invalidInput('The key cannot be kept.', [{ path: ['apiKey'], message }]);
}

export const setLlmOperation = defineOperation({
  operationId: 'setLlm',
  method: 'PUT',
  path: '/v1/llm',
  tag: 'Language model',
  summary: 'Connect a language model',
  description:
    "Any endpoint by OpenAI's API of chat completions. From then on it is asked in turns of a lead that the rules do not settle alone; what it proposes is checked, and the rules answer where it fails. One inside the installation's network needs OUTBOUND_ALLOW. Not with a test key.",
  auth: 'key',
  scope: 'workflows:write',
  body: settingSchema,
  success: { status: 200, description: 'The language model as it is set up now.', schema: llmSchema },
  handle: (ctx: Ctx, { body }) => setLlm(ctx, body),
});
