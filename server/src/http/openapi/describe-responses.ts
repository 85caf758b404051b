import { type Face, statusIn } from '../face.ts';
import { type FailureCode, failureCodes, failureStatus } from '../failure.ts';
import type { AnyOperation } from '../mount-operations.ts';
import { problemExample } from './problem-schema.ts';
import type { SchemaBook } from './schema-book.ts';

type JsonObject = Record<string, unknown>;

/** Every answer an operation can give: its success, 304 where it has an ETag, and each failure. */
export function describeResponses(operation: AnyOperation, book: SchemaBook): JsonObject {
  const { success } = operation;
  const responses: JsonObject = { [success.status]: describeSuccess(operation, book) };
  if (operation.etag && operation.method === 'GET') {
    responses[304] = { description: 'You have the newest already.', headers: headers('ETag', ...everywhere) };
  }
  for (const code of failuresOf(operation)) {
    responses[failureStatus[code]] = { $ref: `#/components/responses/${responseName(code)}` };
  }
  return responses;
}

/** The same in a face whose errors have a shape of their own: each status with that schema. */
export function describeFaceResponses(operation: AnyOperation, book: SchemaBook, face: Face): JsonObject {
  const { success } = operation;
  const type = success.contentType?.split(';')[0] ?? 'application/json';
  const responses: JsonObject = {
    [success.status]: {
      description: success.description,
      ...(success.schema && { content: { [type]: { schema: book.output(success.schema) } } }),
    },
  };
  const schema = face.docs && book.output(face.docs.failureSchema);
  for (const code of failuresOf(operation)) {
    responses[statusIn(face, code)] ??= { description: words[code], content: { 'application/json': { schema } } };
  }
  return responses;
}

/** What can go wrong with any operation of its kind, and what it names itself. */
export function failuresOf(operation: AnyOperation): FailureCode[] {
  const codes = new Set<FailureCode>(['invalid_input', 'rate_limited', 'internal', 'unavailable']);
  const { auth } = operation;
  if (auth === 'key' || auth === 'visitor' || auth === 'portal') codes.add('unauthorized');
  if (auth === 'visitor' || auth === 'portal' || auth === 'hook') codes.add('not_found');
  if (operation.scope) codes.add('forbidden');
  if (operation.method !== 'GET') codes.add('too_large').add('unsupported_media_type');
  if (operation.idempotent) codes.add('conflict').add('unprocessable');
  for (const code of operation.errors ?? []) codes.add(code);
  return [...codes].sort((one, other) => failureStatus[one] - failureStatus[other]);
}

function describeSuccess({ success, etag, location, idempotent }: AnyOperation, book: SchemaBook): JsonObject {
  const names = [etag && 'ETag', location && 'Location', idempotent && 'Idempotency-Replayed'].filter(
    (name) => typeof name === 'string',
  );
  const type = success.contentType?.split(';')[0] ?? 'application/json';
  return {
    description: success.description,
    headers: headers(...names, ...everywhere),
    ...(success.schema && { content: { [type]: { schema: book.output(success.schema) } } }),
  };
}

const everywhere = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy'] as const;

function headers(...names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

const text = { type: 'string' } as const;

export const sharedHeaders = {
  'X-Request-Id': {
    description:
      "The request's id: your own `X-Request-Id` where you sent one of 8 to 100 letters, digits, `.`, `_`, `:` or `-`.",
    schema: text,
  },
  RateLimit: {
    description: 'What is left: `r` requests in each window, which is over in `t` seconds.',
    schema: text,
    example: '"minute";r=599;t=60',
  },
  'RateLimit-Policy': {
    description: 'The windows: `q` requests in `w` seconds each.',
    schema: text,
    example: '"minute";q=600;w=60',
  },
  'Retry-After': { description: 'Seconds to wait before trying again.', schema: { type: 'integer', minimum: 1 } },
  'WWW-Authenticate': { description: 'How to authenticate.', schema: text, example: 'Bearer' },
  ETag: { description: 'The version, for `If-None-Match`.', schema: text, example: 'W/"3"' },
  Location: { description: 'Where it can be read.', schema: text },
  'Idempotency-Replayed': {
    description: '`true` where this is the answer of an earlier request with the same `Idempotency-Key`.',
    schema: { type: 'string', const: 'true' },
  },
} as const;

const words: Readonly<Record<FailureCode, string>> = {
  invalid_input: 'The request is not valid; `errors` names everything that is wrong.',
  unauthorized: 'No credential, or one that is not valid, or not any more.',
  forbidden: 'The key lacks the scope that this needs.',
  not_found: 'Nothing with this id in this workspace; what belongs to another reads the same.',
  method_not_allowed: 'This address does not have this method.',
  conflict: 'In conflict with what is there, or the first request with this `Idempotency-Key` is still running.',
  too_large: 'The body is over 1 MB, or there are more or larger files than the operation takes.',
  unsupported_media_type: 'The body is not JSON in UTF-8.',
  unprocessable: 'Well-formed but cannot be carried out, or this `Idempotency-Key` was used for another request.',
  rate_limited: 'Too many requests.',
  internal: 'The fault is ours. `requestId` finds it in the log.',
  unavailable: 'The database does not answer just now, or the server is too busy or about to stop.',
};

function responseName(code: FailureCode): string {
  return code.replaceAll(/(?:^|_)(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

/** One response for each failure, referred to by the operations; none of them lacks its own method. */
export const sharedResponses: JsonObject = Object.fromEntries(
  failureCodes
    .filter((code) => code !== 'method_not_allowed')
    .map((code) => [
      responseName(code),
      {
        description: words[code],
        headers: headers(...headersOf(code), 'X-Request-Id'),
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
            example: problemExample(code, words[code]),
          },
        },
      },
    ]),
);

function headersOf(code: FailureCode): readonly string[] {
  switch (code) {
    case 'unauthorized':
      return ['WWW-Authenticate', 'RateLimit', 'RateLimit-Policy'];
    case 'rate_limited':
      return ['Retry-After', 'RateLimit', 'RateLimit-Policy'];
    case 'unavailable':
      return ['Retry-After'];
    default:
      return ['RateLimit', 'RateLimit-Policy'];
  }
}
