import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addTenant, eventsOf, openChat, type TestTenant } from '../../../test/api.ts';
import { fileOf } from '../../../test/pipeline.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  tenant = await addTenant(server, { workflows: [scored] });
});
afterAll(() => server.stop());

const plain = {
  name: 'Scored',
  goal: 'qualification',
  agent: { name: 'Mia', role: 'the assistant' },
  fields: [
    { key: 'size', label: 'Size', type: 'integer', ask: 'How large?' },
    { key: 'soon', label: 'Soon', type: 'boolean', ask: 'Is it urgent?', required: false },
  ],
  statuses: [
    { key: 'new', label: 'New', category: 'active', flags: ['initial'] },
    {
      key: 'ready',
      label: 'Ready',
      category: 'active',
      flags: ['qualified'],
      gate: { requires: ['size'], autoEvaluate: true },
    },
    { key: 'won', label: 'Won', category: 'won', flags: ['terminal'] },
  ],
};
const scored = fileOf({
  ...plain,
  key: 'scored',
  scoring: [
    { label: 'Large', points: 40, when: { field: 'size', operator: '>', value: 10 } },
    { label: 'Not urgent', points: -15, when: { field: 'soon', operator: '=', value: false } },
    { label: 'Ready', points: 20, statuses: ['ready'] },
    { label: 'Won', points: 90, statuses: ['won'] },
  ],
});

const create = async (body: object = {}) => (await tenant.ask('POST', '/v1/leads', { body })).json();
const lead = async (id: string) => (await tenant.ask('GET', `/v1/leads/${id}`)).json();
const score = async (id: string) => (await tenant.ask('GET', `/v1/leads/${id}/score`)).json();
const set = (id: string, key: string, value: unknown) =>
  tenant.ask('PUT', `/v1/leads/${id}/variables/${key}`, { body: { value } });
const update = (id: string, body: object) => tenant.ask('PATCH', `/v1/leads/${id}`, { body });
const changes = async (id: string) =>
  (await eventsOf(tenant, id)).filter(
    ({ type, data }) => type === 'lead.updated' && /Score/.test(JSON.stringify(data)),
  );

it('is renewed with what is known and with the status, told of, and shown with its parts', async () => {
  const { id, qualificationScore } = await create();
  expect(qualificationScore).toBeNull();
  await set(id, 'size', 12);
  // The gate of the second status has opened in the same transaction.
  expect(await lead(id)).toMatchObject({ qualificationScore: 60, run: { status: { key: 'ready' } } });
  await set(id, 'soon', false);
  expect(await lead(id)).toMatchObject({ qualificationScore: 45 });
  expect(await score(id)).toEqual({
    score: 45,
    source: 'rules',
    workflow: 'scored',
    rulesScore: 45,
    parts: [
      { label: 'Large', points: 40, counts: true },
      { label: 'Not urgent', points: -15, counts: true },
      { label: 'Ready', points: 20, counts: true },
      { label: 'Won', points: 90, counts: false },
    ],
  });
  await tenant.ask('POST', `/v1/leads/${id}/status`, { body: { status: 'won' } });
  expect(await lead(id)).toMatchObject({ qualificationScore: 100, run: { status: { key: 'won' } } });
  await tenant.ask('DELETE', `/v1/leads/${id}/variables/size`);
  expect(await lead(id)).toMatchObject({ qualificationScore: 75 });
  const told = { type: 'lead.updated', data: { actor: 'api_key', changed: ['qualificationScore'] } };
  expect(await changes(id)).toEqual([told, told, told, told]);
});

it('comes with a new version of what the API shows: its ETag does not stay', async () => {
  const { id } = await create();
  const before = (await tenant.ask('GET', `/v1/leads/${id}`)).headers.etag;
  await set(id, 'size', 12);
  const headers = { 'if-none-match': String(before) };
  const after = await tenant.ask('GET', `/v1/leads/${id}`, { headers });
  expect([after.statusCode, after.json().qualificationScore]).toEqual([200, 60]);
});

it('is not told of where it stays', async () => {
  const { id } = await create();
  await set(id, 'soon', true);
  expect(await lead(id)).toMatchObject({ qualificationScore: null });
  expect(await score(id)).toMatchObject({ score: null, source: null, rulesScore: null });
  await set(id, 'size', 12);
  await set(id, 'size', 13);
  expect(await lead(id)).toMatchObject({ qualificationScore: 60 });
  expect(await changes(id)).toHaveLength(1);
});

it('stays as it was set by API until it is cleared', async () => {
  const { id } = await create({ qualificationScore: 77 });
  await set(id, 'size', 12);
  expect(await score(id)).toMatchObject({ score: 77, source: 'set', rulesScore: 60 });
  expect((await update(id, { qualificationScore: null })).json()).toMatchObject({ qualificationScore: 60 });
  expect(await score(id)).toMatchObject({ score: 60, source: 'rules' });
  await update(id, { qualificationScore: 1 });
  await set(id, 'size', 13);
  expect(await score(id)).toMatchObject({ score: 1, source: 'set' });
});

it('is given by what the agent hears', async () => {
  const chat = await openChat(tenant);
  await chat.talk('25');
  await expect.poll(() => chat.lead()).toMatchObject({ qualificationScore: 60, variables: { size: { value: 25 } } });
});

it('has no parts without rules, and belongs to no other workspace', async () => {
  const other = await addTenant(server, { workflows: [fileOf({ ...plain, key: 'plain' })] });
  const { id } = (await other.ask('POST', '/v1/leads', { body: { qualificationScore: 5 } })).json();
  await other.ask('PUT', `/v1/leads/${id}/variables/size`, { body: { value: 12 } });
  const found = (await other.ask('GET', `/v1/leads/${id}/score`)).json();
  expect(found).toEqual({ score: 5, source: 'set', workflow: null, rulesScore: null, parts: [] });
  expect((await tenant.ask('GET', `/v1/leads/${id}/score`)).statusCode).toBe(404);
});

it.each([
  [{ label: 'A', points: 5 }, /scoring\[0\].*give `when`, `statuses` or both/],
  [{ label: 'A', points: 500, when: { field: 'size', operator: 'known' } }, /scoring\[0\]\.points/],
  [{ label: 'A', points: 5, when: { field: 'sise', operator: 'known' } }, /no field `sise`; did you mean `size`/],
  [{ label: 'A', points: 5, statuses: ['redy'] }, /no status `redy`; did you mean `ready`/],
])('a rule such as %j is refused', async (rule, message) => {
  const body = { definition: { ...plain, key: 'broken', scoring: [rule] } };
  const refused = await tenant.ask('PUT', '/v1/workflows', { body });
  expect(refused.statusCode).toBe(400);
  expect(JSON.stringify(refused.json().errors)).toMatch(message);
});
