import type { AnyOperation } from '../mount-operations.ts';
import type { SchemaBook } from './schema-book.ts';

type JsonObject = Record<string, unknown>;

/** An operation's parameters: path, query, and the headers that its answers depend on. */
export function describeParameters(operation: AnyOperation, book: SchemaBook): JsonObject[] {
  return [
    ...fromSchema(operation.params && book.input(operation.params), 'path'),
    ...fromSchema(operation.query && book.input(operation.query), 'query'),
    ...(operation.idempotent ? [idempotencyKey] : []),
    ...(operation.etag && operation.method === 'GET' ? [ifNoneMatch] : []),
  ];
}

function fromSchema(schema: JsonObject | undefined, place: 'path' | 'query'): JsonObject[] {
  const { properties, required } = schema ?? {};
  if (typeof properties !== 'object' || properties === null) return [];
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest }: JsonObject = { ...property };
    return {
      name,
      in: place,
      required: place === 'path' || needed.includes(name),
      ...(description !== undefined && { description }),
      schema: rest,
    };
  });
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A value of your own for this request, such as a UUID; with or without quotes. Kept for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 257 },
};

const ifNoneMatch = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'The ETag you have: the answer is 304 while it is the newest.',
  schema: { type: 'string' },
};
