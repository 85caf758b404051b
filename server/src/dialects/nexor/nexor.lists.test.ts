import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addNexorTenant, type NexorTenant } from '../../../test/nexor-tenant.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { createCampaign } from '../../modules/campaigns/index.ts';
import { createIntakeHook } from '../../modules/intake-hooks/index.ts';

let server: TestServer;
let nexor: NexorTenant;
let other: NexorTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  [nexor, other] = [await addNexorTenant(server), await addNexorTenant(server)];
});
afterAll(() => server.stop());

const missing = '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e55';
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const create = async (body: object, by = nexor.ask) =>
  (await by('POST', '/leads', { first_name: 'Ann', ...body })).json().lead.id as string;

describe('listing leads', () => {
  let ids: string[];
  beforeAll(async () => {
    ids = [];
    for (const at of [1, 2, 3]) {
      ids.unshift(await create({ email: `p${at}@example.com`, phone: `+5698100000${at}`, external_id: `x${at}` }));
    }
  });
  const list = async (query: string) => {
    const response = await nexor.ask('GET', `/leads${query}`);
    expect(response.statusCode).toBe(200);
    const { success, leads, pagination } = response.json();
    expect(success).toBe(true);
    return { ids: leads.map(({ id }: { id: string }) => id), leads, pagination };
  };

  it('shows them whole, newest first, page by page', async () => {
    const all = await list('');
    expect(all.ids).toEqual(ids);
    expect(all.pagination).toEqual({ page: 1, limit: 50, total: 3, total_pages: 1 });
    expect(all.leads[0]).toEqual((await nexor.ask('GET', `/leads/${ids[0]}`)).json().lead);
    const second = await list('?page=2&limit=2');
    expect(second.ids).toEqual([ids[2]]);
    expect(second.pagination).toEqual({ page: 2, limit: 2, total: 3, total_pages: 2 });
    expect((await list('?page=9')).ids).toEqual([]);
  });

  it.each([
    ['?email=P2@example.com', [1]],
    ['?phone=%2B56981000003', [0]],
    ['?phone=981000003', [0]],
    ['?external_id=x1', [2]],
    ['?external_id=x1&email=p2@example.com', []],
    ['?email=nobody', []],
    ['?unknown=1', [0, 1, 2]],
  ])('by %s', async (query, places) => {
    expect((await list(query)).ids).toEqual(places.map((place) => ids[place]));
  });

  it.each(['page=0', 'page=x', 'limit=0', 'limit=101', 'limit=1&limit=2'])('refuses %s', async (query) => {
    const response = await nexor.ask('GET', `/leads?${query}`);
    const name = query.split('=')[0];
    expect([response.statusCode, response.json()]).toEqual([
      400,
      { error: 'Validation error', message: expect.stringMatching(`^${name}: `) },
    ]);
  });
});

describe('workflows and campaigns', () => {
  it('are listed, those of the account alone', async () => {
    const { success, workflows } = (await nexor.ask('GET', '/workflows')).json();
    expect(success).toBe(true);
    expect(workflows).toEqual([
      expect.objectContaining({ name: 'Survey', goal_type: 'qualification' }),
      {
        id: uuid,
        name: 'Sales Pipeline',
        description: null,
        goal_type: 'appointment',
        is_paused: false,
        created_at: time,
        updated_at: time,
      },
    ]);
    const { id } = await createCampaign(nexor.tenant.ctx, { name: 'Q1', workflow: 'survey' });
    const campaigns = await nexor.ask('GET', '/campaigns');
    expect([campaigns.statusCode, campaigns.json()]).toEqual([
      200,
      {
        success: true,
        campaigns: [{ id, name: 'Q1', workflow_id: workflows[0].id, created_at: time, updated_at: time }],
      },
    ]);
    expect((await other.ask('GET', '/campaigns')).json()).toEqual({ success: true, campaigns: [] });
  });

  it('are all there where they are more than a page', async () => {
    for (let at = 0; at < 101; at += 1) await createCampaign(other.tenant.ctx, { name: `c${at}` });
    const { campaigns } = (await other.ask('GET', '/campaigns')).json();
    expect(new Set(campaigns.map(({ name }: { name: string }) => name)).size).toBe(101);
  });

  it('a workflow has its statuses and fields', async () => {
    const { workflows } = (await nexor.ask('GET', '/workflows')).json();
    const response = await nexor.ask('GET', `/workflows/${workflows[1].id}`);
    const { success, workflow } = response.json();
    expect([response.statusCode, success]).toEqual([200, true]);
    expect(workflow).toMatchObject({
      ...workflows[1],
      fields: [{ key: 'edad', type: 'integer' }, { metadata_key: 'broker' }],
    });
    expect(workflow.statuses.map(({ key }: { key: string }) => key)).toEqual(['new', 'contacted', 'booked', 'lost']);
    expect(workflow.statuses[1]).toMatchObject({
      id: uuid,
      is_auto_contacted: true,
      timeout_config: { timeout: 3, unit: 'days', target_status_key: 'lost' },
    });
    expect(workflow.statuses[2]).toMatchObject({ is_booking_target: true, required_field_keys: ['edad'] });
  });

  it.each([missing, 'sales-pipeline', 'x'])('a workflow %s is a 404', async (id) => {
    const response = await nexor.ask('GET', `/workflows/${id}`);
    const message = 'Workflow not found or does not belong to your account';
    expect([response.statusCode, response.json()]).toEqual([404, { error: 'Not found', message }]);
  });
});

describe('a hook', () => {
  const send = (path: string, body: object | string) => nexor.tenant.ask('POST', `/nexor${path}`, { key: '', body });
  const find = async (email: string) =>
    (await nexor.ask('GET', `/leads?email=${encodeURIComponent(email)}`)).json().leads[0];

  it.each(['/hooks', '/api/public/hooks'])('takes leads without a key at %s', async (where) => {
    const { token } = await createIntakeHook(nexor.tenant.ctx, {
      name: 'Form',
      fieldMapping: { givenName: 'who.name' },
    });
    const email = `${where.length}@example.com`;
    const response = await send(`${where}/${token}`, { who: { name: 'Ann' }, email, plan: 'pro' });
    const body = response.json();
    expect([response.statusCode, body]).toEqual([200, { success: true }]);
    const lead = await find(email);
    expect(lead).toMatchObject({ first_name: 'Ann', email, source: 'form', metadata: { plan: 'pro' } });
    expect((await send(`${where}/${token}`, { email })).json()).toEqual(body);
  });

  it.each(['/hooks', '/api/public/hooks'])('takes what an HTML form sends at %s', async (where) => {
    const { token } = await createIntakeHook(nexor.tenant.ctx, { name: 'Page' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = `email=form-${where.length}%40example.com&plan=a+b`;
    const response = await nexor.tenant.ask('POST', `/nexor${where}/${token}`, { key: '', headers, body });
    expect([response.statusCode, response.json()]).toEqual([200, { success: true }]);
    expect(await find(`form-${where.length}@example.com`)).toMatchObject({ metadata: { plan: 'a b' } });
  });

  it('that is none, or is off, is a 404', async () => {
    const { token } = await createIntakeHook(nexor.tenant.ctx, { name: 'Off', isActive: false });
    for (const secret of ['x'.repeat(43), token]) {
      const response = await send(`/hooks/${secret}`, { email: 'a@example.com' });
      const message = 'Hook not found or does not belong to your account';
      expect([response.statusCode, response.json()]).toEqual([404, { error: 'Not found', message }]);
    }
  });

  it('refuses what has nothing in it', async () => {
    const { token } = await createIntakeHook(nexor.tenant.ctx, { name: 'Empty' });
    const empty = await send(`/hooks/${token}`, {});
    expect([empty.statusCode, empty.json().error]).toEqual([400, 'Validation error']);
    const list = await send(`/hooks/${token}`, []);
    expect([list.statusCode, list.json()]).toEqual([400, { error: 'Validation error', message: 'Give an object.' }]);
  });
});

it('describes itself', async () => {
  const document = (await nexor.tenant.ask('GET', '/nexor/openapi.json', { key: '' })).json();
  expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
  expect(Object.keys(document.paths)).toContain('/api/public/leads/{id}');
});
