// The few errors that a verb may raise. They know nothing of HTTP: each face maps `code` to its own shape.

export const errorCodes = [
  'invalid_input',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'unprocessable',
  'rate_limited',
  'too_large',
  'unavailable',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** One thing wrong with an input: `path` is the way to the value (`['contact', 'email']`), `message` says what to do. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

interface ErrorDetails {
  readonly issues?: readonly Issue[];
  /** A narrower word than `code` that clients may switch on, such as `slot_taken`. */
  readonly reason?: string;
  readonly retryAfterSeconds?: number;
  /** Further facts a face may show: ids, limits. Never a secret, never another tenant's data. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An expected failure with a stable code and a message that tells the caller what to do about it. */
export class FoyerError extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];
  readonly reason: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'FoyerError';
    this.code = code;
    this.issues = details.issues ?? [];
    this.reason = details.reason;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.facts = details.facts ?? {};
  }
}

/** 404 for what is missing and for what belongs to another workspace: the two must not be told apart. */
export function notFound(noun: string): FoyerError {
  return new FoyerError('not_found', `No ${noun} with this id in this workspace.`);
}

export function invalidInput(message: string, issues: readonly Issue[] = []): FoyerError {
  return new FoyerError('invalid_input', message, { issues });
}

export function conflict(reason: string, message: string, facts: Readonly<Record<string, unknown>> = {}): FoyerError {
  return new FoyerError('conflict', message, { reason, facts });
}
