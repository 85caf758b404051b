import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { addMember } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { membersToTell } from './index.ts';

/** A Monday, ten in the morning in Berlin. */
const NOW = new Date('2026-03-02T09:00:00.000Z');

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => NOW } });
  tenant = await addTenant(server, { timeZone: 'Europe/Berlin' });
});
afterAll(() => server.stop());

const ada = { name: 'Ada', email: 'ada@example.com', role: 'admin' };
const get = (id: string) => tenant.ask('GET', `/v1/members/${id}`);
const change = (id: string, body: object) => tenant.ask('PATCH', `/v1/members/${id}`, { body });
const remove = (id: string) => tenant.ask('DELETE', `/v1/members/${id}`);

describe('a member', () => {
  it('is made, read, listed, changed and removed', async () => {
    const hours = { monday: [{ from: '09:00', to: '17:00' }] };
    const body = { ...ada, timeZone: 'Europe/Lisbon', hours, notifyTo: 'https://example.com/hook' };
    const made = await tenant.ask('POST', '/v1/members', { body });
    expect(made.statusCode).toBe(201);
    const { id } = made.json();
    expect(made.headers.location).toBe(`/v1/members/${id}`);
    expect(made.json()).toMatchObject({ ...body, isActive: true });
    expect((await get(id)).json()).toEqual(made.json());
    expect((await tenant.ask('GET', '/v1/members')).json().data).toEqual([made.json()]);
    const changed = await change(id, { notifyTo: null, hours: null, isActive: false });
    expect(changed.json()).toMatchObject({ ...ada, notifyTo: null, hours: null, isActive: false });
    expect((await remove(id)).statusCode).toBe(204);
    expect((await get(id)).statusCode).toBe(404);
    expect((await remove(id)).statusCode).toBe(404);
    expect((await change(id, { name: 'Eve' })).statusCode).toBe(404);
    const audit = await transaction(
      tenant.ctx,
      ({ tx }) => tx`
      select verb from audit_log where object_id = ${id} order by id`,
    );
    expect(audit.map(({ verb }) => verb)).toEqual(['createMember', 'updateMember', 'deleteMember']);
  });

  it.each([
    { email: 'nobody' },
    { role: 'king' },
    { timeZone: '+01:00' },
    { notifyTo: 'http://example.com' },
    { notifyTo: 'call me' },
    { hours: { monday: [{ from: '17:00', to: '09:00' }] } },
    {
      hours: {
        monday: [
          { from: '09:00', to: '12:00' },
          { from: '11:00', to: '13:00' },
        ],
      },
    },
    { hours: { someday: [] } },
    { salary: 1 },
  ])('cannot be made with %j', async (wrong) => {
    const body = { name: 'Bo', email: 'bo@example.com', role: 'viewer', ...wrong };
    expect((await tenant.ask('POST', '/v1/members', { body })).statusCode).toBe(400);
  });

  it('has an e-mail of its own, in whatever case', async () => {
    const id = await addMember(tenant, { email: 'Cy@example.com' });
    const again = await tenant.ask('POST', '/v1/members', { body: { ...ada, email: 'cY@example.com' } });
    expect([again.statusCode, again.json().reason]).toEqual([409, 'member_exists']);
    const other = await addMember(tenant);
    expect((await change(other, { email: 'CY@example.com' })).statusCode).toBe(409);
    expect((await change(id, { email: 'CY@example.com' })).statusCode).toBe(200);
  });

  it('whom a lead names is deactivated, and stays readable', async () => {
    const id = await addMember(tenant);
    const lead = (await tenant.ask('POST', '/v1/leads', { body: { assignedMemberId: id } })).json();
    expect((await remove(id)).statusCode).toBe(204);
    expect((await get(id)).json()).toMatchObject({ id, isActive: false });
    expect((await tenant.ask('GET', `/v1/leads/${lead.id}`)).json().assignedMember).toMatchObject({ id });
    const taken = await tenant.ask('POST', `/v1/leads/${lead.id}/take-over`, { body: { memberId: id } });
    expect(taken.statusCode).toBe(400);
  });

  it('is nobody’s of another workspace, and no test key’s to change', async () => {
    const other = await addTenant(server);
    const id = await addMember(tenant);
    expect((await other.ask('GET', `/v1/members/${id}`)).statusCode).toBe(404);
    expect((await other.ask('DELETE', `/v1/members/${id}`)).statusCode).toBe(404);
    for (const request of [
      tenant.ask('POST', '/v1/members', { body: ada, key: tenant.testKey }),
      tenant.ask('PATCH', `/v1/members/${id}`, { body: { name: 'Eve' }, key: tenant.testKey }),
      tenant.ask('DELETE', `/v1/members/${id}`, { key: tenant.testKey }),
    ])
      expect((await request).statusCode).toBe(403);
  });
});

describe('the last owner', () => {
  it('cannot go, in any way; of two who go at once one stays', async () => {
    const own = await addTenant(server);
    const [one, other] = [await addMember(own, { role: 'owner' }), await addMember(own, { role: 'owner' })];
    const left = await Promise.all(
      [one, other].map(async (id) => (await own.ask('DELETE', `/v1/members/${id}`)).statusCode),
    );
    expect(left.sort()).toEqual([204, 409]);
    const [last] = (await own.ask('GET', '/v1/members')).json().data;
    for (const body of [{ role: 'admin' }, { isActive: false }]) {
      const refused = await own.ask('PATCH', `/v1/members/${last.id}`, { body });
      expect([refused.statusCode, refused.json().reason]).toEqual([409, 'last_owner']);
    }
    expect(
      (await own.ask('PATCH', `/v1/members/${last.id}`, { body: { role: 'owner', name: 'Eve' } })).statusCode,
    ).toBe(200);
  });
});

describe('who is told that a lead needs a person', () => {
  const told = async (of: TestTenant, body: object = {}) => {
    const { id } = (await of.ask('POST', '/v1/leads', { body })).json();
    return (await transaction(of.ctx, (ctx) => membersToTell(ctx, id))).sort();
  };
  const from = (start: string, end: string) => ({ monday: [{ from: start, to: end }] });

  it('is its own member, else who is on duty by their own clocks, else all who may answer', async () => {
    const own = await addTenant(server, { timeZone: 'Europe/Berlin' });
    expect(await told(own)).toEqual([]);
    const late = await addMember(own, { hours: from('12:00', '20:00') });
    await addMember(own, { role: 'viewer' });
    const gone = await addMember(own);
    await own.ask('PATCH', `/v1/members/${gone}`, { body: { isActive: false } });
    expect(await told(own)).toEqual([late]);
    const early = await addMember(own, { hours: from('09:00', '12:00') });
    const abroad = await addMember(own, { hours: from('03:00', '05:00'), timeZone: 'America/New_York' });
    expect(await told(own)).toEqual([early, abroad].sort());
    const always = await addMember(own);
    expect(await told(own)).toEqual([early, abroad, always].sort());
    expect(await told(own, { assignedMemberId: late })).toEqual([late]);
    expect(await told(own, { assignedMemberId: gone })).toEqual([early, abroad, always].sort());
  });
});
