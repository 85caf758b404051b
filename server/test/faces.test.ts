import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operations } from '../src/operations.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

interface Described {
  readonly operationId: string;
  readonly responses: Record<string, { readonly description?: string; readonly $ref?: string }>;
}

it('serves a valid OpenAPI document that describes every operation and each of its responses', async () => {
  const response = await fetch(`${server.url}/openapi.json`);
  const document = (await response.json()) as { paths: Record<string, Record<string, Described>> };
  expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
  const { paths } = document;
  for (const { operationId, method, path, success } of operations) {
    const described = paths[path]?.[method.toLowerCase()];
    expect(described?.operationId).toBe(operationId);
    expect(Object.keys(described?.responses ?? {})).toContain(String(success.status));
    for (const response of Object.values(described?.responses ?? {})) {
      expect(response.description ?? response.$ref, operationId).toBeTruthy();
    }
  }
});

it('answers every operation without a credential that needs one with 401', async () => {
  const guarded = operations.filter(({ auth }) => auth === 'key' || auth === 'visitor');
  expect(guarded.length).toBeGreaterThan(20);
  for (const [place, { method, path, operationId }] of guarded.entries()) {
    const response = await server.app.inject({
      method,
      url: path.replaceAll(/\{\w+\}/g, '01900000-0000-7000-8000-000000000001'),
      // Failures are counted by address, and here are many.
      remoteAddress: `10.3.0.${place}`,
    });
    expect({ operationId, status: response.statusCode }).toEqual({ operationId, status: 401 });
  }
});

it('serves the reference, the chat page of no workspace as 404, and the health checks', async () => {
  const statusOf = async (path: string) => (await fetch(server.url + path)).status;
  expect(await statusOf('/docs')).toBe(200);
  expect(await statusOf('/chat/nobody')).toBe(404);
  expect(await statusOf('/livez')).toBe(200);
  expect(await statusOf('/readyz')).toBe(200);
});
