import type { LlmAnswer, LlmQuestion, LlmTokens } from '../../../kernel/llm.ts';
import type { Outbound } from '../../../kernel/outbound.ts';
import { type CallFailed, fetchThrough } from './fetch-through.ts';

type WithoutDuration<T> = T extends unknown ? Omit<T, 'durationMs'> : never;
/** `restMs`: how long the endpoint wants to be left alone. */
type Called = WithoutDuration<LlmAnswer> & { readonly restMs: number };

/** A count above it is no count. */
const MOST_TOKENS = 10_000_000;

/** Asks once. Never raises: whatever an endpoint sends, or does not, has a reason. */
export async function callModel(outbound: Outbound, question: LlmQuestion): Promise<Called> {
  const { endpoint, tool } = question;
  const calls = fetchThrough(outbound, question);
  try {
    const [{ generateText, tool: defineTool }, { createOpenAICompatible }] = await Promise.all([
      import('ai'),
      import('@ai-sdk/openai-compatible'),
    ]);
    const provider = createOpenAICompatible({
      name: 'llm',
      baseURL: endpoint.baseUrl,
      ...(endpoint.apiKey !== null && { apiKey: endpoint.apiKey }),
      fetch: calls.fetch,
    });
    const { toolCalls, usage } = await generateText({
      model: provider(endpoint.model),
      instructions: question.instructions,
      prompt: question.prompt,
      tools: { [tool.name]: defineTool({ description: tool.description, inputSchema: tool.input }) },
      toolChoice: 'required',
      maxRetries: 0,
    });
    const tokens = countTokens(usage.inputTokens, usage.outputTokens);
    const [call, ...others] = toolCalls;
    if (call === undefined) return failed('it did not use the tool', tokens);
    if (call.toolName !== tool.name || others.length > 0) return failed('it used a tool that it was not given', tokens);
    if (call.invalid === true) return failed('what it gave the tool is not of its type', tokens);
    return { outcome: 'answered', input: call.input, tokens, restMs: 0 };
  } catch (error) {
    return explain(error, calls.failure(), endpoint.apiKey);
  }
}

function failed(reason: string, tokens: LlmTokens | null): Called {
  return { outcome: 'failed', reason, detail: null, isFree: false, tokens, restMs: 0 };
}

function countTokens(input: number | undefined, output: number | undefined): LlmTokens | null {
  const isCount = (count: number | undefined): count is number =>
    count !== undefined && Number.isSafeInteger(count) && count >= 0 && count <= MOST_TOKENS;
  return isCount(input) && isCount(output) ? { input, output } : null;
}

/** By what the connection said where it said something, else by what the library made of the answer. */
function explain(error: unknown, failure: CallFailed | undefined, apiKey: string | null): Called {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  const said = apiKey === null ? message : message.replaceAll(apiKey, '…');
  const detail = said.slice(0, 300) || null;
  if (failure) {
    const { reason, isFree, restMs } = failure;
    return { outcome: 'failed', reason, detail, isFree, tokens: null, restMs };
  }
  const reason = reasons[name] ?? 'what it answered could not be read';
  return { outcome: 'failed', reason, detail, isFree: false, tokens: null, restMs: 0 };
}

const reasons: Readonly<Record<string, string>> = {
  AI_ToolChoiceViolationError: 'it did not use the tool',
  AI_NoSuchToolError: 'it used a tool that it was not given',
  AI_InvalidToolInputError: 'what it gave the tool is not of its type',
};
