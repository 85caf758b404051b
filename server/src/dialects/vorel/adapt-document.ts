import type { AnyOperation } from '../../http/mount-operations.ts';
import type { Document } from '../../http/openapi/build-openapi.ts';
import { sharedResponses } from './shared-responses.ts';
import { vendorScope } from './words.ts';

/**
 * The document as the vendor lays it out: paging parameters and errors as components, scopes as security requirements,
 * and `nullable` as OpenAPI 3.0 has it. Its words and its server are ours.
 */
export function adaptDocument(document: Document, operations: readonly AnyOperation[]): Document {
  const paths: Record<string, Document> = {};
  const parameters: Record<string, unknown> = {};
  for (const operation of operations) {
    const { path, method } = operation;
    const verb = method.toLowerCase();
    const base = objectAt(document, 'paths', path, verb);
    paths[path] = { ...paths[path], [verb]: adaptOperation(base, operation, parameters) };
  }
  const { schemas, securitySchemes } = objectAt(document, 'components');
  return withNullable({
    ...document,
    info: { ...objectAt(document, 'info'), description: about },
    security: [{ BearerAuth: [] }],
    tags: [
      { name: 'Leads', description: 'People who may buy, each with a conversation.' },
      { name: 'Conversations', description: 'Threads with a customer on one channel.' },
    ],
    paths,
    components: { parameters, schemas, responses: sharedResponses, securitySchemes },
  });
}

const about =
  'What Foyer answers of the Vorel API. Every answer says what is left of the key’s limit in `X-RateLimit-Limit`, ' +
  '`X-RateLimit-Remaining` and `X-RateLimit-Reset` (Unix seconds). Unknown keys in a body or a query are left alone.';

/** By the name of the parameter in a query. */
const sharedParameters: ReadonlyMap<unknown, string> = new Map([
  ['limit', 'LimitParam'],
  ['cursor', 'CursorParam'],
]);

const responseNames: Readonly<Record<string, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  413: 'TooLarge',
  429: 'RateLimited',
  500: 'InternalError',
  503: 'Unavailable',
};

/** An operation with its shared parts as references; what it shares is put among `parameters`. */
function adaptOperation(base: Document, operation: AnyOperation, parameters: Record<string, unknown>): Document {
  const { description: _ours, parameters: own, responses, ...rest } = base;
  const named = (Array.isArray(own) ? own : []).map((parameter: unknown) => {
    const name = sharedParameters.get(objectAt(parameter).name);
    if (name === undefined) return parameter;
    parameters[name] = parameter;
    return { $ref: `#/components/parameters/${name}` };
  });
  return {
    ...rest,
    ...(operation.description !== undefined && { description: operation.description }),
    ...(named.length > 0 && { parameters: named }),
    responses: Object.fromEntries(Object.entries(objectAt(responses)).flatMap(adaptResponse)),
    security: [{ BearerAuth: operation.scope ? [vendorScope(operation.scope)] : [] }],
  };
}

/** A 415 is none of this dialect's: it takes every body for JSON. */
function adaptResponse([status, response]: [string, unknown]): [string, unknown][] {
  if (status === '415') return [];
  const name = responseNames[status];
  return [[status, name === undefined ? response : { $ref: `#/components/responses/${name}` }]];
}

/** The same tree with `nullable: true` where a type is one or null. The guarantee: nothing else changes. */
function withNullable<T>(node: T): T {
  const visit = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(visit);
    if (typeof inner !== 'object' || inner === null) return inner;
    const visited = Object.fromEntries(Object.entries(inner).map(([key, value]) => [key, visit(value)]));
    const { type } = visited;
    const isNullable = Array.isArray(type) && type.length === 2 && type[1] === 'null';
    return isNullable ? { ...visited, type: type[0], nullable: true } : visited;
  };
  return visit(node) as T;
}

/** The object at a place in a document. Raises a plain Error where there is none: the base was made otherwise. */
function objectAt(node: unknown, ...path: readonly string[]): Record<string, unknown> {
  const found = path.reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), node);
  if (typeof found !== 'object' || found === null) throw new Error(`nothing at ${path.join('/')}`);
  return { ...found };
}
