import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { takeOverLead } from '../people/index.ts';
import { updateLead } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const create = async (body: object = {}) => (await tenant.ask('POST', '/v1/leads', { body })).json();
const update = (id: string, body: unknown) => tenant.ask('PATCH', `/v1/leads/${id}`, { body });

it('changes what is given, leaves the rest, and null clears', async () => {
  const before = await create({ name: 'Ada Lovelace', email: 'ada@example.com', phone: '+14155550123', tags: ['a'] });
  const response = await update(before.id, { email: 'ADA@example.org', phone: null, tags: ['b', 'B'], intent: 'cut' });
  expect(response.statusCode).toBe(200);
  const after = response.json();
  expect(response.headers.etag).toBe(`W/"${before.revision + 1}"`);
  const { email, phone, tags, intent, updatedAt, revision, ...rest } = after;
  expect({ email, phone, tags, intent }).toEqual({ email: 'ada@example.org', phone: null, tags: ['b'], intent: 'cut' });
  expect(before).toMatchObject(rest);
  expect(Date.parse(updatedAt)).toBeGreaterThanOrEqual(Date.parse(before.updatedAt));
  expect((await tenant.ask('GET', `/v1/leads/${before.id}`)).json()).toEqual(after);
});

it('leaves what comes after it in the same transaction to be shown too', async () => {
  const { id } = await create();
  await transaction(tenant.ctx, async (tctx) => {
    await updateLead(tctx, { leadId: id, change: { goal: 'a cut' } });
    await takeOverLead(tctx, { leadId: id });
  });
  const { goal, run } = (await tenant.ask('GET', `/v1/leads/${id}`)).json();
  expect([goal, run.humanTakeover]).toEqual(['a cut', true]);
});

it.each([
  [{ familyName: 'Byron' }, ['Ada King Byron', 'Ada', 'King', 'Byron']],
  [{ middleName: null }, ['Ada Lovelace', 'Ada', null, 'Lovelace']],
  [{ name: 'Grace Hopper' }, ['Grace Hopper', 'Grace', null, 'Hopper']],
  [{ name: null }, [null, null, null, null]],
])('reads the name %j into what was there', async (body, [name, givenName, middleName, familyName]) => {
  const { id } = await create({ givenName: 'Ada', middleName: 'King', familyName: 'Lovelace' });
  expect((await update(id, body)).json()).toMatchObject({ name, givenName, middleName, familyName });
});

it('merges metadata key by key, removes a key by null, and keeps nested nulls', async () => {
  const { id } = await create({ metadata: { keep: 1, gone: 2, nested: { a: 1, b: null } } });
  const change = { gone: null, never: null, nested: { c: null }, list: [null, 1], added: false };
  expect((await update(id, { metadata: change })).json().metadata).toEqual({
    keep: 1,
    nested: { c: null },
    list: [null, 1],
    added: false,
  });
});

it('finds the lead under its new phone only', async () => {
  const { id } = await create({ phone: '+14155550123' });
  await update(id, { phone: '+14155550199' });
  const found = async (phone: string) =>
    (await tenant.ask('GET', `/v1/leads?phone=${encodeURIComponent(phone)}`))
      .json()
      .data.map((lead: { id: string }) => lead.id);
  expect([await found('+14155550123'), await found('+14155550199')]).toEqual([[], [id]]);
});

it('takes a proof of an address away with the address, not before', async () => {
  const { id } = await create({ email: 'ada@example.com', phone: '+14155550177' });
  await transaction(
    tenant.ctx,
    ({ tx }) =>
      tx`update leads set revision = revision + 1, email_verified_at = now(), phone_verified_at = now() where id = ${id}`,
  );
  const same = (await update(id, { email: 'Ada@example.com', phone: '(415) 555-0177' })).json();
  expect([same.emailVerifiedAt, same.phoneVerifiedAt]).toEqual([expect.any(String), expect.any(String)]);
  const other = (await update(id, { email: 'eve@example.com', phone: null })).json();
  expect([other.emailVerifiedAt, other.phoneVerifiedAt]).toEqual([null, null]);
});

it('tells of the stage, of the need for a person, and of what changed by name only', async () => {
  const { id, run } = await create();
  await update(id, { stage: 'lost', lostReason: 'too far away', needsHuman: true, needsHumanReason: 'angry' });
  await update(id, { stage: 'lost', needsHuman: true });
  const events = (await eventsOf(tenant, id)).slice(3);
  const lost = { actor: 'api_key', runId: run.id };
  expect(events).toEqual([
    { type: 'lead.status_changed', data: { ...lost, from: 'new', to: 'not_a_fit', reason: 'stage new to lost' } },
    { type: 'run.ended', data: { ...lost, outcome: 'not_a_fit' } },
    {
      type: 'lead.updated',
      data: { actor: 'api_key', changed: ['stage', 'lostReason', 'needsHuman', 'needsHumanReason'] },
    },
    { type: 'lead.stage_changed', data: { actor: 'api_key', from: 'new', to: 'lost' } },
    { type: 'lead.needs_human', data: { actor: 'api_key', reason: 'angry' } },
    { type: 'notification.created', data: { actor: 'api_key', notificationId: expect.any(String), memberIds: [] } },
    { type: 'lead.updated', data: { actor: 'api_key', changed: ['stage', 'needsHuman'] } },
  ]);
  const { data } = (await tenant.ask('GET', `/v1/leads/${id}/actions?limit=1`)).json();
  expect(data).toMatchObject([
    { type: 'api_activity', summary: 'Lead updated', output: { changed: ['stage', 'needsHuman'] } },
  ]);
});

it('goes one after the other where several write at once', async () => {
  const { id, revision } = await create();
  const changes = Array.from({ length: 10 }, (_, index) => update(id, { metadata: { [`k${index}`]: index } }));
  await Promise.all(changes);
  const lead = (await tenant.ask('GET', `/v1/leads/${id}`)).json();
  expect(Object.keys(lead.metadata)).toHaveLength(10);
  expect(lead.revision).toBe(revision + 10);
});

describe('refuses', () => {
  it.each([
    [{ stage: 'booked' }, '#/stage'],
    [{ stage: 'gone' }, '#/stage'],
    [{ needsHuman: 'yes' }, '#/needsHuman'],
    [{ email: 'nobody' }, '#/email'],
    [{ phone: '12' }, '#/phone'],
    [{ tags: null }, '#/tags'],
    [{ metadata: null }, '#/metadata'],
    [{ workflow: 'salon-appointment' }, '#/workflow'],
    [{ revision: 7 }, '#/revision'],
  ])('%j with a 400 that names %s, and changes nothing', async (body, pointer) => {
    const before = await create({ email: 'ada@example.com', tags: ['a'] });
    const response = await update(before.id, { name: 'Eve', ...body });
    expect(response.statusCode).toBe(400);
    expect(response.json().errors).toContainEqual(expect.objectContaining({ pointer }));
    expect((await tenant.ask('GET', `/v1/leads/${before.id}`)).json()).toEqual(before);
  });

  it('a change of nothing', async () => {
    const { id } = await create();
    expect((await update(id, {})).statusCode).toBe(400);
  });
});

it('keeps metadata small enough to be listed, alone and merged', async () => {
  const big = (letter: string) => ({ metadata: { [letter]: letter.repeat(40_000) } });
  const tooBig = { metadata: { a: 'a'.repeat(70_000) } };
  expect((await tenant.ask('POST', '/v1/leads', { body: tooBig })).statusCode).toBe(400);
  const { id } = (await tenant.ask('POST', '/v1/leads', { body: big('a') })).json();
  expect((await tenant.ask('PATCH', `/v1/leads/${id}`, { body: tooBig })).statusCode).toBe(400);
  expect((await tenant.ask('PATCH', `/v1/leads/${id}`, { body: big('b') })).statusCode).toBe(400);
  expect(Object.keys((await tenant.ask('GET', `/v1/leads/${id}`)).json().metadata)).toEqual(['a']);
});
