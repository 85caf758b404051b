// The shapes of the page's own modules, which name them in their JSDoc. Never sent to a browser.

export type { ChatPageConfig } from '../chat-page-config.ts';

export interface ChatMessage {
  readonly id: string;
  readonly seq: number;
  readonly author: 'lead' | 'agent' | 'person';
  readonly text: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

export interface Conversation {
  readonly conversationId: string;
  readonly token: string;
}

/** A message of the visitor's that the server has not confirmed. */
export interface PendingMessage {
  readonly clientMessageId: string;
  readonly text: string;
  /** The last sequence number seen when it was written: what confirms it comes later. */
  readonly afterSeq: number;
  readonly createdAt: string;
  /** `waiting` is tried again by itself, `failed` only when the visitor says so. */
  readonly state: 'sending' | 'waiting' | 'failed';
  readonly problem: string;
}

/** One bubble, ready to draw. */
export interface Row {
  /** Stays the same when the server confirms the message, so that its element stays too. */
  readonly key: string;
  readonly author: ChatMessage['author'];
  readonly text: string;
  readonly createdAt: string;
  readonly state: 'sent' | PendingMessage['state'];
  readonly problem: string;
  readonly startsDay: boolean;
  readonly startsGroup: boolean;
  readonly endsGroup: boolean;
  /** The voice changed between the machine and a person, so the name belongs above it. */
  readonly named: boolean;
}

export interface Failure {
  readonly ok: false;
  readonly kind: 'aborted' | 'offline' | 'unreachable' | 'busy' | 'gone' | 'refused';
  /** What the server said, for a person to read; empty when it said nothing. */
  readonly detail: string;
  readonly retryAfterSeconds: number;
}
export type Outcome<T> = { readonly ok: true; readonly value: T } | Failure;

export interface Api {
  start(signal: AbortSignal): Promise<Outcome<Conversation & { messages: ChatMessage[] }>>;
  send(to: Conversation, message: PendingMessage, signal: AbortSignal): Promise<Outcome<{ message: ChatMessage }>>;
  list(
    from: Conversation,
    after: number,
    waitSeconds: number,
    signal: AbortSignal,
  ): Promise<Outcome<{ data: ChatMessage[] }>>;
}

/** What this browser remembers of one workspace and workflow. Where storage is blocked it lasts as long as the page. */
export interface Memory {
  conversation(): Conversation | null;
  keepConversation(conversation: Conversation | null): void;
  draft(): string;
  keepDraft(text: string): void;
  outbox(): PendingMessage[];
  keepPending(message: PendingMessage): void;
  dropPending(clientMessageId: string): void;
  /** Calls back with the conversation that another tab has moved to. */
  onMoved(listener: (conversation: Conversation) => void): void;
}

export interface Session {
  readonly api: Api;
  readonly memory: Memory;
  /** Called whenever there is something new to draw. */
  readonly changed: () => void;
  conversation: Conversation | null;
  messages: ChatMessage[];
  outbox: PendingMessage[];
  /** Message id to the key of the element that already shows it. */
  readonly keys: Map<string, string>;
  /** The greatest sequence number listed; 0 before any. */
  seq: number;
  loaded: boolean;
  link: 'connecting' | 'ok' | Failure['kind'];
  /** A line above the conversation, or empty. */
  notice: string;
  /** Nothing more can be done here: the chat does not exist or was refused. */
  closed: boolean;
  /** Since when (epoch ms) an answer is awaited; 0 when none is. */
  awaitingSince: number;
  /** Ends everything under way for the present conversation. */
  stop: AbortController;
  /** Ends the present long poll, so that it is asked anew. */
  poll: AbortController;
  /** Each ends one pause. */
  readonly sleepers: Set<() => void>;
}
