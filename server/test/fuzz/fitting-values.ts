import fc from 'fast-check';
import { follow } from './document.ts';
import { isObject, type JsonObject, listOf, objectOf } from './json.ts';

/** What a schema's values are made from. */
export interface Ground {
  readonly document: JsonObject;
  /** Values that mean something under this name, such as ids of rows that are there. */
  samplesOf(name: string): readonly unknown[];
}

type Values = fc.Arbitrary<unknown>;

const MAX_DEPTH = 6;
const MAX_LENGTH = 60;
const MAX_ITEMS = 3;

/** Values that fit a JSON Schema: most of them known to mean something, where their name has samples. */
export function fittingValues(ground: Ground, schema: unknown, name = '', depth = 0): Values {
  const { node } = follow(ground.document, schema);
  const made = madeValues(ground, node, name, depth);
  const samples = ground.samplesOf(name).filter((sample) => isOfType(node, sample));
  const examples = listOf(node.examples).concat(node.example === undefined ? [] : [node.example]);
  if (samples.length > 0) return mix([12, fc.constantFrom(...samples)], [1, made]);
  return examples.length > 0 ? mix([1, fc.constantFrom(...examples)], [3, made]) : made;
}

function madeValues(ground: Ground, node: JsonObject, name: string, depth: number): Values {
  if (node.const !== undefined) return fc.constant(node.const);
  const choices = listOf(node.enum);
  if (choices.length > 0) return fc.constantFrom(...choices);
  const branches = [...listOf(node.anyOf), ...listOf(node.oneOf)];
  if (branches.length > 0) {
    const { anyOf: _any, oneOf: _one, ...shared } = node;
    return fc.oneof(...branches.map((branch) => fittingValues(ground, joined(ground, [shared, branch]), name, depth)));
  }
  const parts = listOf(node.allOf);
  if (parts.length > 0) {
    const { allOf: _all, ...own } = node;
    return fittingValues(ground, joined(ground, [own, ...parts]), name, depth);
  }
  const types = typesOf(node);
  const notNull = types.filter((type) => type !== 'null').map((type) => ofType(ground, node, { type, name, depth }));
  if (!types.includes('null')) return fc.oneof(...notNull);
  return notNull.length === 0 ? fc.constant(null) : mix([5, fc.oneof(...notNull)], [1, fc.constant(null)]);
}

function ofType(
  ground: Ground,
  node: JsonObject,
  { type, name, depth }: { readonly type: string; readonly name: string; readonly depth: number },
): Values {
  switch (type) {
    case 'string':
      return texts(node);
    case 'integer':
      return fc.integer(rangeOf(node));
    case 'number':
      return fc.double({ ...rangeOf(node), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return lists(ground, node, name, depth);
    case 'object':
      return objects(ground, node, depth);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** A list of `leadIds` holds what is called `leadId`. */
function lists(ground: Ground, node: JsonObject, name: string, depth: number): Values {
  const minLength = numberOf(node.minItems) ?? 0;
  const maxLength = Math.max(minLength, Math.min(numberOf(node.maxItems) ?? MAX_ITEMS, MAX_ITEMS));
  if (depth >= MAX_DEPTH) return fc.constant([]);
  return fc.array(fittingValues(ground, node.items ?? {}, name.replace(/s$/, ''), depth + 1), { minLength, maxLength });
}

/** What is required, and a few of what is not: with all of it, one wrong value would hide the rest. */
function objects(ground: Ground, node: JsonObject, depth: number): Values {
  const properties = Object.entries(objectOf(node.properties));
  const required = new Set(listOf(node.required).map(String));
  const isDeep = depth >= MAX_DEPTH;
  const known = properties
    .filter(([name]) => required.has(name) || !isDeep)
    .map(([name, schema]) => [name, fittingValues(ground, schema, name, depth + 1)] as const);
  const names = known.map(([key]) => key);
  const optional = names.filter((key) => !required.has(key));
  const all = fc.record(Object.fromEntries(known), { requiredKeys: names.filter((key) => required.has(key)) });
  const kept = fc.subarray(optional, { maxLength: Math.min(4, optional.length) });
  const some = fc
    .tuple(all, kept)
    .map(([value, more]) => pick(value, (key) => required.has(key) || more.includes(key)));
  const object = mix([5, some], [1, all]);
  const { additionalProperties } = node;
  const isOpen = properties.length === 0 && additionalProperties !== false;
  if (!isOpen || isDeep) return object;
  const values = isObject(additionalProperties)
    ? fittingValues(ground, additionalProperties, '', depth + 1)
    : fc.jsonValue({ maxDepth: 1 });
  return fc.dictionary(keysOf(ground), values, { maxKeys: 3, noNullPrototype: true });
}

function keysOf(ground: Ground): fc.Arbitrary<string> {
  const known = ground.samplesOf('key').filter((key) => typeof key === 'string');
  const made = fc.stringMatching(/^[a-z][a-z_]{1,12}$/);
  return known.length === 0 ? made : fc.oneof(fc.constantFrom(...known), made);
}

function texts(node: JsonObject): Values {
  const minLength = numberOf(node.minLength) ?? 0;
  const most = numberOf(node.maxLength) ?? MAX_LENGTH;
  const format = formats[String(node.format)];
  if (format) return format;
  if (typeof node.pattern === 'string') return matching(node.pattern);
  const lengths = { minLength, maxLength: Math.max(minLength, Math.min(most, MAX_LENGTH)) };
  return mix(
    [6, fc.string({ unit: 'grapheme-ascii', ...lengths })],
    [3, fc.string({ unit: 'grapheme', ...lengths })],
    [1, fc.constant('x'.repeat(Math.min(most, 100_000)))],
  );
}

/** Where fast-check cannot read the expression, any text: it will be refused, as many should be. */
function matching(pattern: string): Values {
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'));
  } catch {
    return fc.string();
  }
}

const years = { min: new Date('1990-01-01T00:00:00Z'), max: new Date('2060-01-01T00:00:00Z'), noInvalidDate: true };
const moments = fc.date(years).map((date) => date.toISOString());
const formats: Readonly<Record<string, Values>> = {
  uuid: fc.uuid(),
  'date-time': mix([3, moments], [1, moments.map((text) => text.replace('Z', '+02:00'))]),
  date: moments.map((text) => text.slice(0, 10)),
  time: moments.map((text) => text.slice(11, 19)),
  email: fc.stringMatching(/^[a-z]{1,10}@[a-z]{1,10}\.com$/),
  uri: fc.webUrl(),
};

function typesOf(node: JsonObject): string[] {
  if (Array.isArray(node.type)) return node.type.map(String);
  if (typeof node.type === 'string') return [node.type];
  if ('properties' in node) return ['object'];
  return 'items' in node ? ['array'] : ['any'];
}

function isOfType(node: JsonObject, sample: unknown): boolean {
  const types = typesOf(node);
  if (types.includes('any') || types.includes(typeof sample)) return !Array.isArray(sample) || types.includes('any');
  return types.includes('array') ? Array.isArray(sample) : types.includes('integer') && Number.isInteger(sample);
}

/** Schemas of one and the same value as one: their properties and requirements together. */
function joined(ground: Ground, schemas: readonly unknown[]): JsonObject {
  const nodes = schemas.map((schema) => follow(ground.document, schema).node);
  const properties = Object.assign({}, ...nodes.map((node) => objectOf(node.properties)));
  const required = nodes.flatMap((node) => listOf(node.required));
  const hasProperties = Object.keys(properties).length > 0;
  return {
    ...Object.assign({}, ...nodes),
    ...(hasProperties && { properties }),
    ...(required.length > 0 && { required }),
  };
}

function pick(value: object, isKept: (key: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => isKept(key)));
}

function rangeOf(node: JsonObject): { min: number; max: number } {
  const min = numberOf(node.minimum) ?? numberOf(node.exclusiveMinimum) ?? Math.min(-1000, numberOf(node.maximum) ?? 0);
  const max = numberOf(node.maximum) ?? numberOf(node.exclusiveMaximum) ?? Math.max(1000, min);
  return { min, max };
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** One of these, each as often as its weight says. */
export function mix<T>(...weighted: readonly (readonly [number, fc.Arbitrary<T>])[]): fc.Arbitrary<T> {
  return fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}
