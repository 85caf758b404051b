import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { upsertLead } from './upsert-lead.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { country: 'AR', shipped: ['salon-appointment', 'property-viewing'] });
});
afterAll(() => server.stop());

const create = async (body: object, key?: string) =>
  (await tenant.ask('POST', '/v1/leads', { body, ...(key && { key }) })).json();
const upsert = (body: object) => tenant.ask('PUT', '/v1/leads', { body });
const upserted = async (body: object) => (await upsert(body)).json();

describe('finds the lead', () => {
  it.each([
    ['external id', { externalId: 'crm-1' }, { externalId: 'crm-1', name: 'Ada' }],
    ['e-mail in any case', { email: 'ada@example.com' }, { email: ' ADA@Example.com ' }],
    ['phone in another national form', { phone: '+54 9 11 1234-5678' }, { phone: '011 15-1234-5678' }],
    ['phone without the 9', { phone: '+54 9 11 1234-0000' }, { phone: '0054 11 1234-0000' }],
  ])('by its %s', async (_by, first, second) => {
    const { id } = await create(first);
    const response = await upsert(second);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ lead: { id }, existed: true, kept: [] });
  });

  it('by external id before e-mail before phone', async () => {
    const byPhone = await create({ phone: '+5491155550001' });
    const first = await upserted({ email: 'order@example.com', phone: '+5491155550001' });
    expect(first).toMatchObject({ lead: { id: byPhone.id, email: 'order@example.com' }, existed: true });
    const second = await upserted({ email: 'order@example.com', externalId: 'order' });
    expect(second).toMatchObject({ lead: { id: byPhone.id, externalId: 'order' }, existed: true });
    const third = await upserted({ externalId: 'order', email: 'changed@example.com' });
    expect(third).toMatchObject({ lead: { id: byPhone.id, email: 'changed@example.com' }, existed: true });
  });

  it('that was active last, of several', async () => {
    const [older, newer] = [await create({ email: 'twice@example.com' }), await create({ email: 'twice@example.com' })];
    expect((await upserted({ email: 'twice@example.com' })).lead.id).toBe(newer.id);
    await transaction(
      tenant.ctx,
      ({ tx }) =>
        tx`update leads set revision = revision + 1, last_activity_at = now() + interval '1 minute' where id = ${older.id}`,
    );
    expect((await upserted({ email: 'twice@example.com' })).lead.id).toBe(older.id);
  });

  it('but none that is deleted, a test, or of another workspace, nor by nothing', async () => {
    const body = { email: 'unseen@example.com', externalId: 'unseen' };
    const other = await addTenant(server);
    const deleted = await create(body);
    await tenant.ask('DELETE', `/v1/leads/${deleted.id}`);
    await other.ask('POST', '/v1/leads', { body });
    await create(body, tenant.testKey);
    expect(await upserted(body)).toMatchObject({ existed: false });
    const [one, another] = [await upserted({ name: 'Nobody' }), await upserted({ name: 'Nobody' })];
    expect([one.existed, another.existed]).toEqual([false, false]);
    expect(one.lead.id).not.toBe(another.lead.id);
  });
});

describe('a known lead', () => {
  it('keeps what is not given or empty, and joins metadata, variables, answers and tags', async () => {
    const before = await create({
      externalId: 'joined',
      name: 'Ada Lovelace',
      email: 'joined@example.com',
      emailVerified: true,
      goal: 'a haircut',
      metadata: { a: 1, b: { deep: 1 } },
      tags: ['VIP', 'old'],
      formResponses: { q1: 'one', q2: 'two' },
      variables: { service: 'Trim', seats: 1 },
    });
    const { lead, existed } = await upserted({
      externalId: 'joined',
      name: null,
      email: 'Joined@example.com',
      goal: null,
      source: 'ad',
      metadata: { a: null, b: { other: 2 }, c: 3 },
      tags: ['vip', 'new'],
      formResponses: { q2: '2', q3: '3' },
      variables: { seats: 2, service: null },
    });
    expect(existed).toBe(true);
    expect(lead).toMatchObject({
      id: before.id,
      name: 'Ada Lovelace',
      familyName: 'Lovelace',
      emailVerifiedAt: before.emailVerifiedAt,
      goal: 'a haircut',
      source: 'ad',
      metadata: { a: 1, b: { other: 2 }, c: 3 },
      tags: ['VIP', 'old', 'new'],
      formResponses: { q1: 'one', q2: '2', q3: '3' },
      variables: { service: { value: 'Trim' }, seats: { value: 2 } },
    });
    const emptied = await upserted({ externalId: 'joined', tags: [], metadata: {}, variables: {}, formResponses: {} });
    expect(emptied.lead).toMatchObject({ tags: lead.tags, metadata: lead.metadata, formResponses: lead.formResponses });
  });

  it('tells of the change once, and leaves one line of audit', async () => {
    const { lead } = await upserted({ externalId: 'told', name: 'Ada' });
    await upserted({ externalId: 'told', name: 'Grace' });
    const events = await eventsOf(tenant, lead.id);
    expect(events.filter(({ type }) => type.startsWith('lead.'))).toEqual([
      { type: 'lead.created', data: expect.anything() },
      { type: 'lead.updated', data: { actor: 'api_key', changed: ['name', 'externalId'] } },
    ]);
    const audits = await transaction(
      tenant.ctx,
      ({ tx }) => tx`select verb, changed from audit_log where object_id = ${lead.id} order by id`,
    );
    expect(audits.map(({ verb }) => verb)).toEqual(['createLead', 'upsertLead']);
  });

  it('stays opted out, and enters no workflow meanwhile', async () => {
    await create({ externalId: 'out', optedOut: true, workflow: 'salon-appointment' });
    const { lead } = await upserted({ externalId: 'out', optedOut: false, workflow: 'property-viewing' });
    expect(lead).toMatchObject({ optedOut: true, run: { workflowKey: 'salon-appointment', isActive: false } });
  });

  it('enters a workflow that it has never been in, once', async () => {
    const { id, run } = await create({ externalId: 'enters', workflow: 'salon-appointment' });
    const first = await upserted({ externalId: 'enters', workflow: 'property-viewing' });
    expect(first.lead).toMatchObject({ id, run: { workflowKey: 'property-viewing', isActive: true } });
    for (const workflow of ['property-viewing', 'salon-appointment']) {
      expect((await upserted({ externalId: 'enters', workflow })).lead.run.id).toBe(first.lead.run.id);
    }
    expect(run.id).not.toBe(first.lead.run.id);
    expect((await upsert({ externalId: 'enters', workflow: 'none-such' })).statusCode).toBe(404);
  });

  it('adopts the conversation that it came out of, and keeps its consent', async () => {
    const { id } = await create({ externalId: 'talks' });
    const conversation = (await tenant.ask('POST', '/v1/conversations', { body: { channel: 'webform' } })).json();
    const body = { externalId: 'talks', conversationId: conversation.id, consent: { basis: 'form' } };
    expect((await upserted(body)).lead).toMatchObject({ id, conversationId: conversation.id });
    const again = await upsert(body);
    expect([again.statusCode, again.json().reason]).toEqual([409, 'conversation_has_lead']);
    const consents = await transaction(tenant.ctx, ({ tx }) => tx`select basis from consents where lead_id = ${id}`);
    expect(consents).toEqual([{ basis: 'form' }]);
  });
});

describe('contact points of different leads', () => {
  const two = async (name: string) => {
    const phone = `+54911444${String(name.length).padStart(5, '0')}`;
    const one = await create({ email: `${name}@example.com`, source: name });
    return { one, other: await create({ phone, source: name }), email: `${name}@example.com`, phone };
  };

  it('are refused with both ids, and nothing changes', async () => {
    const { one, other, email, phone } = await two('split');
    const response = await upsert({ email, phone, name: 'Eve' });
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({ reason: 'split_match', leadIds: [one.id, other.id] });
    for (const lead of [one, other]) expect((await tenant.ask('GET', `/v1/leads/${lead.id}`)).json()).toEqual(lead);
  });

  it('stay with the other where the caller says so, and the first is updated', async () => {
    const { one, other, email, phone } = await two('kept-apart');
    const input = { email, phone, phoneVerified: true, name: 'Eve' };
    const { lead, existed, kept } = await upsertLead(tenant.ctx, input, { onSplit: 'keep' });
    expect({ existed, kept }).toEqual({ existed: true, kept: ['phone'] });
    expect(lead).toMatchObject({ id: one.id, name: 'Eve', phone: null, phoneVerifiedAt: null });
    expect((await tenant.ask('GET', `/v1/leads/${other.id}`)).json()).toEqual(other);
    await tenant.ask('PATCH', `/v1/leads/${one.id}`, { body: { externalId: 'kept' } });
    const third = await create({ email: 'third@example.com' });
    const both = await upsertLead(
      tenant.ctx,
      { externalId: 'kept', email: 'third@example.com', phone },
      { onSplit: 'keep' },
    );
    expect(both).toMatchObject({ kept: ['email', 'phone'], lead: { id: one.id, email, phone: null } });
    expect((await tenant.ask('GET', `/v1/leads/${third.id}`)).json()).toEqual(third);
  });

  it('are no conflict where the lead has them itself', async () => {
    const shared = '+5491144400000';
    const { id } = await create({ email: 'shares@example.com', phone: shared });
    await create({ phone: shared });
    expect(await upserted({ email: 'shares@example.com', phone: shared })).toMatchObject({ lead: { id }, kept: [] });
  });
});

it.each([
  [{ email: 'nobody' }, '#/email'],
  [{ unique: ['email'] }, '#/unique'],
  [{ stage: 'booked' }, '#/stage'],
  [{ colour: 'red' }, '#/colour'],
])('refuses %j with a 400 that names %s', async (body, pointer) => {
  const response = await upsert(body);
  expect(response.statusCode).toBe(400);
  expect(response.json().errors).toContainEqual(expect.objectContaining({ pointer }));
});
