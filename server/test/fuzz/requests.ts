import fc from 'fast-check';
import type { DescribedOperation } from './document.ts';
import { fittingValues, type Ground, mix } from './fitting-values.ts';
import { hostileTexts, hostileValues, twist, twists } from './hostile-values.ts';
import { toJsonText } from './json.ts';
import { hostileForms, MULTIPART, type MultipartForm, soundForms, toMultipart } from './multipart.ts';
import {
  bodiesOfNoSchema,
  contentTypes,
  headersOfNoSchema,
  queriesOfNoSchema,
  segmentsOfNoSchema,
} from './wire-tricks.ts';
import type { World } from './world.ts';

/** One request, ready to be sent. */
export interface FuzzRequest {
  readonly operation: DescribedOperation;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The header that bears the credential, apart from the others so that it is never printed. */
  readonly secret: Readonly<Record<string, string>>;
  /** False where that credential opens nothing. */
  readonly isLetIn: boolean;
  readonly payload: string | Buffer | undefined;
}

interface Parts {
  /** As they stand in the URL. */
  readonly params: Readonly<Record<string, string>>;
  /** As it stands in the URL, without the question mark. */
  readonly query: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly form: MultipartForm;
  /** In place of the body. */
  readonly raw?: string | Buffer | undefined;
  readonly contentType?: string | null;
  readonly who: 'own' | 'test' | 'reader' | 'nobody' | 'none';
}

type Change = (parts: Parts) => Parts;

/** Requests of one operation, made from its description: half of them sound, half wrong in one or two places. */
export function requestsOf(operation: DescribedOperation, world: World): fc.Arbitrary<FuzzRequest> {
  const ground: Ground = {
    document: operation.document,
    samplesOf: (name) => world.samplesOf(name, operation.path),
  };
  const sound = soundParts(operation, ground);
  const change = changes(operation, world);
  const wrong = fc.tuple(sound, change).map(([parts, apply]) => apply(parts));
  const twiceWrong = fc.tuple(wrong, change).map(([parts, apply]) => apply(parts));
  return mix([5, sound], [4, wrong], [1, twiceWrong]).map((parts) => toRequest(operation, world, parts));
}

function soundParts(operation: DescribedOperation, ground: Ground): fc.Arbitrary<Parts> {
  const { parameters, body } = operation;
  const at = (place: string) => parameters.filter((parameter) => parameter.place === place);
  const values = (place: string) =>
    fc.record(Object.fromEntries(at(place).map(({ name, schema }) => [name, fittingValues(ground, schema, name)])), {
      requiredKeys: at(place)
        .filter((parameter) => parameter.isRequired || place === 'path')
        .map(({ name }) => name),
    });
  const bodies = body ? fittingValues(ground, body.schema) : fc.constant(undefined);
  const examples = body?.examples.length ? fc.constantFrom(...body.examples) : bodies;
  return fc.record({
    params: values('path').map((params) => mapValues(params, (value) => encodeSegment(toText(value)))),
    query: values('query').map((query) => Object.entries(query).map(([name, value]) => toPair(name, value))),
    headers: values('header').map((headers) => mapValues(headers, toHeader)),
    body: body && !body.isRequired ? mix([2, bodies], [1, fc.constant(undefined)]) : mix([6, bodies], [1, examples]),
    form: soundForms,
    who: mix<Parts['who']>([12, fc.constant('own')], [1, fc.constant('test')]),
  });
}

/** One thing that makes a request wrong, in any of its parts. */
function changes(operation: DescribedOperation, world: World): fc.Arbitrary<Change> {
  const { strangers } = world;
  const params = operation.parameters.filter(({ place }) => place === 'path').map(({ name }) => name);
  const queries = operation.parameters.filter(({ place }) => place === 'query').map(({ name }) => name);
  const inPath = fc
    .tuple(
      fc.constantFrom(...params, ''),
      mix([5, hostileTexts(strangers).map(encodeSegment)], [1, segmentsOfNoSchema]),
    )
    .map(
      ([name, text]): Change =>
        (parts) => ({ ...parts, params: name === '' ? parts.params : { ...parts.params, [name]: text } }),
    );
  const inQuery = fc.tuple(fc.constantFrom(...queries, 'unknown'), hostileValues(strangers), fc.boolean()).map(
    ([name, value, isAdded]): Change =>
      (parts) => {
        const kept = parts.query.filter((pair) => isAdded || !pair.startsWith(`${name}=`));
        return { ...parts, query: [...kept, toPair(name, value)] };
      },
  );
  const strangeQuery = queriesOfNoSchema.map(
    (pair): Change =>
      (parts) => ({ ...parts, query: [...parts.query, pair] }),
  );
  const inBody = twists(strangers).map(
    (each): Change =>
      (parts) => ({ ...parts, body: twist(parts.body, each) }),
  );
  const otherBody = fc.tuple(bodiesOfNoSchema, fc.option(contentTypes)).map(
    ([raw, contentType]): Change =>
      (parts) => ({ ...parts, raw, ...(contentType !== null && { contentType }) }),
  );
  const otherType = contentTypes.map(
    (contentType): Change =>
      (parts) => ({ ...parts, contentType }),
  );
  const inHeaders = headersOfNoSchema.map(
    (more): Change =>
      (parts) => ({ ...parts, headers: { ...parts.headers, ...more } }),
  );
  const otherForm = hostileForms.map(
    (form): Change =>
      (parts) => ({ ...parts, form }),
  );
  const otherTenant = mix([3, fc.constant(null)], [2, fc.nat(3)]).map(
    (at): Change =>
      (parts) =>
        swapIds(parts, world.strangerOf, at),
  );
  const otherCaller = fc.constantFrom<Parts['who']>('test', 'reader', 'nobody', 'none').map(
    (who): Change =>
      (parts) => ({ ...parts, who }),
  );
  const hasForm = operation.body?.mediaType.startsWith('multipart/');
  return mix(
    [params.length > 0 ? 3 : 0, inPath],
    [queries.length > 0 ? 5 : 1, inQuery],
    [1, strangeQuery],
    [operation.body ? 9 : 0, inBody],
    [operation.body ? 2 : 1, otherBody],
    [operation.body ? 1 : 0, otherType],
    [1, inHeaders],
    [hasForm ? 5 : 0, otherForm],
    [5, otherTenant],
    [1, otherCaller],
  );
}

function toRequest(operation: DescribedOperation, world: World, parts: Parts): FuzzRequest {
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => parts.params[name] ?? 'missing');
  const url = parts.query.length === 0 ? path : `${path}?${parts.query.join('&')}`;
  const payload = parts.raw ?? toPayload(operation, parts);
  const type = parts.contentType === undefined ? operation.body?.mediaType : parts.contentType;
  const contentType = type?.startsWith('multipart/') ? MULTIPART : (type ?? undefined);
  const { headers: secret, isLetIn } = world.credential(operation, parts.who, parts.params);
  return {
    operation,
    url,
    headers: {
      ...parts.headers,
      ...(payload !== undefined && contentType !== undefined && { 'content-type': contentType }),
    },
    secret,
    isLetIn,
    payload,
  };
}

function toPayload(
  { document, body: described }: DescribedOperation,
  { body, form }: Parts,
): string | Buffer | undefined {
  if (body === undefined) return undefined;
  const isForm = described?.mediaType.startsWith('multipart/');
  return isForm ? toMultipart(document, described?.schema, body, form) : toJsonText(body);
}

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

/** A long poll would hold the run up: it stays at none. */
function isWait(name: string, value: unknown): boolean {
  return name === 'wait' && Number(toText(value)) > 0;
}

function toPair(name: string, value: unknown): string {
  const text = isWait(name, value) ? '0' : toText(value);
  return `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(text.toWellFormed())}`;
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(toText).join(',');
  return toJsonText(value);
}

/** A segment that stays one: empty or made of dots it would lead to another address. */
function encodeSegment(text: string): string {
  const segment = encodeURIComponent(text.toWellFormed());
  return /^\.{0,2}$/.test(segment) ? `${segment}%20` : segment;
}

/** What Node would read of a header: one byte a character, without those that end it. */
function toHeader(value: unknown): string {
  return Buffer.from(toText(value))
    .toString('latin1')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '')
    .trim();
}

function mapValues<T>(object: object, change: (value: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
