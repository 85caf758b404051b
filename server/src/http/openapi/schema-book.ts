import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { tidySchema } from './tidy-schema.ts';

type JsonSchema = Record<string, unknown>;

/** JSON Schemas of zod schemas; what has a `meta` id is named once under `components.schemas` and referred to. */
export interface SchemaBook {
  /** As a client may send it. */
  input(schema: z.ZodType): JsonSchema;
  /** As Foyer answers. */
  output(schema: z.ZodType): JsonSchema;
  /** All that was named so far, in the order of their names. */
  components(): JsonSchema;
}

/**
 * A schema that reads the same going in and coming out has one component; where the two differ, the one a client
 * sends is called `<Name>Input`.
 */
export function createSchemaBook(): SchemaBook {
  const named = { input: new Map<string, unknown>(), output: new Map<string, unknown>() };
  const convert = (io: 'input' | 'output', schema: z.ZodType) => {
    // In a list, a schema with a name of its own is referred to like any other.
    const { $defs = {}, items } = z.toJSONSchema(z.array(schema), { io, unrepresentable: 'any', override });
    for (const [name, definition] of Object.entries($defs)) named[io].set(name, tidySchema(definition, io));
    return refer(tidySchema(items, io), `#/$defs/`, io === 'input' ? INPUT_PLACE : OUTPUT_PLACE);
  };
  return {
    input: (schema) => convert('input', schema),
    output: (schema) => convert('output', schema),
    components: () => mergeTwins(named.input, named.output),
  };
}

// References keep their direction until all is known; `resolveReferences` then gives them their final names.
const INPUT_PLACE = '#/components/schemas/input:';
const OUTPUT_PLACE = '#/components/schemas/output:';

const override: z.core.JSONSchemaGeneratorParams['override'] = ({ zodSchema, jsonSchema }) => {
  if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
};
