import type { Clock } from '../../../kernel/clock.ts';
import type { Llm, LlmAnswer, LlmQuestion } from '../../../kernel/llm.ts';
import type { Outbound } from '../../../kernel/outbound.ts';
import { createAdmission } from './admission.ts';
import { callModel } from './call-model.ts';

/**
 * Any endpoint that speaks OpenAI's API of chat completions, hosted or local, asked through the guarded client. The
 * library for it is loaded with the first question: it takes 120 ms to load.
 */
export function createOpenAiCompatible(outbound: Outbound, clock: Clock): Llm {
  const admission = createAdmission(clock);
  return {
    refusalOf: admission.refusalOf,
    ask: async (question: LlmQuestion): Promise<LlmAnswer> => {
      const refusal = admission.enter(question);
      if (refusal !== undefined) {
        return { outcome: 'failed', reason: refusal, detail: null, isFree: true, tokens: null, durationMs: 0 };
      }
      const since = performance.now();
      const { restMs, ...answer } = await callModel(outbound, question);
      admission.leave(question, { hasFailed: answer.outcome === 'failed', restMs });
      return { ...answer, durationMs: Math.round(performance.now() - since) };
    },
  };
}
