import type { ChannelCapabilities } from '../../kernel/channel.ts';
import type { Template } from '../../kernel/template.ts';

/** One message, ready to leave. */
export interface OutgoingMessage {
  readonly workspaceId: string;
  /** The same for every try of this message. */
  readonly idempotencyKey: string;
  /** A phone number in E.164, an e-mail address, or the lead's id where a channel reaches any lead. */
  readonly to: string;
  readonly text: string;
  /** What is to be sent in place of the text, as the channel takes no free text to this lead now; null where it does. */
  readonly template: Template | null;
}

/** What became of one try. `unknown`: it may have arrived, and nobody can say. */
export type SendResult =
  | { readonly outcome: 'sent'; readonly providerMessageId: string | null }
  | {
      readonly outcome: 'failed';
      /** In words for the operator; nothing of the message. */
      readonly reason: string;
      /** Whether it may go well later. */
      readonly isRetryable: boolean;
      /** The provider's own wish, in milliseconds. */
      readonly retryAfterMs?: number;
      /** It may have arrived all the same; only where the channel knows a message by its key, or it could come twice. */
      readonly mayHaveArrived?: boolean;
    }
  | { readonly outcome: 'unknown'; readonly reason: string };

/** A way to write to a lead. An error that `send` raises counts as `unknown`: it may come after the message has left. */
export interface Channel {
  readonly name: string;
  readonly capabilities: ChannelCapabilities;
  /** Ends soon after `signal` fires. */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<SendResult>;
}
