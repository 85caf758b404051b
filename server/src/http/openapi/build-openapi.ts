import type { OperationAuth } from '../../kernel/operation.ts';
import type { Face } from '../face.ts';
import { FORM_TYPE } from '../forms.ts';
import type { AnyOperation } from '../mount-operations.ts';
import { apiGuide } from './api-guide.ts';
import { describeParameters } from './describe-parameters.ts';
import { describeFaceResponses, describeResponses, sharedHeaders, sharedResponses } from './describe-responses.ts';
import { describeUpload } from './describe-upload.ts';
import { problemSchema } from './problem-schema.ts';
import { createSchemaBook, type SchemaBook } from './schema-book.ts';

export interface ApiInfo {
  readonly title: string;
  readonly version: string;
  /** Markdown; how the API behaves as a whole where it is missing. */
  readonly description?: string;
  /** Where this installation is reached, without a slash at the end. */
  readonly serverUrl?: string;
}

export type Document = Record<string, unknown>;

/**
 * The OpenAPI 3.1 document of these operations, in their order, as a face with words of its own answers them. Raises a
 * plain Error for an operationId given twice.
 */
export function buildOpenApi(operations: readonly AnyOperation[], info: ApiInfo, face?: Face): Document {
  const book = createSchemaBook();
  const { serverUrl, ...about } = info;
  const paths: Record<string, Record<string, unknown>> = {};
  const seen = new Set<string>();
  for (const operation of operations) {
    if (seen.has(operation.operationId)) throw new Error(`Two operations are called ${operation.operationId}.`);
    seen.add(operation.operationId);
    const path = paths[operation.path] ?? {};
    path[operation.method.toLowerCase()] = describeOperation(operation, book, face);
    paths[operation.path] = path;
  }
  const { part, components } = book.finish(paths);
  return {
    openapi: '3.1.0',
    info: { description: apiGuide, ...about },
    ...(serverUrl !== undefined && { servers: [{ url: serverUrl }] }),
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: part,
    components: face?.docs
      ? { schemas: components, securitySchemes: face.docs.securitySchemes }
      : {
          schemas: { ...components, Problem: problemSchema },
          responses: sharedResponses,
          headers: sharedHeaders,
          securitySchemes,
        },
  };
}

function describeOperation(operation: AnyOperation, book: SchemaBook, face: Face | undefined): Document {
  const { operationId, tag, summary, auth } = operation;
  const parameters = describeParameters(operation, book);
  const description = describe(operation);
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description !== '' && { description }),
    security: securityOf(auth, face),
    ...(parameters.length > 0 && { parameters }),
    ...(operation.body && { requestBody: describeBody(operation.body, book, operation.takesForms) }),
    ...(operation.upload && { requestBody: describeUpload(operation.upload) }),
    responses: face?.docs ? describeFaceResponses(operation, book, face) : describeResponses(operation, book),
  };
}

function describe({ description, scope, idempotent }: AnyOperation): string {
  return [
    description,
    scope && `Needs the scope \`${scope}\`.`,
    idempotent &&
      'With an `Idempotency-Key` the same request sent again within 24 hours is answered as the first time, with ' +
        '`Idempotency-Replayed: true`. Failures are not remembered: they wrote nothing, so sending again is safe.',
  ]
    .filter(Boolean)
    .join('\n\n');
}

function describeBody(body: NonNullable<AnyOperation['body']>, book: SchemaBook, takesForms = false): Document {
  const example = body.meta()?.examples;
  const first: unknown = Array.isArray(example) ? example[0] : undefined;
  const isRequired = !body.safeParse(undefined).success;
  const content = { schema: book.input(body), ...(first !== undefined && { example: first }) };
  return {
    required: isRequired,
    content: { 'application/json': content, ...(takesForms && { [FORM_TYPE]: content }) },
  };
}

function securityOf(auth: OperationAuth, face: Face | undefined): readonly Document[] {
  if (auth !== 'key' || !face?.docs) return security[auth];
  return Object.keys(face.docs.securitySchemes).map((name) => ({ [name]: [] }));
}

const security: Readonly<Record<OperationAuth, readonly Document[]>> = {
  key: [{ bearerKey: [] }, { headerKey: [] }],
  visitor: [{ visitorToken: [] }],
  portal: [{ portalToken: [] }],
  hook: [],
  none: [],
};

const securitySchemes = {
  bearerKey: { type: 'http', scheme: 'bearer', description: 'An API key of the workspace, in any format.' },
  headerKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same key in a header of its own.' },
  visitorToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'The token that starting a web chat gave. It opens that conversation and nothing else.',
  },
  portalToken: {
    type: 'http',
    scheme: 'bearer',
    description: "The last part of the link to a lead's own page. It opens that page and nothing else.",
  },
} as const;
