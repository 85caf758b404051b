import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import type { LightMyRequestResponse } from 'fastify';
import type { DescribedOperation } from './document.ts';
import type { JsonObject } from './json.ts';
import type { FuzzRequest } from './requests.ts';

/** What is wrong with an answer, or undefined where its description holds. */
export type CheckAnswer = (request: FuzzRequest, response: LightMyRequestResponse) => string | undefined;

/** Checks answers by the documents of their operations; `secrets` may be in none of them, in any case of letters. */
export function createAnswerCheck(secrets: readonly string[]): CheckAnswer {
  const validatorOf = createValidators();
  const hidden = secrets.map((secret) => secret.toLowerCase());
  return ({ operation, isLetIn }, response) => {
    const { statusCode: status, body } = response;
    if (status >= 500) return `answered ${status}`;
    const said = `${JSON.stringify(response.headers)}${body}`.toLowerCase();
    const leak = hidden.find((secret) => said.includes(secret));
    if (leak !== undefined) return `shows what is another tenant's: ${leak}`;
    if (!isLetIn && status < 400) return `answered ${status} to a credential that opens nothing`;
    const described = responseFor(operation, status);
    if (!described) return `answered ${status}, which is not described: ${[...operation.responses.keys()].join(', ')}`;
    if (described.schemas.size === 0)
      return body === '' ? undefined : `answered ${status} with a body where none is described`;
    const type = String(response.headers['content-type'] ?? '').split(';')[0] ?? '';
    const pointer = described.schemas.get(type);
    if (pointer === undefined)
      return `answered ${status} as ${type || 'no type'}, described as ${[...described.schemas.keys()].join(', ')}`;
    return checkBody(validatorOf(operation.document, pointer), status, type, body);
  };
}

function responseFor({ responses }: DescribedOperation, status: number) {
  return responses.get(String(status)) ?? responses.get(`${Math.floor(status / 100)}XX`) ?? responses.get('DEFAULT');
}

function checkBody(validate: ValidateFunction, status: number, type: string, body: string): string | undefined {
  const value = type.endsWith('json') ? readJson(body) : body;
  if (value === undefined) return `answered ${status} with a body that is no JSON`;
  if (validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  return `answered ${status} against its schema: ${error?.instancePath || 'the body'} ${error?.message} ${JSON.stringify(error?.params)}`;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Validators of schemas inside documents, each compiled once. */
function createValidators(): (document: JsonObject, pointer: string) => ValidateFunction {
  const byDocument = new Map<JsonObject, { readonly ajv: Ajv2020; readonly known: Map<string, ValidateFunction> }>();
  return (document, pointer) => {
    const book = byDocument.get(document) ?? { ajv: openDocument(document), known: new Map() };
    byDocument.set(document, book);
    const fragment = pointer.split('/').map(encodeURIComponent).join('/');
    const validate = book.known.get(pointer) ?? book.ajv.compile({ $ref: `openapi#${fragment}` });
    book.known.set(pointer, validate);
    return validate;
  };
}

function openDocument(document: JsonObject): Ajv2020 {
  // An OpenAPI document is more than a schema: what ajv does not know in it is let be.
  const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false, allErrors: false });
  ajvFormats.default(ajv);
  return ajv.addSchema({ ...document, $id: 'openapi' });
}
