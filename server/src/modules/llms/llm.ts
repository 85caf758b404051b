import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';
import type { SealedRows } from '../../jobs/reseal.ts';
import { FoyerError } from '../../kernel/errors.ts';
import type { LlmEndpoint } from '../../kernel/llm.ts';
import { dayOf } from './usage.ts';

const price = z.number().min(0).max(10_000);

/** What a language model is set up with, besides its key. */
export const llmFields = {
  baseUrl: z
    .string()
    .max(500)
    .describe(
      'What stands before `/chat/completions`, such as https://api.openai.com/v1 or http://127.0.0.1:11434/v1.',
    ),
  model: z.string().trim().min(1).max(200).describe("The model's name, as the endpoint knows it."),
  isEnabled: z.boolean().describe('False: the rules answer alone, and the setting stays.'),
  timeoutMs: z
    .int()
    .min(1_000)
    .max(60_000)
    .describe('How long a call may take; then the rules answer. A lead waits for it.'),
  tokensPerDay: z
    .int()
    .min(0)
    .max(1_000_000_000_000)
    .describe('How many tokens may be used in a day of the workspace, in and out together; then the rules answer.'),
  inputPrice: price.describe(
    'What a million tokens cost that are sent, for the timeline and the sums. 0 where unknown.',
  ),
  outputPrice: price.describe('What a million tokens cost that are written.'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'Write the ISO 4217 code, such as USD.'),
  forbiddenPhrases: z
    .array(z.string().trim().min(2).max(100))
    .max(200)
    .describe('What a message by the model may not say, besides what none may; upper and lower case are one.'),
};

const usageSchema = z.object({
  day: z.iso.date(),
  calls: z.int(),
  tokens: z.int().describe('What counts for the budget, with an estimate for calls whose use is not known.'),
  inputTokens: z.int(),
  outputTokens: z.int(),
  cost: z.number().describe('By the prices of the time, in `currency`.'),
});

export const llmSchema = z
  .object({
    ...llmFields,
    hasApiKey: z.boolean().describe('The key itself is never shown.'),
    today: usageSchema,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Llm' });
export type LlmView = z.infer<typeof llmSchema>;

export interface LlmRow {
  readonly baseUrl: string;
  readonly model: string;
  /** Sealed. */
  readonly apiKey: string | null;
  readonly isEnabled: boolean;
  readonly timeoutMs: number;
  readonly tokensPerDay: number;
  readonly inputPrice: number;
  readonly outputPrice: number;
  readonly currency: string;
  readonly forbiddenPhrases: string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The workspace's model, if it has one. `lock`: for who is to change it. */
export async function findLlm({ tx, workspace }: TxCtx, { lock = false } = {}): Promise<LlmRow | undefined> {
  const [row] = await tx<LlmRow[]>`
    select base_url, model, api_key, is_enabled, timeout_ms, tokens_per_day, input_price, output_price, currency,
      forbidden_phrases, created_at, updated_at
    from llms where workspace_id = ${workspace.id} ${lock ? tx`for update` : tx``}`;
  return row;
}

/** The same; raises `not_found`. */
export async function requireLlm(ctx: TxCtx): Promise<LlmRow> {
  const row = await findLlm(ctx);
  if (row) return row;
  throw new FoyerError('not_found', 'This workspace has no language model: PUT /v1/llm connects one.');
}

/** As it is shown: without its key, with what was used today. */
export async function viewLlm(ctx: TxCtx): Promise<LlmView> {
  const { apiKey, createdAt, updatedAt, ...row } = await requireLlm(ctx);
  const { tx, workspace } = ctx;
  const day = dayOf(ctx);
  const [used] = await tx<Omit<LlmView['today'], 'day'>[]>`
    select calls, tokens, input_tokens, output_tokens, cost from llm_usage
    where workspace_id = ${workspace.id} and day = ${day}`;
  return {
    ...row,
    hasApiKey: apiKey !== null,
    today: { day, ...(used ?? { calls: 0, tokens: 0, inputTokens: 0, outputTokens: 0, cost: 0 }) },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** Where a key is sealed for. */
export const placeOf = (workspaceId: string) => `llms/${workspaceId}`;

export const sealedModels: SealedRows = { table: 'llms', key: 'workspaceId', columns: ['apiKey'], placeOf };

/** The endpoint with its key open. Raises a plain Error where the key was sealed under one that is not here any more. */
export function endpointOf({ secrets, workspace }: TxCtx, { baseUrl, model, apiKey }: LlmRow): LlmEndpoint {
  return { baseUrl, model, apiKey: apiKey === null ? null : secrets.open(apiKey, placeOf(workspace.id)) };
}
