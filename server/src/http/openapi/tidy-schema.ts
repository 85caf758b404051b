type JsonObject = Record<string, unknown>;

/** A schema as a person would have written it: without what another keyword says already, or what binds no one. */
export function tidySchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(tidySchema);
  if (!isObject(node)) return node;
  const tidied: JsonObject = {};
  for (const [key, value] of Object.entries(node)) {
    if (!isNoise(key, value, node))
      tidied[key] = key === 'default' || key === 'examples' ? value : tidyMember(key, value);
  }
  return foldNullable(tidied);
}

/** Under `properties` the keys are the fields' names, not keywords. */
function tidyMember(key: string, value: unknown): unknown {
  if (key !== 'properties' || !isObject(value)) return tidySchema(value);
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, tidySchema(schema)]));
}

function isNoise(key: string, value: unknown, node: JsonObject): boolean {
  switch (key) {
    case '$schema':
    case 'id':
    case '~standard':
      return true;
    case 'pattern':
      // The format says it, and the expression is a page long.
      return typeof node.format === 'string';
    case 'minimum':
    case 'maximum':
      return Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
    case 'propertyNames':
      return isObject(value) && Object.keys(value).length === 1 && value.type === 'string';
    case 'additionalProperties':
      return isObject(value) && Object.keys(value).length === 0;
    default:
      return false;
  }
}

/** `anyOf [{type: string, ...}, {type: null}]` is `{type: [string, null], ...}`, where nothing but the type is at stake. */
function foldNullable(node: JsonObject): JsonObject {
  const { anyOf, ...rest } = node;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return node;
  const [first, second]: unknown[] = anyOf;
  if (!isObject(first) || !isObject(second) || second.type !== 'null') return node;
  if (typeof first.type !== 'string' || 'enum' in first || 'const' in first) return node;
  return { ...first, ...rest, type: [first.type, 'null'] };
}

/** The same tree with every `$ref` as `rename` gives it. The guarantee: nothing else changes, so its type stays. */
export function mapReferences<T>(node: T, rename: (reference: string) => string): T {
  const visit = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(visit);
    if (!isObject(inner)) return inner;
    return Object.fromEntries(
      Object.entries(inner).map(([key, value]) =>
        key === '$ref' && typeof value === 'string' ? [key, rename(value)] : [key, visit(value)],
      ),
    );
  };
  return visit(node) as T;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
