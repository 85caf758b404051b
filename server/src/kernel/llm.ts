import type { z } from 'zod';

/** Where a language model answers, by OpenAI's API of chat completions. */
export interface LlmEndpoint {
  /** What stands before `/chat/completions`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | null;
}

/** The one way in which the model may answer: by calling this, with an input of this type. */
export interface LlmTool {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType;
}

export interface LlmQuestion {
  readonly endpoint: LlmEndpoint;
  /** The workspace that asks: each has a share of the calls at once, and only its own endpoint is left alone after failures. */
  readonly asker: string;
  /** A trial is made also while the endpoint is left alone, and does not count for that. */
  readonly isTrial: boolean;
  readonly timeoutMs: number;
  /** Ours; what others wrote is in `prompt`. */
  readonly instructions: string;
  readonly prompt: string;
  readonly tool: LlmTool;
}

/** As the endpoint counts them. */
export interface LlmTokens {
  readonly input: number;
  readonly output: number;
}

/** What came of a question; `tokens` is null where the endpoint did not say. */
export type LlmAnswer =
  | {
      readonly outcome: 'answered';
      /** Of the tool's type. */
      readonly input: unknown;
      readonly tokens: LlmTokens | null;
      readonly durationMs: number;
    }
  | {
      readonly outcome: 'failed';
      /** A part of a sentence, for the timeline; nothing of what the endpoint sent. */
      readonly reason: string;
      /** What the endpoint said of it, for the admin who sets it up; without the key. */
      readonly detail: string | null;
      /** Nothing can have been charged for it. */
      readonly isFree: boolean;
      readonly tokens: LlmTokens | null;
      readonly durationMs: number;
    };

/** Language models, whoever runs them. */
export interface Llm {
  /**
   * Why a question would not be sent now, as a part of a sentence; undefined where it would. By the time that it is asked
   * this may be another: it spares what goes before a question that has no chance.
   */
  refusalOf(question: Pick<LlmQuestion, 'asker' | 'isTrial'>): string | undefined;
  /** Never raises. */
  ask(question: LlmQuestion): Promise<LlmAnswer>;
}
