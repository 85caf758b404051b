import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { buildOpenApi } from './build-openapi.ts';
import { sampleOperations } from './sample-operations.fixture.ts';

const document = buildOpenApi(sampleOperations, {
  title: 'Foyer',
  version: '1.0.0',
  serverUrl: 'https://desk.example',
});

/** What stands at a JSON pointer of the document. */
function at(pointer: string): unknown {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return steps.reduce<unknown>(
    (node, step) => (typeof node === 'object' && node !== null ? Reflect.get(node, step) : undefined),
    document,
  );
}

function everyReference(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value] : everyReference(value),
  );
}

test('the document is valid OpenAPI 3.1 and every reference leads somewhere', async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  const references = everyReference(document);
  expect(references.length).toBeGreaterThan(20);
  expect(references.filter((reference) => at(reference.slice(1)) === undefined)).toEqual([]);
});

test('an operation has its id, security, scope, parameters and every answer', () => {
  expect(at('/paths/~1v1~1notes/post')).toMatchObject({
    operationId: 'createNote',
    tags: ['Notes'],
    security: [{ bearerKey: [] }, { headerKey: [] }],
    description: expect.stringMatching(/^Notes are short\.\n\nNeeds the scope `leads:write`\.\n\n.*Idempotency-Key/),
    parameters: [{ name: 'Idempotency-Key', in: 'header', required: false }],
    requestBody: { required: true, content: { 'application/json': { example: { text: 'Remember the milk' } } } },
  });
  const statusesOf = (pointer: string) => Object.keys(Object(at(`/paths/${pointer}/responses`))).map(Number);
  expect(statusesOf('~1v1~1notes/post')).toEqual([201, 400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503]);
  expect(statusesOf('~1v1~1notes~1{noteId}/get')).toEqual([200, 304, 400, 401, 403, 404, 429, 500, 503]);
  expect(statusesOf('~1v1~1chat~1{conversationId}/get')).toEqual([200, 400, 401, 404, 429, 500, 503]);
  expect(statusesOf('~1v1~1calendar/get')).toEqual([200, 400, 429, 500, 503]);
  expect(at('/paths/~1v1~1calendar/get/security')).toEqual([]);
  expect(at('/paths/~1v1~1chat~1{conversationId}/get/security')).toEqual([{ visitorToken: [] }]);
});

test('answers name their headers', () => {
  const headersOf = (pointer: string) => Object.keys(Object(at(`${pointer}/headers`)));
  const common = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy'];
  expect(headersOf('/paths/~1v1~1notes/post/responses/201')).toEqual([
    'ETag',
    'Location',
    'Idempotency-Replayed',
    ...common,
  ]);
  expect(headersOf('/components/responses/RateLimited')).toContain('Retry-After');
  expect(headersOf('/components/responses/Unauthorized')).toContain('WWW-Authenticate');
});

test('parameters carry their description and schema', () => {
  expect(at('/paths/~1v1~1notes/get/parameters')).toEqual([
    {
      name: 'limit',
      in: 'query',
      required: false,
      description: 'Rows a page.',
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 25 },
    },
    { name: 'after', in: 'query', required: false, schema: { type: 'string', format: 'date-time' } },
  ]);
  expect(at('/paths/~1v1~1notes~1{noteId}/get/parameters/0')).toEqual({
    name: 'noteId',
    in: 'path',
    required: true,
    description: "The note's id.",
    schema: { type: 'string', format: 'uuid' },
  });
});

test('a named schema is one component, and two only where it differs by direction', () => {
  expect(Object.keys(Object(at('/components/schemas')))).toEqual([
    'Author',
    'Layout',
    'LayoutInput',
    'Note',
    'Style',
    'StyleInput',
    'Problem',
  ]);
  expect(at('/components/schemas/Layout')).toMatchObject({ required: ['width', 'style'] });
  expect(at('/components/schemas/LayoutInput')).toMatchObject({
    required: ['style'],
    additionalProperties: false,
    properties: { style: { $ref: '#/components/schemas/StyleInput' } },
  });
});

test('schemas are tidy', () => {
  expect(at('/components/schemas/Note')).toEqual({
    type: 'object',
    properties: {
      id: { type: 'string', format: 'uuid' },
      text: { type: 'string' },
      revision: { type: 'integer' },
      author: { anyOf: [{ $ref: '#/components/schemas/Author' }, { type: 'null' }] },
      extra: { type: 'object' },
      tags: { type: 'array', items: { type: 'string' } },
      createdAt: { type: 'string', format: 'date-time' },
    },
    required: ['id', 'text', 'revision', 'author', 'extra', 'tags', 'createdAt'],
  });
  expect(at('/components/schemas/Author/properties')).toEqual({
    name: { type: 'string', description: 'As it is printed.' },
    email: { type: ['string', 'null'], format: 'email' },
  });
  expect(JSON.stringify(document)).not.toMatch(/\$schema|"pattern"|9007199254740991/);
});

test('an operationId given twice is refused', () => {
  const [first] = sampleOperations;
  expect(() => buildOpenApi(first ? [first, first] : [], { title: 'x', version: '1' })).toThrow(/createNote/);
});
