import { errorCodes, FoyerError, type Issue } from '../kernel/errors.ts';
import { readDatabaseTrouble } from './database-trouble.ts';

/** The kernel's codes, and the three that only HTTP knows. */
export const failureCodes = [...errorCodes, 'method_not_allowed', 'unsupported_media_type', 'internal'] as const;
export type FailureCode = (typeof failureCodes)[number];

/** What went wrong, ready for a face to put in its own shape. Never holds a cause. */
export interface Failure {
  readonly status: number;
  readonly code: FailureCode;
  readonly detail: string;
  readonly reason?: string | undefined;
  readonly issues: readonly Issue[];
  readonly retryAfterSeconds?: number | undefined;
  readonly facts: Readonly<Record<string, unknown>>;
  /** True where the fault is ours: the error belongs in the log. */
  readonly isFault: boolean;
}

export const failureStatus: Readonly<Record<FailureCode, number>> = {
  invalid_input: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
};

/**
 * Reads whatever was thrown. What nobody foresaw is a 500 whose words say nothing of the cause. `limitBytes` is how large
 * a body the route takes.
 */
export function toFailure(error: unknown, limitBytes?: number): Failure {
  if (error instanceof FoyerError) return fromFoyerError(error);
  return (
    readDatabaseFailure(error) ??
    readHangUp(error) ??
    readFrameworkFailure(error, limitBytes) ??
    failure('internal', 'Something went wrong on our side. Nothing of this request was kept. Try it again later.')
  );
}

/** A failure of the given code, without facts. */
export function failure(code: FailureCode, detail: string, more: Partial<Failure> = {}): Failure {
  const isFault = code === 'internal' || code === 'unavailable';
  return { status: failureStatus[code], code, detail, issues: [], facts: {}, isFault, ...more };
}

function fromFoyerError({ code, message, reason, issues, retryAfterSeconds, facts }: FoyerError): Failure {
  return failure(code, message, { reason, issues, retryAfterSeconds, facts });
}

function readDatabaseFailure(error: unknown): Failure | undefined {
  const retryAfterSeconds = readDatabaseTrouble(error);
  if (retryAfterSeconds === undefined) return undefined;
  return failure('unavailable', 'The database does not answer just now. Try again shortly.', { retryAfterSeconds });
}

/**
 * The client hung up within its body, and nobody hears the answer. Node words it as it does a broken answer to a request
 * of ours; Fastify's 400 tells that it was the body.
 */
function readHangUp(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || error.message !== 'aborted') return undefined;
  const isOfBody = 'code' in error && error.code === 'ECONNRESET' && 'statusCode' in error && error.statusCode === 400;
  return isOfBody ? failure('invalid_input', 'The connection ended before the body did.') : undefined;
}

/** Fastify's own errors: their code begins with FST_ and they know their status. */
function readFrameworkFailure(error: unknown, limitBytes: number | undefined): Failure | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('statusCode' in error)) return undefined;
  if (typeof error.code !== 'string' || !error.code.startsWith('FST_')) return undefined;
  switch (error.statusCode) {
    case 400:
      return failure('invalid_input', error.message);
    case 404:
    case 414:
      return failure('not_found', 'There is nothing at this address.');
    // What the multipart reader says of a body that is something else.
    case 406:
      return failure('unsupported_media_type', 'Send the files as multipart/form-data.');
    case 413:
      return tooLarge(limitBytes);
    case 415:
      return failure('unsupported_media_type', 'Send JSON in UTF-8 with the header Content-Type: application/json.');
    case 503:
      return failure('unavailable', 'The server is too busy or about to stop. Try again shortly.', {
        retryAfterSeconds: 2,
      });
    default:
      return undefined;
  }
}

function tooLarge(limitBytes: number | undefined): Failure {
  if (limitBytes === undefined) return failure('too_large', 'The body is too large. Send less at a time.');
  const limit = limitBytes < MEGABYTE ? `${limitBytes} bytes` : `${Math.floor(limitBytes / MEGABYTE)} MB`;
  return failure('too_large', `The body is over ${limit}. Send less at a time.`, { facts: { limitBytes } });
}
const MEGABYTE = 1_048_576;
