import fc from 'fast-check';
import type { DescribedOperation } from './document.ts';
import { mix } from './fitting-values.ts';
import { hostileTexts, hostileValues, twist, twists } from './hostile-values.ts';
import { hostileForms } from './multipart.ts';
import { encodeSegment, mapValues, type Parts, toPair } from './request-parts.ts';
import {
  bodiesOfNoSchema,
  contentTypes,
  headersOfNoSchema,
  queriesOfNoSchema,
  segmentsOfNoSchema,
} from './wire-tricks.ts';
import type { World } from './world.ts';

type Change = (parts: Parts) => Parts;

/** One thing that makes a request wrong, in any of its parts. */
export function changes(operation: DescribedOperation, world: World): fc.Arbitrary<Change> {
  const { body, parameters } = operation;
  const namesIn = (place: string) => parameters.filter((each) => each.place === place).map(({ name }) => name);
  const hasQuery = namesIn('query').length > 0;
  const hasPath = namesIn('path').length > 0;
  const hasForm = body?.mediaType.startsWith('multipart/');
  const otherTenant = mix([3, fc.constant(null)], [2, fc.nat(3)]);
  const otherCaller = fc.constantFrom<Parts['who']>('test', 'reader', 'nobody', 'none');
  return mix(
    [hasPath ? 3 : 0, inPath([...namesIn('path'), ''], world)],
    [hasQuery ? 5 : 1, inQuery([...namesIn('query'), 'unknown'], world)],
    [1, change(queriesOfNoSchema, (parts, pair) => ({ ...parts, query: [...parts.query, pair] }))],
    [body ? 9 : 0, change(twists(world.strangers), (parts, each) => ({ ...parts, body: twist(parts.body, each) }))],
    [body ? 2 : 1, otherBody],
    [body ? 1 : 0, change(contentTypes, (parts, contentType) => ({ ...parts, contentType }))],
    [1, change(headersOfNoSchema, (parts, more) => ({ ...parts, headers: { ...parts.headers, ...more } }))],
    [hasForm ? 5 : 0, change(hostileForms, (parts, form) => ({ ...parts, form }))],
    [5, change(otherTenant, (parts, at) => swapIds(parts, world.strangerOf, at))],
    [1, change(otherCaller, (parts, who) => ({ ...parts, who }))],
  );
}

function change<T>(values: fc.Arbitrary<T>, apply: (parts: Parts, value: T) => Parts): fc.Arbitrary<Change> {
  return values.map((value) => (parts: Parts) => apply(parts, value));
}

function inPath(names: readonly string[], { strangers }: World): fc.Arbitrary<Change> {
  const segments = mix([5, hostileTexts(strangers).map(encodeSegment)], [1, segmentsOfNoSchema]);
  return change(fc.tuple(fc.constantFrom(...names), segments), (parts, [name, segment]) => {
    return name in parts.params ? { ...parts, params: { ...parts.params, [name]: segment } } : parts;
  });
}

/** In place of the value that is there, or beside it. */
function inQuery(names: readonly string[], { strangers }: World): fc.Arbitrary<Change> {
  const values = fc.tuple(fc.constantFrom(...names), hostileValues(strangers), fc.boolean());
  return change(values, (parts, [name, value, isAdded]) => {
    const kept = parts.query.filter((pair) => isAdded || !pair.startsWith(`${name}=`));
    return { ...parts, query: [...kept, toPair(name, value)] };
  });
}

const otherBody = change(fc.tuple(bodiesOfNoSchema, fc.option(contentTypes)), (parts, [raw, contentType]) => {
  return { ...parts, raw, ...(contentType !== null && { contentType }) };
});

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The same request for another tenant's rows: all of them, or only the one that comes `at` so many places. */
function swapIds(parts: Parts, strangerOf: ReadonlyMap<string, string>, at: number | null): Parts {
  let place = -1;
  const swap = (text: string) =>
    text.replaceAll(UUID, (id) => {
      const stranger = strangerOf.get(id);
      if (stranger === undefined) return id;
      place += 1;
      return at === null || at === place ? stranger : id;
    });
  const params = mapValues(parts.params, (value) => swap(String(value)));
  const query = parts.query.map(swap);
  const body: unknown = parts.body === undefined ? undefined : JSON.parse(swap(JSON.stringify(parts.body)));
  return { ...parts, params, query, body };
}
