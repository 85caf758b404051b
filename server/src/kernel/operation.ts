import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import type { JsonOf } from './json-of.ts';
import type { Scope } from './scopes.ts';

/**
 * How a caller proves who it is: an API key, a visitor's token for one conversation, the token of a lead's own page, the
 * `{token}` in an intake hook's address, or not at all.
 */
export type OperationAuth = 'key' | 'visitor' | 'portal' | 'hook' | 'none';

/** What an operation that takes files takes at most, and the texts that may come with them. */
export interface Upload<F = unknown> {
  readonly maxFiles: number;
  readonly maxFileBytes: number;
  /** Reads the texts; without it any may come. */
  readonly fields?: z.ZodType<F>;
}

/** One file of a multipart request. It is read to its end before the next one comes. */
export interface UploadedFile {
  /** The name of the form's field. */
  readonly field: string;
  /** Without folders; never empty. */
  readonly fileName: string;
  /** As the client says: lower case, without parameters. */
  readonly mimeType: string;
  /** Raises `too_large` over `maxFileBytes`, `invalid_input` where the body ends before the file does. */
  readonly stream: AsyncIterable<Uint8Array>;
}

/** What a request brought, validated. A part without a schema is undefined. */
export interface OperationInput<P, Q, B, F = unknown> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Fires when the client has gone: stop waiting. */
  readonly signal: AbortSignal;
  /** One of the headers that say what the client has already. */
  header(name: 'last-event-id' | 'if-none-match'): string | undefined;
  /** Of an operation with `upload`: the files as they come, once. None of any other. */
  readonly files: AsyncIterable<UploadedFile>;
  /**
   * The texts that came between the files, as their schema gives them: all of them once the last file is read, for they
   * may come in any order. Raises `invalid_input`.
   */
  fields(): F;
}

/** For an answer too large to keep, or of which parts may go while it is kept. */
export interface AnswerMemory<Context, R> {
  /** JSON that names no one and tells no secret, such as ids. */
  keep(ctx: Context, result: R): unknown;
  /** The answer to the same request sent again, as things are by then. */
  recall(ctx: Context, kept: unknown): Promise<R>;
}

/**
 * One HTTP operation as data: http/ mounts it and describes it in OpenAPI; `operationId` names its file.
 * `Context` is what http/ makes of the credentials: `Ctx` for a key, `VisitorCtx` for a visitor, `PortalCtx` for a
 * lead's page, `PublicCtx` for the others.
 */
export interface Operation<Context, P = undefined, Q = undefined, B = undefined, R = unknown, F = unknown> {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{braces}` for parameters, as OpenAPI writes it. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly auth: OperationAuth;
  /**
   * For one that reads, and settles its caller's `keyClaim` by the statement that reads: a key that is known need not be
   * looked up before (docs/adr/0047).
   */
  readonly confirmsKey?: true;
  /** Named for the reader of the API; the verb itself enforces it. */
  readonly scope?: Scope;
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  readonly body?: z.ZodType<B>;
  /** Takes what an HTML form sends too, each field as a text. */
  readonly takesForms?: boolean;
  /** Where it takes more than the usual megabyte. */
  readonly bodyLimitBytes?: number;
  /** Takes multipart/form-data in place of a body of JSON. */
  readonly upload?: Upload<F>;
  readonly success: {
    readonly status: 200 | 201 | 202 | 204;
    readonly description: string;
    /** Absent for 204. */
    readonly schema?: z.ZodType<R>;
    /** Other than JSON, such as text/calendar: then `handle` returns a string, or a stream of them that lasts. */
    readonly contentType?: string;
  };
  /** Beyond those every operation of its `auth` can answer: 400, 401, 403, 413, 415, 429, 500, 503. */
  readonly errors?: readonly ErrorCode[];
  /** Takes `Idempotency-Key`: the same key and body again answers what was answered. */
  readonly idempotent?: boolean;
  /** What of its answer is remembered, where that is not the whole of it. */
  readonly memory?: AnswerMemory<Context, R>;
  /** The version of what is returned, for ETag and If-None-Match. */
  etag?(result: R): string;
  /** The address of what was created. */
  location?(result: R): string;
  handle(ctx: Context, input: OperationInput<P, Q, B, F>): Promise<R | JsonOf<R>>;
}

/** Gives an operation its types; returns it unchanged. */
export function defineOperation<Context, P = undefined, Q = undefined, B = undefined, R = unknown, F = unknown>(
  operation: Operation<Context, P, Q, B, R, F>,
): Operation<Context, P, Q, B, R, F> {
  return operation;
}
