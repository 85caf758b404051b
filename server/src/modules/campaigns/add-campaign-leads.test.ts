import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, countBlocked, eventsOf, type TestTenant } from '../../../test/api.ts';
import { pipelineTenant } from '../../../test/pipeline.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await pipelineTenant(server);
});
afterAll(() => server.stop());

const create = async (body: object = { workflow: 'winback' }) =>
  (await tenant.ask('POST', '/v1/campaigns', { body: { name: 'Spring', ...body } })).json().id;
const add = (id: string, body: object) => tenant.ask('POST', `/v1/campaigns/${id}/leads`, { body });
const lead = async (body: object = {}) => (await tenant.ask('POST', '/v1/leads', { body })).json();
const countsOf = async (id: string) => (await tenant.ask('GET', `/v1/campaigns/${id}`)).json().counts;
const MISSING = '01890000-0000-7000-8000-000000000000';

it('adds leads by their ids once, and names those that are not there', async () => {
  const id = await create();
  const [one, two] = [await lead(), await lead()];
  const foreign = await addTenant(server);
  const other = (await foreign.ask('POST', '/v1/leads', { body: {} })).json();
  const test = (await tenant.ask('POST', '/v1/leads', { body: {}, key: tenant.testKey })).json();
  const leadIds = [two.id, other.id, one.id, test.id, MISSING];
  const first = await add(id, { leadIds });
  const message = 'No lead with this id in this workspace.';
  expect([first.statusCode, first.json()]).toEqual([
    200,
    {
      dryRun: false,
      matched: 2,
      added: 2,
      refused: [1, 3, 4].map((index) => ({ index, code: 'not_found', message })),
      expected: null,
    },
  ]);
  expect((await add(id, { leadIds })).json()).toMatchObject({ matched: 2, added: 0 });
  expect(await countsOf(id)).toEqual({ waiting: 2, enrolled: 0, skipped: 0, failed: 0 });
  const { data } = (await tenant.ask('GET', `/v1/campaigns/${id}/leads`)).json();
  expect(data.map(({ leadId }: { leadId: string }) => leadId)).toEqual([one.id, two.id]);
  const page = (await tenant.ask('GET', `/v1/campaigns/${id}/leads?limit=1`)).json();
  const rest = await tenant.ask('GET', `/v1/campaigns/${id}/leads?limit=1&cursor=${page.nextCursor}`);
  expect([page.data[0], ...rest.json().data]).toEqual(data);
  expect((await tenant.ask('GET', `/v1/campaigns/${id}/leads`, { key: tenant.testKey })).json().data).toEqual([]);
});

it('takes the leads in the order of their ids, as whoever writes to several does', async () => {
  const id = await create();
  const [older, newer] = [await lead(), await lead()];
  const adding = await transaction(tenant.ctx, async ({ tx }) => {
    await tx`select id from leads where id = ${older.id} for update`;
    const started = add(id, { leadIds: [newer.id, older.id] });
    await expect.poll(() => countBlocked(server)).toBe(1);
    // It waits for the older one and has nothing that others may want.
    await tx`select id from leads where id = ${newer.id} for update nowait`;
    return { started };
  });
  expect((await adding.started).json()).toMatchObject({ added: 2 });
});

it('makes contacts leads that are in no workflow yet, and knows those that are there', async () => {
  const id = await create();
  const known = await lead({ email: 'known@example.com' });
  const leads = [
    { email: 'new@example.com', givenName: 'Nia' },
    { email: 'KNOWN@example.com', tags: ['spring'] },
    { email: 'no address' },
    { email: 'new@example.com' },
  ];
  const answer = (await add(id, { leads })).json();
  expect(answer).toMatchObject({ matched: 2, added: 2, refused: [{ index: 2, code: 'invalid_input' }] });
  const { data } = (await tenant.ask('GET', '/v1/leads?email=new@example.com')).json();
  expect(data).toMatchObject([{ givenName: 'Nia', channel: 'campaign', run: null, campaign: null }]);
  const after = (await tenant.ask('GET', `/v1/leads/${known.id}`)).json();
  expect([after.tags, after.run.workflowKey]).toEqual([['spring'], 'sales']);
});

it('settles whom a filter fits, in parts, and says before what would come of it', async () => {
  const id = await create();
  const out = await lead({ source: 'fair', optedOut: true });
  const there = await lead({ source: 'fair', workflow: 'winback' });
  await lead({ source: 'fair', owner: 'person' });
  const fine = await lead({ source: 'fair' });
  await copyLeads(fine.id, 2_100);
  const filter = { source: 'fair' };
  const expected = { enrolled: 2_101, skippedBy: { opted_out: 1, in_workflow: 1, with_person: 1 } };
  expect((await add(id, { filter, dryRun: true })).json()).toEqual({
    ...{ dryRun: true, matched: 2_104, added: 2_104, refused: [], expected },
  });
  expect(await countsOf(id)).toMatchObject({ waiting: 0 });
  expect((await add(id, { leadIds: [there.id, MISSING], dryRun: true })).json()).toMatchObject({
    ...{ matched: 1, added: 1, expected: { enrolled: 0, skippedBy: { in_workflow: 1 } } },
  });
  await add(id, { leadIds: [out.id] });
  expect((await add(id, { filter, dryRun: true })).json()).toMatchObject({ matched: 2_104, added: 2_103 });
  expect((await add(id, { filter })).json()).toMatchObject({ matched: 2_104, added: 2_103 });
  await lead({ source: 'fair' });
  expect(await countsOf(id)).toMatchObject({ waiting: 2_104 });
  expect((await add(id, { filter: { source: 'none' } })).json()).toMatchObject({ matched: 0, added: 0 });
  expect((await add(id, { filter: { needsHuman: true, source: 'fair' }, dryRun: true })).json().matched).toBe(0);
});

it.each([
  [{}, undefined],
  [{ leadIds: [], filter: {} }, '#/leadIds'],
  [{ leadIds: [MISSING], filter: {} }, undefined],
  [{ filter: { colour: 'red' } }, '#/filter/colour'],
  [{ filter: { needsHuman: 'true' } }, '#/filter/needsHuman'],
  [{ leads: [{ name: 'x' }], dryRun: true }, '#/dryRun'],
  [{ leadIds: ['1'] }, '#/leadIds/0'],
])('refuses %j with a 400', async (body, pointer) => {
  const answer = await add(await create(), body);
  expect(answer.statusCode).toBe(400);
  if (pointer) expect(answer.json().errors).toContainEqual(expect.objectContaining({ pointer }));
});

it('refuses a campaign that is not there, a test key, and a key that may not write leads', async () => {
  const id = await create();
  const body = { leadIds: [MISSING] };
  const url = `/v1/campaigns/${id}/leads`;
  expect((await add(MISSING, body)).statusCode).toBe(404);
  expect((await tenant.ask('POST', url, { body, key: tenant.testKey })).json().reason).toBe('test_key');
  const key = await tenant.keyWith(['workflows:write', 'workflows:read']);
  expect((await tenant.ask('POST', url, { body, key })).json().scope).toBe('leads:write');
  const noWorkflow = await create({});
  expect((await add(noWorkflow, { filter: {}, dryRun: true })).json().reason).toBe('no_workflow');
  const started = await tenant.ask('POST', `/v1/campaigns/${noWorkflow}/start`);
  expect([started.statusCode, started.json().reason]).toEqual([409, 'no_workflow']);
});

it('moves between its states, and tells of it', async () => {
  const id = await create();
  const move = async (verb: string) => {
    const answer = await tenant.ask('POST', `/v1/campaigns/${id}/${verb}`);
    return answer.statusCode === 200 ? answer.json().state : answer.json().reason;
  };
  const states: string[] = [];
  const verbs = [
    'pause',
    'resume',
    'start',
    'start',
    'pause',
    'pause',
    'start',
    'resume',
    'resume',
    'cancel',
    'cancel',
  ];
  for (const verb of [...verbs, 'start', 'pause', 'resume']) states.push(await move(verb));
  expect(states).toEqual([
    ...['not_running', 'not_paused', 'running', 'running', 'paused', 'paused', 'not_draft', 'running', 'running'],
    ...['cancelled', 'cancelled', 'not_draft', 'not_running', 'not_paused'],
  ]);
  const types = await transaction(tenant.ctx, async ({ tx }) =>
    (await tx<{ type: string }[]>`select type from events where data ->> 'campaignId' = ${id} order by id`).map(
      ({ type }) => type,
    ),
  );
  expect(types).toEqual(['created', 'started', 'paused', 'resumed', 'cancelled'].map((type) => `campaign.${type}`));
  expect(await eventsOf(tenant, id)).toEqual([]);
});

it('changes what is given, and refuses what is settled', async () => {
  const id = await create({ perHour: 10 });
  const update = (body: object) => tenant.ask('PATCH', `/v1/campaigns/${id}`, { body });
  const windows = { friday: [{ from: '09:00', to: '12:00' }] };
  const startAt = '2030-01-01T08:00:00Z';
  expect(
    (await update({ perHour: null, windows, workflow: 'winback', startAt, name: ' Autumn ' })).json(),
  ).toMatchObject({
    ...{ name: 'Autumn', perHour: null, windows, workflow: { key: 'winback' }, startAt: '2030-01-01T08:00:00.000Z' },
  });
  await tenant.ask('POST', `/v1/campaigns/${id}/start`);
  expect((await update({ startAt: '2031-01-01T08:00:00Z' })).json().nextAt).toBe('2031-01-01T08:00:00.000Z');
  expect((await update({ workflow: 'sales' })).json().reason).toBe('campaign_started');
  expect((await update({ windows: {} })).statusCode).toBe(400);
  expect((await update({ windows: { friday: [{ from: '12:00', to: '09:00' }] } })).statusCode).toBe(400);
  expect((await update({ perHour: 0 })).statusCode).toBe(400);
  expect((await update({})).statusCode).toBe(400);
});

/** So many leads as this one, without what hangs on it. */
function copyLeads(leadId: string, count: number): Promise<unknown> {
  return transaction(tenant.ctx, ({ tx, at, newId }) => {
    const ids = Array.from({ length: count }, () => newId(at));
    return tx`
      insert into leads (workspace_id, id, channel, source, agent_id, last_activity_at, created_at, updated_at)
      select l.workspace_id, n.id, l.channel, l.source, l.agent_id, l.created_at, l.created_at, l.created_at
      from leads l, unnest(${ids}::uuid[]) as n (id) where l.id = ${leadId}`;
  });
}
