import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHttp, type TestApp, type TestHttp } from '../../../test/http-app.ts';
import { scopes } from '../../kernel/scopes.ts';
import { agentOperations } from '../agents/index.ts';
import { workflowOperations } from './index.ts';

let http: TestHttp;
let server: TestApp;
let all: string;
let other: string;
let readOnly: string;
let source: string;
beforeAll(async () => {
  http = await startTestHttp();
  const acme = await http.addWorkspace('acme');
  all = (await http.addKey(acme, { scopes, limitPerMinute: 10_000 })).secret;
  readOnly = (await http.addKey(acme, { scopes: ['workflows:read'] })).secret;
  other = (await http.addKey(await http.addWorkspace('other'), { scopes })).secret;
  server = await http.serve([...workflowOperations, ...agentOperations]);
  source = await readFile(new URL('../../../../workflows/salon-appointment.yaml', import.meta.url), 'utf8');
});
afterAll(() => http.close());

type Method = 'GET' | 'PUT' | 'PATCH';
function ask(method: Method, url: string, { secret = all, body }: { secret?: string; body?: object } = {}) {
  const headers = { authorization: `Bearer ${secret}` };
  return server.app.inject({ method, url, headers, ...(body && { payload: body }) });
}

test('a workflow is applied as text, changed as JSON, listed and read', async () => {
  const created = await ask('PUT', '/v1/workflows', { body: { source } });
  expect(created.statusCode).toBe(200);
  expect(created.json()).toMatchObject({ change: 'created', workflow: { key: 'salon-appointment', version: 1 } });
  const { id, definition } = created.json().workflow;
  const changed = await ask('PUT', '/v1/workflows', { body: { definition: { ...definition, name: 'Hair' } } });
  expect(changed.json()).toMatchObject({ change: 'updated', workflow: { id, version: 2, name: 'Hair' } });
  const again = await ask('PUT', '/v1/workflows', { body: { definition: { ...definition, name: 'Hair' } } });
  expect(again.json()).toMatchObject({ change: 'unchanged', workflow: { version: 2 } });
  for (const wanted of [id, 'salon-appointment']) {
    expect((await ask('GET', `/v1/workflows/${wanted}`)).json()).toEqual(again.json().workflow);
  }
  const { data } = (await ask('GET', '/v1/workflows', { secret: readOnly })).json();
  expect(data).toMatchObject([{ id, name: 'Hair', isDefault: true, agent: { name: 'Mia' } }]);
  expect(data[0]).not.toHaveProperty('definition');
});

test('errors of a file are a 400 with line and column, those of a definition have pointers', async () => {
  const broken = source.replace('goal: appointment', 'goal: fame');
  const asText = await ask('PUT', '/v1/workflows', { body: { source: broken } });
  expect(asText.statusCode).toBe(400);
  const [error] = asText.json().errors;
  expect(error).toMatchObject({ pointer: '#/source', detail: expect.stringMatching(/^source:\d+:\d+ goal: /) });
  const asJson = await ask('PUT', '/v1/workflows', { body: { definition: { key: 'x', goal: 'fame' } } });
  expect(asJson.statusCode).toBe(400);
  expect(asJson.json().errors).toContainEqual({
    pointer: '#/definition/goal',
    detail: expect.stringMatching(/^goal: `fame` is not one of/),
  });
});

test.each([{}, { source: 'a', definition: {} }, { source: '' }, { source: 7 }, { source: 'a', color: 'red' }])(
  '%j is a 400',
  async (body) => {
    expect((await ask('PUT', '/v1/workflows', { body })).statusCode).toBe(400);
  },
);

test('the agent of a workflow is listed, read and changed', async () => {
  await ask('PUT', '/v1/workflows', { body: { source } });
  const { data } = (await ask('GET', '/v1/agents')).json();
  expect(data.map((agent: Named) => agent.name)).toEqual(['Mia', 'Alex']);
  const url = `/v1/agents/${data[0].id}`;
  expect((await ask('GET', url)).json()).toEqual(data[0]);
  const changed = await ask('PATCH', url, { body: { autonomy: 'listen', greeting: null } });
  expect(changed.statusCode).toBe(200);
  expect(changed.json()).toEqual({ ...data[0], autonomy: 'listen', greeting: null, updatedAt: expect.any(String) });
});

test.each([{}, { name: '' }, { tone: 'angry' }, { autonomy: 'off' }, { id: 'x' }])(
  'PATCH %j is a 400',
  async (body) => {
    const { data } = (await ask('GET', '/v1/agents?limit=1')).json();
    expect((await ask('PATCH', `/v1/agents/${data[0].id}`, { body })).statusCode).toBe(400);
  },
);

test('without the scope: 403; of another workspace or unknown: 404; no UUID: 400', async () => {
  const { data } = (await ask('GET', '/v1/agents?limit=1')).json();
  const url = `/v1/agents/${data[0].id}`;
  expect((await ask('PUT', '/v1/workflows', { secret: readOnly, body: { source } })).statusCode).toBe(403);
  expect((await ask('PATCH', url, { secret: readOnly, body: { name: 'X' } })).statusCode).toBe(403);
  expect((await ask('PATCH', url, { secret: other, body: { name: 'X' } })).statusCode).toBe(404);
  for (const missing of [url, '/v1/workflows/salon-appointment', '/v1/agents/01890000-0000-7000-8000-000000000000']) {
    expect((await ask('GET', missing, { secret: other })).statusCode).toBe(404);
  }
  expect((await ask('GET', '/v1/agents/x')).statusCode).toBe(400);
  expect((await ask('GET', '/v1/workflows/no-such')).statusCode).toBe(404);
});

interface Named {
  readonly name: string;
}
