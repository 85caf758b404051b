import type { Ctx, TxCtx } from '../../db/database.ts';
import type { Dialect } from '../../kernel/key-format.ts';
import type { Event } from '../events/index.ts';
import type { Lead } from '../leads/index.ts';

export type WebhookDialectName = Exclude<Dialect, 'coachbot'>;

/** What happened, for who writes the body. */
export interface WebhookFact {
  /** The same at each attempt. */
  readonly webhookId: string;
  readonly endpointId: string;
  /** The dialect's own name of it. */
  readonly eventType: string;
  /** An example where the webhook is a test. */
  readonly event: Event;
  /** The lead as it is now, where the dialect or the endpoint wants it; null where there is none or none any more. */
  readonly lead: Lead | null;
  /** Whether the endpoint asked for it, whatever the dialect needs. */
  readonly includesLead: boolean;
  readonly isTest: boolean;
  readonly sentAt: Date;
}

export interface SignedWebhook {
  readonly webhookId: string;
  readonly eventType: string;
  readonly body: string;
  /** The one in use, then one that is still valid during rotation; none where the endpoint has none. */
  readonly secrets: readonly string[];
  readonly sentAt: Date;
}

/** A vendor's webhooks, or our own: names, bodies, signatures and manners. All else is the same for all. */
export interface WebhookDialect {
  readonly name: WebhookDialectName;
  /** All names of events that an endpoint may ask for. */
  readonly eventTypes: readonly string[];
  /** Which of them an event of ours is; none where it is not told of. */
  typesOf(event: Event): readonly string[];
  readonly needsLead: boolean;
  /** The body's JSON. */
  render(ctx: Ctx, fact: WebhookFact): Promise<unknown>;
  /** What goes beside the content type. */
  headersOf(webhook: SignedWebhook): Readonly<Record<string, string>>;
  /** What conditions look at; the event itself where missing. */
  factsOf?(ctx: TxCtx, event: Event): Promise<unknown>;
  /** Whether a condition on a field that is not there lets the event through. */
  readonly absentPasses: boolean;
  readonly newSecret: () => string | null;
  readonly timeoutMs: number;
  /** The wait before each further attempt. */
  readonly retryAfterMs: readonly number[];
  /** Whether such an answer is the last word. */
  isFinal(status: number): boolean;
}
