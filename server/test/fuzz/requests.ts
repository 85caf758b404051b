import fc from 'fast-check';
import type { DescribedOperation } from './document.ts';
import { fittingValues, type Ground, mix } from './fitting-values.ts';
import { toJsonText } from './json.ts';
import { MULTIPART, soundForms, toMultipart } from './multipart.ts';
import { changes } from './request-changes.ts';
import { encodeSegment, mapValues, type Parts, toPair, toText } from './request-parts.ts';
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

/** What Node would read of a header: one byte a character, without those that end it. */
function toHeader(value: unknown): string {
  return Buffer.from(toText(value))
    .toString('latin1')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '')
    .trim();
}
