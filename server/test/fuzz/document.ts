import { isObject, type JsonObject, listOf, objectOf } from './json.ts';

/** What a document tells of one operation. Its schemas stand in `document`, which `pointer`s lead into. */
export interface DescribedOperation {
  /** `native`, or the dialect's name. */
  readonly face: string;
  readonly document: JsonObject;
  readonly operationId: string;
  readonly method: string;
  /** As it is asked for: behind the dialect's prefix. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Body | undefined;
  readonly responses: ReadonlyMap<string, DescribedResponse>;
  readonly credential: Credential;
}

interface Parameter {
  readonly name: string;
  readonly place: string;
  readonly isRequired: boolean;
  readonly schema: unknown;
}

interface Body {
  readonly isRequired: boolean;
  readonly mediaType: string;
  readonly schema: unknown;
  readonly examples: readonly unknown[];
}

interface DescribedResponse {
  /** A JSON pointer to the schema, by media type. */
  readonly schemas: ReadonlyMap<string, string>;
}

/** Who may ask, and the header that says so. */
export interface Credential {
  readonly kind: 'key' | 'visitor' | 'portal' | 'none';
  /** In any of these ways. */
  readonly headers: readonly { readonly name: string; readonly prefix: string }[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Every operation of an OpenAPI 3 document, in its order, but those whose answer does not end. */
export function readOperations(face: string, prefix: string, given: unknown): DescribedOperation[] {
  const document = objectOf(readNullable(given));
  return Object.entries(objectOf(document.paths))
    .flatMap(([path, item]) =>
      METHODS.filter((method) => isObject(objectOf(item)[method])).map((method) => {
        const operation = objectOf(objectOf(item)[method]);
        return {
          face,
          document,
          operationId: String(operation.operationId ?? `${method} ${path}`),
          method: method.toUpperCase(),
          path: prefix + path,
          parameters: [...listOf(objectOf(item).parameters), ...listOf(operation.parameters)].map((parameter) =>
            readParameter(follow(document, parameter).node),
          ),
          body: readBody(document, operation),
          responses: readResponses(document, operation, `/paths/${escapeStep(path)}/${method}/responses`),
          credential: readCredential(document, operation),
        };
      }),
    )
    .filter(({ responses }) => !responses.get('200')?.schemas.has('text/event-stream'));
}

/** What a node stands for: itself, or what its reference leads to, and where that is. */
export function follow(document: JsonObject, node: unknown, pointer = ''): { node: JsonObject; pointer: string } {
  const { $ref } = objectOf(node);
  if (typeof $ref !== 'string') return { node: objectOf(node), pointer };
  const target = $ref.replace(/^#/, '');
  const steps = target.split('/').slice(1);
  const found = steps.reduce<unknown>(
    (inner, step) => objectOf(inner)[step.replaceAll('~1', '/').replaceAll('~0', '~')],
    document,
  );
  if (found === undefined) throw new Error(`The document has nothing at ${$ref}.`);
  return follow(document, found, target);
}

function readParameter(parameter: JsonObject): Parameter {
  const { name, in: place, required, schema = {} } = parameter;
  return { name: String(name), place: String(place), isRequired: required === true, schema };
}

function readBody(document: JsonObject, operation: JsonObject): Body | undefined {
  if (operation.requestBody === undefined) return undefined;
  const { node } = follow(document, operation.requestBody);
  const [first] = Object.entries(objectOf(node.content));
  if (!first) return undefined;
  const [mediaType, content] = first;
  const { schema = {}, example, examples } = objectOf(content);
  const named = Object.values(objectOf(examples)).map((each) => objectOf(each).value);
  const all = [example, ...named].filter((each) => each !== undefined);
  return { isRequired: node.required === true, mediaType, schema, examples: all };
}

function readResponses(document: JsonObject, operation: JsonObject, base: string): Map<string, DescribedResponse> {
  const responses = Object.entries(objectOf(operation.responses)).map(([status, response]) => {
    const { node, pointer } = follow(document, response, `${base}/${status}`);
    const schemas = Object.keys(objectOf(node.content)).map(
      (type) => [type, `${pointer}/content/${escapeStep(type)}/schema`] as const,
    );
    return [status.toUpperCase(), { schemas: new Map(schemas) }] as const;
  });
  return new Map(responses);
}

function readCredential(document: JsonObject, operation: JsonObject): Credential {
  const wanted = listOf(operation.security ?? document.security);
  const names = wanted.flatMap((each) => Object.keys(objectOf(each)));
  const schemes = objectOf(objectOf(document.components).securitySchemes);
  const headers = names.map((name) => {
    const scheme = objectOf(schemes[name]);
    return scheme.type === 'apiKey'
      ? { name: String(scheme.name), prefix: '' }
      : { name: 'Authorization', prefix: 'Bearer ' };
  });
  if (headers.length === 0) return { kind: 'none', headers };
  if (names.includes('portalToken')) return { kind: 'portal', headers };
  return { kind: names.includes('visitorToken') ? 'visitor' : 'key', headers };
}

/** Under these keys stand values, not schemas. */
const LITERALS = new Set(['example', 'examples', 'default', 'enum', 'const']);

/** OpenAPI 3.0 writes `nullable: true` beside a type; newer schemas write null as one of the types. */
function readNullable(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(readNullable);
  if (!isObject(node)) return node;
  const entries = Object.entries(node).map(([key, value]) => [key, readMember(key, value)] as const);
  const { nullable, ...read } = Object.fromEntries(entries);
  if (nullable !== true) return nullable === undefined ? read : { ...read, nullable };
  return { anyOf: [read, { type: 'null' }] };
}

/** The names under `properties` are fields, of which one may be called as a keyword is. */
function readMember(key: string, value: unknown): unknown {
  if (LITERALS.has(key)) return value;
  if (key !== 'properties') return readNullable(value);
  return Object.fromEntries(Object.entries(objectOf(value)).map(([name, schema]) => [name, readNullable(schema)]));
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
