// What a caller may say of a lead, by each way of saying it: created, updated, upserted.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';

let server: TestServer;
let tenant: TestTenant;
let memberId: string;
let campaignId: string;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment', 'property-viewing'] });
  [memberId, campaignId] = await Promise.all([addMember(tenant), addCampaign(tenant)]);
});
afterAll(() => server.stop());

const addMember = ({ ctx }: TestTenant) =>
  transaction(ctx, async ({ tx, at, workspace }) => {
    const id = ctx.newId(at);
    await tx`insert into members (workspace_id, id, name, email, role, created_at, updated_at)
      values (${workspace.id}, ${id}, 'Olga', 'olga@example.com', 'operator', ${at}, ${at})`;
    return id;
  });
const addCampaign = ({ ctx }: TestTenant) =>
  transaction(ctx, async ({ tx, at, workspace }) => {
    const id = ctx.newId(at);
    await tx`insert into campaigns (workspace_id, id, name, created_at, updated_at)
      values (${workspace.id}, ${id}, 'Spring', ${at}, ${at})`;
    return id;
  });

async function upsert(body: Record<string, unknown>, isKnown: boolean): Promise<Record<string, unknown>> {
  const { lead, existed, ...problem } = (await tenant.ask('PUT', '/v1/leads', { body })).json();
  expect(existed).toBe(lead && isKnown);
  return lead ?? problem;
}

const ways: [string, (body: Record<string, unknown>) => Promise<Record<string, unknown>>][] = [
  ['created', async (body) => (await tenant.ask('POST', '/v1/leads', { body })).json()],
  [
    'updated',
    async (body) => {
      const { id } = (await tenant.ask('POST', '/v1/leads', { body: { name: 'Before', tags: ['old'] } })).json();
      return (await tenant.ask('PATCH', `/v1/leads/${id}`, { body })).json();
    },
  ],
  ['upserted as new', async (body) => upsert(body, false)],
  [
    'upserted as known',
    async (body) => {
      await tenant.ask('POST', '/v1/leads', { body: { externalId: body.externalId, name: 'Before' } });
      return upsert(body, true);
    },
  ],
];

describe.each(ways)('a lead %s', (how, write) => {
  const own = how.replaceAll(' ', '-');
  const phone = `+1415555010${ways.findIndex(([name]) => name === how)}`;

  it('has every field that was given', async () => {
    const before = Date.now();
    const lead = await write({
      givenName: 'Ada',
      middleName: 'King',
      familyName: 'Lovelace',
      email: `${own}@example.com`,
      emailVerified: true,
      phone,
      phoneVerified: true,
      businessName: 'Engines',
      title: 'Countess',
      website: 'https://example.com',
      goal: 'g'.repeat(2000),
      intent: 'haircut',
      timeline: 'soon',
      qualificationScore: 0,
      qualificationNotes: '“quoted” \u202eright to left 🦊',
      source: 'ad',
      metadata: { a: { b: [null] } },
      tags: ['x'],
      formResponses: { 'What colour?': 'red', __proto__x: '' },
      externalId: `crm-${own}`,
      externalPortalLink: 'https://crm.example.com/1',
      activitySummary: 'Asked twice.',
      submittedAt: '2026-02-03T04:05:06+02:00',
      timeZone: 'Europe/London',
      language: 'en-GB',
      stage: 'qualified',
      lostReason: 'none yet',
      needsHuman: true,
      needsHumanReason: 'angry',
      variables: { service: 'Trim', 'Number of seats': 4, '1st': { a: true } },
      assignedMemberId: memberId,
      campaignId,
    });
    expect(lead).toMatchObject({
      name: 'Ada King Lovelace',
      qualificationScore: 0,
      qualificationNotes: '“quoted” \u202eright to left 🦊',
      metadata: { a: { b: [null] } },
      formResponses: { 'What colour?': 'red', __proto__x: '' },
      externalPortalLink: 'https://crm.example.com/1',
      activitySummary: 'Asked twice.',
      submittedAt: '2026-02-03T02:05:06.000Z',
      stage: 'qualified',
      lostReason: 'none yet',
      needsHuman: true,
      needsHumanReason: 'angry',
      owner: 'person',
      optedOut: false,
      assignedMember: { id: memberId, name: 'Olga', email: 'olga@example.com' },
      campaign: { id: campaignId, name: 'Spring' },
      lastMessageAt: null,
      variables: {
        service: { value: 'Trim', valueText: 'Trim', confidence: 1, source: 'api' },
        'Number of seats': { value: 4, valueText: '4', confidence: 1, source: 'api' },
        '1st': { value: { a: true }, valueText: '{"a":true}' },
      },
    });
    expect(Date.parse(String(lead.emailVerifiedAt))).toBeGreaterThanOrEqual(before);
    expect(Date.parse(String(lead.phoneVerifiedAt))).toBeGreaterThanOrEqual(before);
    expect((await tenant.ask('GET', `/v1/leads/${lead.id}`)).json()).toEqual(lead);
  });

  it('tells that a person is waited for', async () => {
    const { id } = await write({ externalId: `waits-${own}`, needsHuman: true, needsHumanReason: 'asks for Olga' });
    expect(await eventsOf(tenant, String(id))).toContainEqual({
      type: 'lead.needs_human',
      data: { actor: 'api_key', reason: 'asks for Olga' },
    });
  });

  it.each([
    ['assignedMemberId', () => campaignId],
    ['campaignId', () => memberId],
    ['variables/service', () => 'A massage'],
  ])('is refused for a bad %s, and nothing of it is written', async (field, value) => {
    const [key = '', variable] = field.split('/');
    const externalId = `refused-${own}-${key}`;
    const body = { externalId, source: 'refused', [key]: variable ? { [variable]: value() } : value() };
    const problem = await write(body);
    expect(problem).toMatchObject({ code: 'invalid_input', errors: [{ pointer: `#/${field}` }] });
    expect((await tenant.ask('GET', '/v1/leads?source=refused')).json().data).toEqual([]);
  });
});

it('is refused ids of another workspace', async () => {
  const other = await addTenant(server);
  const [foreignMember, foreignCampaign] = await Promise.all([addMember(other), addCampaign(other)]);
  const agent = (await other.ask('GET', '/v1/agents')).json().data[0].id;
  const body = { assignedMemberId: foreignMember, campaignId: foreignCampaign, agentId: agent };
  const { errors } = (await tenant.ask('POST', '/v1/leads', { body })).json();
  expect(errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '#/assignedMemberId',
    '#/campaignId',
    '#/agentId',
  ]);
});

it('is spoken with by the agent that was asked for', async () => {
  const agents = (await tenant.ask('GET', '/v1/agents')).json().data;
  for (const { id: agentId } of agents) {
    const lead = (await tenant.ask('POST', '/v1/leads', { body: { agentId } })).json();
    const conversation = (await tenant.ask('GET', `/v1/conversations/${lead.conversationId}`)).json();
    expect([lead.agentId, conversation.agentId]).toEqual([agentId, agentId]);
    const { data } = (await tenant.ask('GET', '/v1/workflows')).json();
    const own = data.find(({ agent }: { agent: { id: string } }) => agent.id === agentId);
    expect(lead.run?.workflowKey).toBe(own?.key);
  }
  expect(agents.length).toBeGreaterThan(1);
});

describe('an update', () => {
  const create = async (body: object) => (await tenant.ask('POST', '/v1/leads', { body })).json();
  const update = async (id: string, body: object) => (await tenant.ask('PATCH', `/v1/leads/${id}`, { body })).json();

  it('removes what is null, and leaves what is not given', async () => {
    const { id } = await create({
      email: 'gone@example.com',
      emailVerified: true,
      activitySummary: 'x',
      submittedAt: '2026-01-01T00:00:00Z',
      formResponses: { a: '1' },
      variables: { service: 'Trim', seats: 3 },
      assignedMemberId: memberId,
      campaignId,
    });
    const after = await update(id, {
      activitySummary: null,
      submittedAt: null,
      assignedMemberId: null,
      campaignId: null,
      formResponses: { b: '2' },
      variables: { service: null, never: null, rooms: 2 },
    });
    expect(after).toMatchObject({
      activitySummary: null,
      submittedAt: null,
      assignedMember: null,
      campaign: null,
      formResponses: { b: '2' },
      emailVerifiedAt: expect.any(String),
    });
    expect(Object.keys(after.variables).sort()).toEqual(['rooms', 'seats']);
    const { data } = (await tenant.ask('GET', `/v1/leads/${id}/variable-changes?key=service`)).json();
    expect(data).toMatchObject([{ value: null }, { value: 'Trim' }]);
  });

  it('keeps the day of a proof, takes a proof away, and proves nothing that is not there', async () => {
    const { id, emailVerifiedAt } = await create({ email: 'proved@example.com', emailVerified: true });
    expect((await update(id, { emailVerified: true, email: 'Proved@example.com' })).emailVerifiedAt).toBe(
      emailVerifiedAt,
    );
    const other = await update(id, { emailVerified: true, email: 'other@example.com' });
    expect(Date.parse(other.emailVerifiedAt)).toBeGreaterThan(Date.parse(emailVerifiedAt));
    expect((await update(id, { emailVerified: false })).emailVerifiedAt).toBeNull();
    const { errors } = await update(id, { emailVerified: true, email: null, phoneVerified: true });
    expect(errors).toMatchObject([{ pointer: '#/emailVerified' }, { pointer: '#/phoneVerified' }]);
  });
});
