import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, openChat, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { collectionWorkflow } from '../checklist/collection-workflow.fixture.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server, { shipped: ['salon-appointment'], workflows: [collectionWorkflow()] });
});
afterAll(() => server.stop());

/** Variables whose values and texts have 60,000 characters each. */
const big = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, 'x'.repeat(30_000)]));
/** Leaves room for some twenty thousand characters. */
const almostAll = big('a', 'b', 'c', 'd');

const create = async (variables: object = {}, more: object = {}) =>
  (await tenant.ask('POST', '/v1/leads', { body: { variables, ...more } })).json();
const read = async (id: string) => (await tenant.ask('GET', `/v1/leads/${id}`)).json();
const update = (id: string, variables: object) => tenant.ask('PATCH', `/v1/leads/${id}`, { body: { variables } });
const keysOf = (lead: { variables: object }) => Object.keys(lead.variables).sort();

it('is bounded for what a lead holds altogether, however it is filled', async () => {
  const { id } = await create(almostAll);
  const before = await read(id);
  const answers = [
    [await update(id, big('e')), '#/variables'],
    [await tenant.ask('PUT', `/v1/leads/${id}/variables/e`, { body: { value: 'x'.repeat(30_000) } }), '#/value'],
    [await tenant.ask('POST', '/v1/leads', { body: { variables: big('a', 'b', 'c', 'd', 'e') } }), '#/variables'],
  ] as const;
  for (const [answer, pointer] of answers) {
    expect([answer.statusCode, answer.json().errors]).toEqual([
      400,
      [{ pointer, detail: expect.stringContaining('262,144 characters') }],
    ]);
  }
  expect(await read(id)).toEqual(before);
});

it('counts what is replaced or removed by the same change no more', async () => {
  const { id } = await create(almostAll);
  expect((await update(id, { a: null, ...big('d', 'e') })).statusCode).toBe(200);
  expect(keysOf(await read(id))).toEqual(['b', 'c', 'd', 'e']);
});

it('counts numbers as they are stored', async () => {
  const { id } = await create();
  const numbers = Array.from({ length: 1000 }, () => 1e300);
  expect((await update(id, { numbers })).statusCode).toBe(400);
});

it('is bounded for a value of the checklist too', async () => {
  const { id } = await create({}, { workflow: 'collection' });
  await fill(id);
  const groups = (await tenant.ask('GET', `/v1/leads/${id}/checklist`)).json().data;
  const url = `/v1/leads/${id}/checklist-items/${groups[0].items[0].id}`;
  const answer = await tenant.ask('PATCH', url, { body: { value: 'small' } });
  expect([answer.statusCode, answer.json().errors]).toEqual([
    400,
    [{ pointer: '#/value', detail: expect.stringContaining('262,144 characters') }],
  ]);
});

it('leaves in the metadata what is too much of it', async () => {
  const text = 'x'.repeat(60_000);
  const workflow = collectionWorkflow();
  const field = (key: string) => `  - { key: ${key}, label: ${key}, type: text, ask: What?, metadataKey: story }\n`;
  const fields = `fields:\n${['one', 'two', 'three'].map(field).join('')}`;
  const other = await addTenant(server, {
    workflows: [{ ...workflow, text: workflow.text.replace('fields:\n', fields) }],
  });
  const response = await other.ask('POST', '/v1/leads', { body: { metadata: { story: text, size: 'small' } } });
  expect([response.statusCode, keysOf(response.json())]).toEqual([201, ['one', 'size', 'two']]);
});

it('takes no variables from a merged lead where both have too many', async () => {
  const [one, other] = [await create(almostAll), await create(big('e', 'f'))];
  const body = { intoLeadId: one.id };
  expect((await tenant.ask('POST', `/v1/leads/${other.id}/merge`, { body })).statusCode).toBe(200);
  expect(keysOf(await read(one.id))).toEqual(['a', 'b', 'c', 'd']);
  expect((await tenant.ask('POST', `/v1/leads/${other.id}/unmerge`)).statusCode).toBe(200);
  expect(keysOf(await read(other.id))).toEqual(['e', 'f']);
});

it('costs the agent no turn: what it has no room for stands on the timeline', async () => {
  const chat = await openChat(tenant, { workflow: 'salon-appointment' });
  const { id } = await chat.lead();
  await fill(id);
  expect(await chat.talk('My name is Ada Lovelace')).not.toBe('');
  const lead = await read(id);
  expect([lead.name, keysOf(lead)]).toEqual(['Ada Lovelace', ['a', 'b', 'c', 'd', 'rest']]);
  const { data } = (await tenant.ask('GET', `/v1/leads/${id}/actions?limit=50`)).json();
  expect(data).toContainEqual(
    expect.objectContaining({ type: 'system_note', summary: expect.stringMatching(/^Did not keep .*name.*262,144/i) }),
  );
});

/** Leaves a lead room for ten characters at most. */
async function fill(id: string): Promise<void> {
  const rest = (length: number) => update(id, { ...almostAll, rest: 'x'.repeat(length) });
  expect((await rest(1)).statusCode).toBe(200);
  const room = 262_144 - sizeOf((await read(id)).variables);
  expect((await rest(Math.floor(room / 2) - 4)).statusCode).toBe(200);
}

function sizeOf(variables: Record<string, { value: unknown; valueText: string }>): number {
  const sizes = Object.entries(variables).map(
    ([key, { value, valueText }]) => key.length + JSON.stringify(value).length + valueText.length,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
