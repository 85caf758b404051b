import type { TxCtx } from '../../db/database.ts';
import type { LlmAnswer, LlmEndpoint, LlmQuestion } from '../../kernel/llm.ts';
import { reasonOf } from '../../kernel/startup-error.ts';
import { endpointOf, findLlm, type LlmRow } from './llm.ts';
import { dayOf, type Reservation, reserveTokens, settleTokens } from './usage.ts';

/** What a model is asked, whatever model it is. */
export type LlmPrompt = Pick<LlmQuestion, 'instructions' | 'prompt' | 'tool'> & {
  /** How much of it describes the tool's input. */
  readonly toolLength: number;
  /** Where less of the time is left than a call may take. */
  readonly withinMs?: number | undefined;
};

/** A call that has ended, and by what it is charged. */
export interface EndedCall {
  readonly model: string;
  readonly answer: LlmAnswer;
  readonly reservation: Reservation;
  readonly currency: string;
  readonly forbiddenPhrases: readonly string[];
}

export type PreparedCall =
  | { readonly timeoutMs: number; call(): Promise<EndedCall> }
  /** Why none is made, as a part of a sentence. */
  | { readonly refusal: string };

/** Of any language, or more: what is reserved is counted again by what the endpoint says. */
const CHARACTERS_PER_TOKEN = 3;
const MOST_OUTPUT_TOKENS = 800;

/**
 * Reserves what a call may use of the day's budget, and gives what makes it once the transaction has ended. Undefined
 * where the workspace has no model that is in use.
 */
export async function prepareCall(ctx: TxCtx, prompt: LlmPrompt): Promise<PreparedCall | undefined> {
  const row = await findLlm(ctx);
  if (!row?.isEnabled) return undefined;
  const asker = ctx.workspace.id;
  // Asked before anything is reserved: a turn that has no chance of an answer goes on by the rules at once.
  const refusal = ctx.llm.refusalOf({ asker, isTrial: false });
  if (refusal !== undefined) return { refusal };
  const endpoint = openEndpoint(ctx, row);
  if (!endpoint) return { refusal: 'its key cannot be opened: give it again' };
  const length = prompt.instructions.length + prompt.prompt.length + prompt.toolLength;
  const tokens = Math.ceil(length / CHARACTERS_PER_TOKEN) + MOST_OUTPUT_TOKENS;
  const { inputPrice, outputPrice, model, currency, forbiddenPhrases } = row;
  const timeoutMs = Math.min(row.timeoutMs, prompt.withinMs ?? row.timeoutMs);
  const reservation = { day: dayOf(ctx), tokens, inputPrice, outputPrice };
  if (!(await reserveTokens(ctx, reservation, row.tokensPerDay))) {
    return { refusal: 'the budget of tokens for the day is used up' };
  }
  const { instructions, prompt: text, tool } = prompt;
  const question: LlmQuestion = { instructions, prompt: text, tool, endpoint, asker, isTrial: false, timeoutMs };
  const { llm } = ctx;
  const call = async () => ({ model, answer: await llm.ask(question), reservation, currency, forbiddenPhrases });
  return { timeoutMs, call };
}

function openEndpoint(ctx: TxCtx, row: LlmRow): LlmEndpoint | undefined {
  try {
    return endpointOf(ctx, row);
  } catch (error) {
    ctx.log.error(
      { workspaceId: ctx.workspace.id, reason: reasonOf(error) },
      'the key of a language model cannot be opened',
    );
    return undefined;
  }
}

/** Counts what a call has used. Returns its cost. */
export function settleCall(ctx: TxCtx, { answer, reservation }: EndedCall): Promise<number> {
  return settleTokens(ctx, reservation, {
    tokens: answer.tokens,
    isFree: answer.outcome === 'failed' && answer.isFree,
  });
}
