import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOmniTenant, type OmniTenant } from '../../../test/omni-tenant.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { shapeOf as sameShape } from '../../../test/shape-of.ts';
import page from './page.fixture.json' with { type: 'json' };

let server: TestServer;
let omni: OmniTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  omni = await addOmniTenant(server);
});
afterAll(() => server.stop());

const create = async (body: object = {}) => {
  const response = await omni.ask('POST', '/leads', { firstName: 'Ada', ...body });
  expect(response.statusCode).toBe(200);
  return response.json();
};
const read = async (leadId: string) => (await omni.ask('GET', `/leads/${leadId}`)).json();

const shapeOf = (value: unknown) => sameShape(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe("the page's lead", () => {
  const { lead } = page;
  const sent = {
    firstName: lead.firstName,
    lastName: lead.lastName,
    email: lead.email,
    emailVerified: true,
    phoneNumber: lead.phoneNumber,
    businessName: lead.businessName,
    assigneeType: 'manual',
    checklistItems: [{ code: 'business_name', value: lead.businessName, status: 'COMPLETED' }],
  };
  /** The page shows one group; ours has more, so that the lead is not complete. */
  const firstGroup = (body: typeof page) => ({ ...body, checklistItems: body.checklistItems.slice(0, 1) });

  it('is created and read in its shape, with its values', async () => {
    const { success, ...written } = await create(sent);
    expect(success).toBe(true);
    const found = await read(written.lead.id);
    expect(found).toEqual(written);
    expect(shapeOf(firstGroup(found))).toEqual(shapeOf(page));
    const { id: _id, workspaceId: _workspace, createdAt: _created, updatedAt: _updated, ...values } = lead;
    expect(found.lead).toMatchObject({ ...values, emailVerifiedAt: expect.any(String) });
    expect(found).toMatchObject({
      status: page.status,
      documents: [],
      actionLogs: [{ type: 'API_ACTIVITY', status: 'COMPLETED', summary: 'Lead created' }],
    });
    const [item] = page.checklistItems[0]?.items ?? [];
    const { id: _item, checklistItemId: _template, checklistItem, ...itemValues } = item ?? {};
    expect(found.checklistItems[0].items[0]).toMatchObject(itemValues);
    expect(found.checklistItems[0].items[0].checklistItem).toMatchObject({ ...checklistItem, id: expect.any(String) });
  });

  it('is not in the shape where a key lacks or is too many', () => {
    const { website: _website, ...less } = lead;
    expect(shapeOf({ ...page, lead: less })).not.toEqual(shapeOf(page));
    expect(shapeOf({ ...page, lead: { ...lead, tags: [] } })).not.toEqual(shapeOf(page));
  });
});

describe('creating', () => {
  it('shows what the newer pages have where there is something to say', async () => {
    const { lead } = await create({
      middleName: 'King',
      timezone: 'Europe/London',
      tags: ['VIP', 'vip', 'loan'],
      didOptOut: true,
      externalLeadId: 'crm-1',
    });
    expect(lead).toMatchObject({
      middleName: 'King',
      timezone: 'Europe/London',
      tags: ['VIP', 'loan'],
      didOptOut: true,
      optOutAt: expect.any(String),
      externalLeadId: 'crm-1',
      source: 'api',
    });
  });

  it('takes null for what is no text as nothing said', async () => {
    const { lead } = await create({ tags: null, didOptOut: null, checklistItems: null, emailVerified: null });
    expect(lead).toMatchObject({ didOptOut: false, emailVerifiedAt: null });
    expect(lead).not.toHaveProperty('tags');
  });

  it('keeps nothing of a request that names an unknown item', async () => {
    const email = 'nothing@example.com';
    const body = { firstName: 'Ada', email, checklistItems: [{ code: 'NONE_SUCH', value: 'x' }] };
    const response = await omni.ask('POST', '/leads', body);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ error: 'bad_request', message: expect.stringContaining('NONE_SUCH') });
    expect(response.json().issues[0].path[0]).toBe('checklistItems');
    expect((await omni.tenant.ask('GET', `/v1/leads?email=${email}`)).json().data).toEqual([]);
  });

  it('takes a body that does not say it is JSON, and keys that nobody knows', async () => {
    const response = await omni.ask('POST', '/leads', '{"firstName": "Ada", "nobody": {"knows": 1}}', {
      'content-type': 'text/plain',
    });
    expect([response.statusCode, response.json().lead.firstName]).toEqual([200, 'Ada']);
  });

  it('lists who shares a contact point, but not for test leads', async () => {
    const first = await create({ firstName: 'Ann', lastName: 'Twin', email: 'twin@example.com' });
    const second = await create({ firstName: 'Bea', email: 'TWIN@example.com ' });
    expect(second.matchingLeads).toEqual([
      {
        id: first.lead.id,
        firstName: 'Ann',
        lastName: 'Twin',
        email: 'twin@example.com',
        phoneNumber: null,
        createdAt: first.lead.createdAt,
      },
    ]);
    const test = async () =>
      (await omni.askTest('POST', '/leads', { firstName: 'T', email: 'twin@example.com' })).json();
    await test();
    expect(await test()).toMatchObject({ lead: { isTest: true }, matchingLeads: [] });
  });
});
