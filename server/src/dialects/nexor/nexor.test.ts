import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addNexorTenant, type NexorTenant } from '../../../test/nexor-tenant.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { shapeOf as sameShape } from '../../../test/shape-of.ts';
import { transaction } from '../../db/database.ts';
import { createCampaign } from '../../modules/campaigns/index.ts';
import { moveStatus } from '../../modules/leads/index.ts';
import page from './page.fixture.json' with { type: 'json' };

let server: TestServer;
let nexor: NexorTenant;
let workflows: Record<string, string>;
let campaignId: string;

beforeAll(async () => {
  server = await startTestServer({ worker: false });
  nexor = await addNexorTenant(server);
  const { data } = (await nexor.tenant.ask('GET', '/v1/workflows')).json();
  workflows = Object.fromEntries(data.map(({ key, id }: { key: string; id: string }) => [key, id]));
  campaignId = (await createCampaign(nexor.tenant.ctx, { name: 'Q1 Campaign' })).id;
});
afterAll(() => server.stop());

let calls = 0;
const address = () => `person-${++calls}@example.com`;
const phone = () => `+569${String(81_000_000 + ++calls)}`;
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

const create = async (body: object = {}) => {
  const response = await nexor.ask('POST', '/leads', { first_name: 'Ann', ...body });
  expect([response.statusCode, response.body]).toEqual([201, expect.any(String)]);
  return response.json();
};
const read = async (leadId: string) => (await nexor.ask('GET', `/leads/${leadId}`)).json();
const native = async (leadId: string) => (await nexor.tenant.ask('GET', `/v1/leads/${leadId}`)).json();

const shapeOf = (value: unknown) => sameShape(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

describe("the page's lead", () => {
  const { lead, variables } = page;

  it('reads as the page shows it, with its values', async () => {
    const { first_name, last_name, email, company, metadata } = lead;
    const written = await create({
      ...{ first_name, last_name, email, phone: lead.phone, company, metadata },
      workflow_id: workflows['sales-pipeline'],
      campaign_id: campaignId,
    });
    const { id } = written.lead;
    for (const [key, { value, value_text: valueText, confidence }] of Object.entries(variables)) {
      const body = { value, valueText, confidence };
      expect((await nexor.tenant.ask('PUT', `/v1/leads/${id}/variables/${key}`, { body })).statusCode).toBe(200);
    }
    const runId = written.workflow_run.id;
    await transaction(nexor.tenant.ctx, (ctx) =>
      moveStatus(ctx, { leadId: id, runId, statusKey: 'contacted', reason: 'called' }),
    );
    const found = await read(id);
    expect(shapeOf(found)).toEqual(shapeOf(page));
    const run = lead.active_workflow_run;
    const times = { created_at: time, updated_at: time };
    expect(found).toEqual({
      success: true,
      lead: {
        ...lead,
        ...times,
        id: uuid,
        campaign: { ...lead.campaign, id: campaignId },
        active_workflow_run: {
          ...run,
          id: runId,
          workflow_id: workflows['sales-pipeline'],
          workflow: { ...run.workflow, id: workflows['sales-pipeline'] },
          current_status: { ...run.current_status, id: uuid },
        },
      },
      variables: {
        edad: { ...variables.edad, updated_at: time },
        broker_asociado: { ...variables.broker_asociado, updated_at: time },
      },
    });
  });

  it('is not in the shape where a key lacks or is too many', () => {
    const { title: _title, ...less } = lead;
    expect(shapeOf({ ...page, lead: less })).not.toEqual(shapeOf(page));
    expect(shapeOf({ ...page, lead: { ...lead, external_id: null } })).not.toEqual(shapeOf(page));
    expect(shapeOf({ ...page, lead: { ...lead, created_at: '2026-02-10T12:00:00.000Z' } })).not.toEqual(shapeOf(page));
  });

  it('names who is assigned to it', async () => {
    const { id } = (await create()).lead;
    const memberId = nexor.tenant.ctx.newId(new Date());
    await transaction(nexor.tenant.ctx, async ({ tx, workspace, at }) => {
      await tx`
        insert into members (workspace_id, id, name, email, role, created_at, updated_at)
        values (${workspace.id}, ${memberId}, 'Mia', 'mia@example.com', 'operator', ${at}, ${at})`;
    });
    const body = { assignedMemberId: memberId };
    expect((await nexor.tenant.ask('PATCH', `/v1/leads/${id}`, { body })).statusCode).toBe(200);
    expect((await read(id)).lead.assigned_user).toEqual({ id: memberId, name: 'Mia', email: 'mia@example.com' });
  });
});

describe('creating one', () => {
  it('answers with the shorter lead and its run', async () => {
    const email = address();
    const sent = { first_name: 'John', last_name: 'Doe', email, phone: phone() };
    expect(await create({ ...sent, workflow_id: workflows.survey })).toEqual({
      success: true,
      lead: { id: uuid, ...sent, source: 'api', company: null, title: null, metadata: {}, created_at: time },
      workflow_run: {
        id: uuid,
        job_id: uuid,
        workflow: { id: workflows.survey, name: 'Survey' },
        cadence: { stepIndex: 0, channel: null, attemptNumber: 0, maxAttempts: 0, totalSteps: 0 },
      },
    });
  });

  it("puts it into the workspace's default workflow where none is named", async () => {
    expect((await create()).workflow_run.workflow.name).toBe('Sales Pipeline');
  });

  it('keeps every key, those that are none of its own as metadata', async () => {
    const sent = { company: 'Acme', title: 'CEO', source: 'ads', external_id: `x-${++calls}`, tags: ['Hot'] };
    const { lead } = await create({
      ...sent,
      broker: 'Ana',
      edad: 35,
      metadata: { edad: 36 },
      skip_first_message: true,
    });
    expect((await read(lead.id)).lead).toMatchObject({
      ...{ company: 'Acme', title: 'CEO', source: 'ads', tags: ['Hot'] },
      metadata: { broker: 'Ana', edad: 36 },
    });
    expect(await native(lead.id)).toMatchObject({
      externalId: sent.external_id,
      variables: { broker_asociado: { value: 'Ana', source: 'metadata' } },
    });
  });

  it.each([
    ['e-mail', () => ({ email: address() })],
    ['phone', () => ({ phone: phone() })],
    ['external id', () => ({ external_id: `x-${++calls}` })],
  ])('updates the one with the same %s, with what is not empty', async (_by, make) => {
    const same = make();
    const { lead } = await create({
      ...same,
      last_name: 'Lee',
      company: 'Acme',
      tags: ['a'],
      metadata: { one: 1, two: 2 },
    });
    const again = await create({ ...same, first_name: 'Anna', last_name: '', title: 'CEO', tags: ['b'], two: 3 });
    expect(again).toMatchObject({ success: true, existed: true });
    expect(again.lead).toMatchObject({
      id: lead.id,
      first_name: 'Anna',
      last_name: 'Lee',
      company: 'Acme',
      title: 'CEO',
    });
    expect((await read(lead.id)).lead).toMatchObject({ metadata: { one: 1, two: 3 }, tags: ['a', 'b'] });
  });

  it('finds a phone in its national form', async () => {
    const { lead } = await create({ phone: '+56 9 7654 3210' });
    expect(await create({ phone: '(9) 7654-3210' })).toMatchObject({ existed: true, lead: { id: lead.id } });
  });

  it('makes one lead of many requests at once', async () => {
    const email = address();
    const answers = await Promise.all(Array.from({ length: 10 }, () => create({ email })));
    expect(new Set(answers.map(({ lead }) => lead.id)).size).toBe(1);
    expect(answers.filter(({ existed }) => existed !== true)).toHaveLength(1);
  });

  it("leaves another lead's phone with that lead", async () => {
    const [email, number] = [address(), phone()];
    const one = (await create({ email })).lead;
    const other = (await create({ phone: number })).lead;
    const split = await create({ email, phone: number, title: 'CEO' });
    expect(split).toMatchObject({ existed: true, lead: { id: one.id, phone: null, title: 'CEO' } });
    expect((await read(other.id)).lead).toMatchObject({ phone: number, title: null });
  });

  it.each<[string, unknown, string]>([
    ['without a first name', { email: 'a@example.com' }, 'first_name: This is required: give a text.'],
    ['with an e-mail that is none', { first_name: 'A', email: 'nobody' }, 'email: This is no e-mail address.'],
    ['with a phone that is none', { first_name: 'A', phone: 'home' }, 'phone: This is no phone number.'],
    [
      'with an unknown workflow',
      { first_name: 'A', workflow_id: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e55' },
      'workflow_id: There is no such workflow in your account.',
    ],
    [
      'with an unknown campaign',
      { first_name: 'A', campaign_id: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e55' },
      'campaign_id: ',
    ],
    ['with a null byte', { first_name: 'A\0' }, 'first_name: Remove the null byte'],
    ['with half a surrogate pair', { first_name: 'A', x: '\ud800' }, 'x: This text holds half a surrogate pair.'],
    ['as a text', '"Ann"', 'Give an object.'],
  ])('refuses one %s', async (_what, body, message) => {
    const response = await nexor.ask('POST', '/leads', body);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({ error: 'Validation error', message: expect.stringContaining(message) });
  });
});

describe('changing', () => {
  it.each(['PATCH', 'PUT'] as const)('by %s sets what is given, clears null and merges metadata', async (method) => {
    const { lead } = await create({ last_name: 'Lee', email: address(), title: 'CEO', metadata: { one: 1, two: 2 } });
    const body = { title: null, company: 'Acme', campaign_id: campaignId, metadata: { two: 3 }, plan: 'pro' };
    const response = await nexor.ask(method, `/leads/${lead.id}`, body);
    const changed = { ...lead, title: null, company: 'Acme', metadata: { one: 1, two: 3, plan: 'pro' } };
    expect([response.statusCode, response.json()]).toEqual([
      200,
      { success: true, lead: { ...changed, campaign_id: campaignId } },
    ]);
    const cleared = await nexor.ask(method, `/leads/${lead.id}`, { campaign_id: null, metadata: { one: null } });
    expect(cleared.json().lead).toMatchObject({ campaign_id: null, metadata: { two: 3, plan: 'pro' } });
  });

  it('leaves alone what Nexor does not show', async () => {
    const { id } = (await create({ external_id: `x-${++calls}` })).lead;
    const before = { website: 'https://acme.example', goal: 'A flat', intent: 'buy', middleName: 'K' };
    await nexor.tenant.ask('PATCH', `/v1/leads/${id}`, { body: before });
    const { externalId } = await native(id);
    await nexor.ask('PATCH', `/leads/${id}`, { first_name: 'Bea', last_name: 'Lee' });
    expect(await native(id)).toMatchObject({ ...before, externalId, name: 'Bea K Lee' });
  });

  it('takes back what was read and changes nothing', async () => {
    const { id } = (await create({ last_name: 'Lee', email: address(), tags: ['a'], metadata: { one: 1 } })).lead;
    const { lead } = await read(id);
    expect((await nexor.ask('PUT', `/leads/${id}`, lead)).statusCode).toBe(200);
    expect((await read(id)).lead).toEqual({ ...lead, source: 'api', updated_at: time });
  });

  it.each([
    [
      'the stage of the native API',
      'PATCH',
      (id: string) => `/v1/leads/${id}`,
      { stage: 'lost' },
      { stage: 'engaged' },
    ],
    ['an opt-out', 'PATCH', (id: string) => `/v1/leads/${id}`, { optedOut: true }, { optedOut: false }],
  ] as const)(
    'shows no active run of a lead that is lost by %s, and it again afterwards',
    async (_how, method, url, lose, regain) => {
      const { id } = (await create()).lead;
      const { active_workflow_run: run } = (await read(id)).lead;
      expect((await nexor.tenant.ask(method, url(id), { body: lose })).statusCode).toBe(200);
      expect((await read(id)).lead.active_workflow_run).toBeNull();
      expect((await nexor.tenant.ask(method, url(id), { body: regain })).statusCode).toBe(200);
      expect((await read(id)).lead.active_workflow_run).toEqual(run);
    },
  );

  it('shows the run of a lost lead as lost where its workflow has no status for that', async () => {
    const { id } = (await create({ workflow_id: workflows.survey })).lead;
    await nexor.tenant.ask('PATCH', `/v1/leads/${id}`, { body: { stage: 'lost' } });
    expect((await read(id)).lead.active_workflow_run.current_status).toMatchObject({ key: 'new', category: 'lost' });
  });

  it('takes back the whole answer of a nameless lead', async () => {
    const { id } = (await nexor.tenant.ask('POST', '/v1/leads', { body: { email: address() } })).json();
    const before = await read(id);
    expect(before.lead.first_name).toBe('');
    expect((await nexor.ask('PUT', `/leads/${id}`, before)).statusCode).toBe(200);
    expect(await read(id)).toEqual({ ...before, lead: { ...before.lead, updated_at: time } });
    expect((await native(id)).givenName).toBeNull();
  });

  it.each<[string, object, string]>([
    ['nothing', {}, 'Give at least one field to update.'],
    ['an e-mail that is none', { email: 'nobody' }, 'email: This is no e-mail address.'],
    ['no first name', { first_name: '' }, 'Give at least one field to update.'],
    ['an unknown campaign', { campaign_id: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e55' }, 'campaign_id: '],
  ])('refuses %s', async (_what, body, message) => {
    const { id } = (await create()).lead;
    const response = await nexor.ask('PATCH', `/leads/${id}`, body);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({ error: 'Validation error', message: expect.stringContaining(message) });
  });
});
