import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const create = async () => (await tenant.ask('POST', '/v1/leads', { body: {} })).json().id;
const set = (id: string, key: string, body: unknown) => tenant.ask('PUT', `/v1/leads/${id}/variables/${key}`, { body });
const changes = async (id: string, query = '') =>
  (await tenant.ask('GET', `/v1/leads/${id}/variable-changes?${query}`)).json();

it.each([
  [{ value: 'Trim' }, { value: 'Trim', valueText: 'Trim', confidence: 1 }],
  [{ value: 12.5 }, { value: 12.5, valueText: '12.5', confidence: 1 }],
  [
    { value: false, valueText: 'no', confidence: 0.25 },
    { value: false, valueText: 'no', confidence: 0.25 },
  ],
  [{ value: ['a', null, { b: 1 }] }, { value: ['a', null, { b: 1 }], valueText: '["a",null,{"b":1}]', confidence: 1 }],
  [{ value: { amount: 5, currency: 'EUR' }, valueText: 'five euros' }, { valueText: 'five euros' }],
  [{ value: '' }, { value: '', valueText: '' }],
])('sets %j', async (body, expected) => {
  const id = await create();
  const response = await set(id, 'key', body);
  expect(response.statusCode).toBe(200);
  expect(response.json()).toMatchObject({ ...expected, source: 'api', messageId: null });
  expect((await tenant.ask('GET', `/v1/leads/${id}`)).json().variables).toEqual({ key: response.json() });
});

it('keeps what a variable was, also when it is removed', async () => {
  const id = await create();
  await set(id, 'service', { value: 'Trim' });
  await set(id, 'service', { value: 'Updo', confidence: 0.5 });
  await set(id, 'notes', { value: 'none' });
  expect((await tenant.ask('DELETE', `/v1/leads/${id}/variables/service`)).statusCode).toBe(204);
  expect((await tenant.ask('DELETE', `/v1/leads/${id}/variables/service`)).statusCode).toBe(404);
  expect(Object.keys((await tenant.ask('GET', `/v1/leads/${id}`)).json().variables)).toEqual(['notes']);
  const { data } = await changes(id, 'key=service');
  expect(data.map((one: { value: unknown; valueText: unknown }) => [one.value, one.valueText])).toEqual([
    [null, null],
    ['Updo', 'Updo'],
    ['Trim', 'Trim'],
  ]);
  expect(data[1]).toMatchObject({ key: 'service', confidence: 0.5, source: 'api', messageId: null });
});

it('changes the version of the lead once, however many variables a request sets and removes', async () => {
  const id = await create();
  await tenant.ask('PATCH', `/v1/leads/${id}`, { body: { variables: { gone: 1 } } });
  const revision = async () => (await tenant.ask('GET', `/v1/leads/${id}`)).json().revision;
  const before = await revision();
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`key_${n}`, n]));
  await tenant.ask('PATCH', `/v1/leads/${id}`, { body: { variables: { key_0: 0 } } });
  const ofOne = (await revision()) - before;
  await tenant.ask('PATCH', `/v1/leads/${id}`, { body: { variables: { ...many, key_0: 1, gone: null } } });
  expect((await revision()) - before).toBe(2 * ofOne);
});

it('pages through the history', async () => {
  const id = await create();
  for (const value of [1, 2, 3]) await set(id, 'n', { value });
  const first = await changes(id, 'limit=2');
  const second = await changes(id, `limit=2&cursor=${first.nextCursor}`);
  const values = [...first.data, ...second.data].map((one: { value: number }) => one.value);
  expect([values, second.nextCursor]).toEqual([[3, 2, 1], null]);
});

it('stands on the timeline and in the events', async () => {
  const id = await create();
  await set(id, 'service', { value: 'Trim' });
  await tenant.ask('DELETE', `/v1/leads/${id}/variables/service`);
  expect((await eventsOf(tenant, id)).slice(3)).toEqual([
    { type: 'variable.changed', data: { actor: 'api_key', key: 'service', source: 'api' } },
    // The salon's scoring looks at it.
    { type: 'lead.updated', data: { actor: 'api_key', changed: ['qualificationScore'] } },
    { type: 'variable.changed', data: { actor: 'api_key', key: 'service', source: 'api', removed: true } },
    { type: 'lead.updated', data: { actor: 'api_key', changed: ['qualificationScore'] } },
  ]);
  const { data } = (await tenant.ask('GET', `/v1/leads/${id}/actions?limit=2`)).json();
  expect(data).toMatchObject([
    { type: 'variable_change', summary: 'Removed service', output: { key: 'service' } },
    { type: 'variable_change', summary: 'Learned service: Trim', output: { key: 'service', value: 'Trim' } },
  ]);
});

it.each([
  [{}, '#/value'],
  [{ value: null }, '#/value'],
  [{ value: 1, confidence: 1.1 }, '#/confidence'],
  [{ value: 1, confidence: '1' }, '#/confidence'],
  [{ value: 1, valueText: 5 }, '#/valueText'],
  [{ value: 1, source: 'lead' }, '#/source'],
  [{ value: 'a\u0000' }, '#/value'],
])('%j is a 400 that names %s', async (body, pointer) => {
  const response = await set(await create(), 'key', body);
  expect(response.statusCode).toBe(400);
  expect(response.json().errors).toContainEqual(expect.objectContaining({ pointer }));
});

it.each(['1st', '__proto__', 'a b', 'x'.repeat(61), '%00'])('the key %s is a 400', async (key) => {
  const id = await create();
  expect((await set(id, key, { value: 1 })).statusCode).toBe(400);
  expect((await tenant.ask('DELETE', `/v1/leads/${id}/variables/${key}`)).statusCode).toBe(400);
});

it.each([
  ['service', { any: 'thing' }],
  ['service', 'Teeth whitening'],
  ['first_visit', 'perhaps'],
  ['phone', 'call me'],
  ['day', 'soon'],
  ['elsewhere', 'x'.repeat(40_000)],
])(
  'refuses for %s what the workflow’s field cannot hold, so that the agent can read all it knows',
  async (key, value) => {
    const id = await create();
    const response = await set(id, key, { value });
    expect(response.statusCode).toBe(400);
    expect(response.json().errors).toMatchObject([{ pointer: '#/value' }]);
    expect((await tenant.ask('GET', `/v1/leads/${id}`)).json().variables).toEqual({});
  },
);
