import type { FastifyReply } from 'fastify';
import { z } from 'zod';

type Serialize = ReturnType<FastifyReply['compileSerializationSchema']>;
const serializers = new WeakMap<z.ZodType, Serialize>();

/**
 * A result as JSON text, without what its schema does not name. Each schema's serializer is made for the first answer
 * that needs it: those of all operations at once, and all OpenAPI documents, were 12 MB of a server at rest.
 */
export function serialize(schema: z.ZodType, result: unknown, reply: FastifyReply): string {
  const known = serializers.get(schema);
  if (known) return known(asPayload(result));
  const made = reply.compileSerializationSchema(toSerializerSchema(schema));
  serializers.set(schema, made);
  return made(asPayload(result));
}

/** A serializer takes whatever its schema describes; Fastify's types know of objects only. */
function asPayload(result: unknown): Parameters<Serialize>[0] {
  return result as Parameters<Serialize>[0];
}

/**
 * A response's schema for Fastify's serializer, which leaves out what the schema does not name. Without what only
 * checks (patterns, bounds): a serializer that meets a union would refuse a row over it.
 */
export function toSerializerSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    io: 'output',
    unrepresentable: 'any',
    // Without the registry nothing is named, so all is inline.
    metadata: z.registry(),
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
      for (const key of CHECKS) Reflect.deleteProperty(jsonSchema, key);
      if (jsonSchema.format !== 'date-time') delete jsonSchema.format;
      simplifyNullable(jsonSchema);
    },
  });
}

const CHECKS = [
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'propertyNames',
] as const;

/** `anyOf [X, null]` makes the serializer validate every value; `nullable` only looks for null. */
function simplifyNullable(schema: z.core.JSONSchema.BaseSchema): void {
  const [first, second, ...more] = schema.anyOf ?? [];
  if (typeof first !== 'object' || typeof second !== 'object' || more.length > 0) return;
  if (second.type !== 'null' || typeof first.type !== 'string' || first.type === 'null') return;
  delete schema.anyOf;
  Object.assign(schema, first, { nullable: true });
}

/** Raises a plain Error that names what a result has beyond its schema, or lacks. For tests and development. */
export function assertExact(schema: z.ZodType, result: unknown, operationId: string): void {
  const parsed = schema.safeParse(result);
  if (!parsed.success) throw new Error(`${operationId} answered against its schema: ${z.prettifyError(parsed.error)}`);
  const unknownKey = findDropped(result, parsed.data, '');
  if (unknownKey) throw new Error(`${operationId} answered with ${unknownKey}, which its schema does not name.`);
}

function findDropped(before: unknown, after: unknown, path: string): string | undefined {
  if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null) return undefined;
  for (const key of Object.keys(before)) {
    const value: unknown = Reflect.get(before, key);
    if (value === undefined) continue;
    if (!(key in after)) return `${path}/${key}`;
    const dropped = findDropped(value, Reflect.get(after, key), `${path}/${key}`);
    if (dropped) return dropped;
  }
  return undefined;
}
