import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOmniTenant, type OmniTenant } from '../../../test/omni-tenant.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

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
const update = async (leadId: string, body: object) => {
  const response = await omni.ask('PUT', '/leads', { leadId, ...body });
  expect([response.statusCode, response.body]).toEqual([200, expect.any(String)]);
  return response.json();
};
const read = async (leadId: string) => (await omni.ask('GET', `/leads/${leadId}`)).json();

describe('updating', () => {
  it.each(['body', 'path'])('changes what is sent and leaves the rest, the lead named in the %s', async (where) => {
    const email = `rest-${where}@example.com`;
    const { lead } = await create({ lastName: 'Lovelace', email, tags: ['a'], businessName: 'Engines' });
    const change = { lastName: 'King', businessName: null, tags: [], didOptOut: false };
    const response =
      where === 'body'
        ? await omni.ask('PUT', '/leads', { leadId: lead.id, ...change })
        : await omni.ask('PUT', `/leads/${lead.id}`, change);
    expect(response.json()).toMatchObject({
      success: true,
      lead: { firstName: 'Ada', lastName: 'King', email, businessName: null, didOptOut: false },
    });
    expect(response.json().lead).not.toHaveProperty('tags');
    expect(response.json().actionLogs[0]).toMatchObject({ type: 'API_ACTIVITY', summary: 'Lead updated' });
    expect(Object.keys(response.json().actionLogs[0])).toHaveLength(5);
  });

  it('leaves alone what Omni has no word for', async () => {
    const { id } = (
      await omni.tenant.ask('POST', '/v1/leads', { body: { name: 'Ada', goal: 'A loan', metadata: { a: 1 } } })
    ).json();
    await update(id, { lastName: 'Lovelace' });
    expect((await omni.tenant.ask('GET', `/v1/leads/${id}`)).json()).toMatchObject({
      name: 'Ada Lovelace',
      goal: 'A loan',
      metadata: { a: 1 },
    });
  });

  it('sets, invalidates and clears checklist values', async () => {
    const { lead } = await create({ checklistItems: [{ code: 'amount', value: 5000 }] });
    const items = async () =>
      (await read(lead.id)).checklistItems
        .flatMap((group: { items: object[] }) => group.items)
        .map((item: { value: unknown; status: unknown }) => [item.value, item.status]);
    expect(await items()).toEqual([
      [null, 'TODO'],
      ['5000', 'COMPLETED'],
      [null, 'TODO'],
    ]);
    expect((await omni.tenant.ask('GET', `/v1/leads/${lead.id}`)).json().variables.amount.value).toBe(5000);
    await update(lead.id, {
      checklistItems: [
        { code: 'business_name', value: 'Engines', status: 'NEEDS_REVIEW' },
        { code: 'amount', value: null },
      ],
    });
    expect((await items()).slice(0, 2)).toEqual([
      ['Engines', 'NEEDS_REVIEW'],
      [null, 'TODO'],
    ]);
    expect((await read(lead.id)).status).toBe('REVIEW');
  });

  it('sets each settable status and takes it back', async () => {
    const { lead } = await create({ checklistItems: [{ code: 'amount', value: 1 }] });
    const statuses = async () =>
      (await read(lead.id)).checklistItems
        .flatMap((group: { items: object[] }) => group.items)
        .map((item: { status: unknown }) => item.status);
    for (const status of ['COMPLETED', 'IN_PROGRESS', 'NOT_INTERESTED', 'IN_PROGRESS', 'OPTED_OUT', 'IN_PROGRESS']) {
      const answer = await update(lead.id, { status });
      expect([answer.status, answer.lead.didOptOut]).toEqual([status, status === 'OPTED_OUT']);
      if (status === 'COMPLETED') expect(await statuses()).toEqual(['SKIPPED', 'COMPLETED', 'SKIPPED']);
      if (status === 'IN_PROGRESS') expect(await statuses()).toEqual(['TODO', 'COMPLETED', 'TODO']);
    }
  });

  it('hands the lead to people and back', async () => {
    const { lead } = await create();
    expect(lead.assigneeType).toBe('AI_AGENT');
    expect((await update(lead.id, { assigneeType: 'manual' })).lead.assigneeType).toBe('HUMAN_AGENT');
    expect((await update(lead.id, { assigneeType: 'agent' })).lead.assigneeType).toBe('AI_AGENT');
  });

  it('keeps nothing of a request whose last part is wrong', async () => {
    const { lead } = await create();
    const body = { leadId: lead.id, lastName: 'Gone', checklistItems: [{ code: 'NONE_SUCH', value: 'x' }] };
    expect((await omni.ask('PUT', '/leads', body)).statusCode).toBe(400);
    expect(await read(lead.id)).toMatchObject({ lead: { lastName: null } });
  });
});
