import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import type { Ctx } from '../../db/database.ts';
import { deleteLeads, type LeadSearch, searchLeads } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
  const leads = [
    { name: 'Ana 100% Silva', email: 'ana@example.com', tags: ['VIP'], metadata: { plan: 'pro', seats: 3 } },
    { name: 'Bo', businessName: 'Example Works', phone: '+14155550123', tags: ['vip', 'b'], metadata: { plan: 'PRO' } },
    { name: 'Cy', phone: '+14155550999', metadata: { plan: 'pro', nested: { plan: 'x' } } },
  ];
  for (const body of leads) await tenant.ask('POST', '/v1/leads', { body });
  await tenant.ask('POST', '/v1/leads', { body: { name: 'Ana Test', tags: ['vip'] }, key: tenant.testKey });
  await tenant.ask('POST', '/v1/leads', { body: { name: 'Gone' } }).then(async (made) => {
    await tenant.ask('DELETE', `/v1/leads/${made.json().id}`);
  });
});
afterAll(() => server.stop());

const found = async (search: Partial<LeadSearch>, ctx: Ctx = tenant.ctx) => {
  const { leads, total } = await searchLeads(ctx, { page: 1, limit: 10, ...search });
  return [leads.map(({ name }) => name?.split(' ')[0]).join(' '), total];
};

describe('searchLeads', () => {
  it.each<[Partial<LeadSearch>, string]>([
    [{}, 'Cy Bo Ana'],
    [{ search: 'example' }, 'Bo Ana'],
    [{ search: '100%' }, 'Ana'],
    [{ search: '10%' }, ''],
    [{ search: '555-0123' }, 'Bo'],
    [{ tag: 'Vip' }, 'Bo Ana'],
    [{ anyOf: [{ metadataKey: 'plan', value: 'pro' }] }, 'Cy Ana'],
    [{ anyOf: [{ metadataKey: 'seats', value: '3' }] }, 'Ana'],
    [{ anyOf: [{ metadataKey: 'none', value: '' }] }, ''],
    [{ anyOf: [{ metadataKey: 'plan' }] }, 'Cy Bo Ana'],
    [
      {
        anyOf: [
          { metadataKey: 'company', value: 'Example Works' },
          { field: 'businessName', value: 'Example Works' },
        ],
      },
      'Bo',
    ],
    [{ anyOf: [{ metadataKey: 'seats' }, { field: 'phone' }] }, 'Cy Bo Ana'],
    [{ anyOf: [] }, 'Cy Bo Ana'],
    [{ tag: 'vip', search: 'ana', anyOf: [{ metadataKey: 'plan', value: 'pro' }] }, 'Ana'],
    [{ agentId: '01890000-0000-7000-8000-000000000000' }, ''],
    [{ createdAfter: new Date('2020-01-01') }, 'Cy Bo Ana'],
    [{ createdAfter: new Date('2999-01-01') }, ''],
  ])('%j finds %j', async (search, names) => {
    expect(await found(search)).toEqual([names, names === '' ? 0 : names.split(' ').length]);
  });

  it('gives numbered pages and the whole number with each', async () => {
    expect(await found({ limit: 2 })).toEqual(['Cy Bo', 3]);
    expect(await found({ limit: 2, page: 2 })).toEqual(['Ana', 3]);
    expect(await found({ limit: 2, page: 3 })).toEqual(['', 3]);
  });

  it('keeps to the kind of the caller, to its workspace and to its scope', async () => {
    expect(await found({ tag: 'vip' }, { ...tenant.ctx, isTest: true })).toEqual(['Ana', 1]);
    const other = await addTenant(server);
    expect(await found({}, other.ctx)).toEqual(['', 0]);
    const refused = searchLeads({ ...tenant.ctx, scopes: new Set(['leads:write']) }, { page: 1, limit: 1 });
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('deleteLeads', () => {
  async function makeTenant(bodies: object[]) {
    const own = await addTenant(server, { shipped: ['salon-appointment'] });
    const ids: string[] = [];
    for (const body of bodies) ids.push((await own.ask('POST', '/v1/leads', { body })).json().id);
    const left = async () =>
      (await own.ask('GET', '/v1/leads?limit=100')).json().data.map((lead: { id: string }) => lead.id);
    return { own, ids, left };
  }

  it('deletes those named, with what is due for them, and passes over what is none', async () => {
    const { own, ids, left } = await makeTenant([{}, {}, {}]);
    const [first = '', second = '', third = ''] = ids;
    const [slot] = (await own.ask('GET', '/v1/workflows/salon-appointment/slots?limit=1')).json().data;
    await own.ask('POST', '/v1/appointments', { body: { leadId: first, startAt: slot.startAt } });
    const foreign = (await tenant.ask('GET', '/v1/leads')).json().data[0].id;
    const leadIds = [first, second, foreign, 'nonsense', first];
    expect(await deleteLeads(own.ctx, { leadIds })).toEqual({ deleted: 2 });
    expect(await left()).toEqual([third]);
    expect((await own.ask('GET', '/v1/workflows/salon-appointment/slots?limit=1')).json().data).toEqual([slot]);
    expect((await tenant.ask('GET', `/v1/leads/${foreign}`)).statusCode).toBe(200);
    expect(await deleteLeads(own.ctx, { leadIds })).toEqual({ deleted: 0 });
  });

  it('deletes those of a tag, of an agent, and all', async () => {
    const { own, ids, left } = await makeTenant([{ tags: ['Old'] }, { tags: ['old', 'b'] }, {}, {}]);
    const test = (await own.ask('POST', '/v1/leads', { body: { tags: ['old'] }, key: own.testKey })).json();
    const { agentId } = (await own.ask('GET', `/v1/leads/${ids[0]}`)).json();
    expect(await deleteLeads(own.ctx, { tag: 'OLD', agentId: ids[0] })).toEqual({ deleted: 0 });
    expect(await deleteLeads(own.ctx, { tag: 'OLD', agentId })).toEqual({ deleted: 2 });
    expect(await left()).toEqual([ids[3], ids[2]]);
    expect(await deleteLeads(own.ctx, { all: true })).toEqual({ deleted: 2 });
    expect(await left()).toEqual([]);
    expect((await own.ask('GET', `/v1/leads/${test.id}`, { key: own.testKey })).statusCode).toBe(200);
  });

  it('needs to be told which', async () => {
    await expect(deleteLeads(tenant.ctx, {})).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(deleteLeads(tenant.ctx, { agentId: tenant.ctx.workspace.id })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const { left } = await makeTenant([{}]);
    expect(await left()).toHaveLength(1);
  });

  it('goes on through more than are done at once', async () => {
    const { own, left } = await makeTenant([]);
    await Promise.all(Array.from({ length: 510 }, () => own.ask('POST', '/v1/leads', { body: {} })));
    expect(await deleteLeads(own.ctx, { all: true })).toEqual({ deleted: 510 });
    expect(await left()).toEqual([]);
  });
});
