import type { Channels } from './channel.ts';
import type { Clock } from './clock.ts';
import { FoyerError } from './errors.ts';
import type { Files } from './files.ts';
import type { Llm } from './llm.ts';
import type { Outbound } from './outbound.ts';
import type { Scope } from './scopes.ts';
import type { Secrets } from './secrets.ts';

/** What every verb needs to know of its tenant. */
export interface Workspace {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** BCP 47. */
  readonly locale: string;
}

/** Who does it; `id` is the key's, member's, agent's or lead's, and null for the system itself. */
export interface Actor {
  readonly kind: 'agent' | 'person' | 'lead' | 'api_key' | 'system';
  readonly id: string | null;
}

export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/**
 * What a verb works with besides its database: `Ctx` of db/database.ts adds that. Test keys and live keys see
 * disjoint leads, so `isTest` is part of every query on leads.
 */
export interface Caller {
  readonly workspace: Workspace;
  readonly actor: Actor;
  readonly scopes: ReadonlySet<Scope>;
  readonly isTest: boolean;
  readonly requestId: string;
  readonly clock: Clock;
  readonly newId: (at: Date) => string;
  readonly log: Log;
  readonly files: Files;
  readonly channels: Channels;
  /** For judging addresses in a verb. Nothing is sent inside a transaction. */
  readonly outbound: Outbound;
  /** Never asked inside a transaction. */
  readonly llm: Llm;
  readonly secrets: Secrets;
}

/** Raises `forbidden` where the caller lacks the scope. */
export function requireScope(caller: Pick<Caller, 'scopes'>, scope: Scope): void {
  if (caller.scopes.has(scope)) return;
  throw new FoyerError('forbidden', `This key lacks the scope ${scope}. Create a key with it and use that one.`, {
    reason: 'missing_scope',
    facts: { scope },
  });
}
