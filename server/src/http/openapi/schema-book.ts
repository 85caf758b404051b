import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { mapReferences, tidySchema } from './tidy-schema.ts';

type JsonObject = Record<string, unknown>;
type Direction = 'input' | 'output';

/** JSON Schemas of zod schemas. What has a `meta` id is a component, referred to by a name that `finish` makes final. */
export interface SchemaBook {
  /** As a client may send it. */
  input(schema: z.ZodType): JsonObject;
  /** As Foyer answers. */
  output(schema: z.ZodType): JsonObject;
  /** The part of a document that was made with this book, with final names, and the components it refers to. */
  finish<T>(part: T): { readonly part: T; readonly components: JsonObject };
}

const PLACE = '#/components/schemas/';

/**
 * A schema that reads the same going in and coming out is one component; where the two differ, what a client sends is
 * called `<Name>Input`.
 */
export function createSchemaBook(): SchemaBook {
  const named = { input: new Map<string, unknown>(), output: new Map<string, unknown>() };
  const convert = (io: Direction, schema: z.ZodType): JsonObject => {
    // In a list, a schema with a name of its own is referred to like any other.
    const { $defs = {}, items } = z.toJSONSchema(z.array(schema), {
      io,
      unrepresentable: 'any',
      override: overrideFor(io),
    });
    const clean = (node: unknown) =>
      mapReferences(tidySchema(node), (reference) => reference.replace('#/$defs/', `${PLACE}${io}:`));
    for (const [name, definition] of Object.entries($defs)) named[io].set(name, clean(definition));
    const cleaned = clean(items);
    return typeof cleaned === 'object' && cleaned !== null ? { ...cleaned } : {};
  };
  return {
    input: (schema) => convert('input', schema),
    output: (schema) => convert('output', schema),
    finish: (part) => {
      const twins = findTwins(named.input, named.output);
      const rename = <T>(node: T) => mapReferences(node, (reference) => finalName(reference, twins));
      const inputs = [...named.input].map(([name, node]) => [finalName(`input:${name}`, twins), rename(node)] as const);
      const outputs = [...named.output].map(([name, node]) => [name, rename(node)] as const);
      const all = new Map([...inputs, ...outputs].sort(([one], [other]) => one.localeCompare(other)));
      return { part: rename(part), components: Object.fromEntries(all) };
    },
  };
}

function overrideFor(io: Direction): NonNullable<z.core.JSONSchemaGeneratorParams['override']> {
  return ({ zodSchema, jsonSchema }) => {
    if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    // An answer may gain fields later; a request with unknown ones is refused.
    if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  };
}

function finalName(reference: string, twins: ReadonlySet<string>): string {
  const [, place = '', direction, name = ''] = /^(.*)(input|output):(.+)$/.exec(reference) ?? [];
  if (direction === undefined) return reference;
  return `${place}${name}${direction === 'input' && twins.has(name) ? 'Input' : ''}`;
}

/** The names that mean two things: their definitions differ, or refer to one whose definitions do. */
function findTwins(inputs: ReadonlyMap<string, unknown>, outputs: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const twins = new Set<string>();
  const shared = [...inputs.keys()].filter((name) => outputs.has(name));
  let before = -1;
  while (before < twins.size) {
    before = twins.size;
    for (const name of shared) {
      const asSent = mapReferences(inputs.get(name), (reference) => finalName(reference, twins));
      const asAnswered = mapReferences(outputs.get(name), (reference) => finalName(reference, twins));
      if (!isDeepStrictEqual(asSent, asAnswered)) twins.add(name);
    }
  }
  return twins;
}
