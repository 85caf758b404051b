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

const missing = '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e55';
const create = async (body: object = {}) => {
  const response = await omni.ask('POST', '/leads', { firstName: 'Ada', ...body });
  expect(response.statusCode).toBe(200);
  return response.json();
};
const read = async (leadId: string) => (await omni.ask('GET', `/leads/${leadId}`)).json();

describe('a checklist item of one lead', () => {
  it('is made with what is given, and stands in the checklist', async () => {
    const { lead } = await create();
    const sent = {
      label: 'Utility bill',
      fieldType: 'FILE',
      config: { minFiles: 2 },
      validationRules: 'Not older than three months',
      clientInstructions: 'Both sides, please',
    };
    const response = await omni.ask('POST', `/leads/${lead.id}/checklist-items`, sent);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      success: true,
      checklistItem: {
        id: expect.any(String),
        leadId: lead.id,
        code: 'UTILITY_BILL',
        label: 'Utility bill',
        fieldType: 'FILE',
        isRequired: true,
        status: 'TODO',
        agentInstructions: null,
        clientInstructions: 'Both sides, please',
        createdAt: expect.any(String),
      },
    });
    const { id } = response.json().checklistItem;
    expect((await read(lead.id)).checklistItems.at(-1).items).toEqual([
      {
        id,
        checklistItemId: null,
        value: null,
        status: 'TODO',
        itemOverride: null,
        checklistItem: {
          id,
          code: 'UTILITY_BILL',
          label: 'Utility bill',
          fieldType: 'FILE',
          isRequired: true,
          conditions: null,
          config: { minFiles: 2 },
          clientInstructions: 'Both sides, please',
          validationRules: ['Not older than three months'],
        },
        documents: [],
      },
    ]);
  });

  it('cannot have a code that is used', async () => {
    const { lead } = await create();
    const body = { label: 'Name', fieldType: 'TEXT', code: 'business_name' };
    const response = await omni.ask('POST', `/leads/${lead.id}/checklist-items`, body);
    expect([response.statusCode, response.json().error]).toEqual([400, 'bad_request']);
  });

  it.each([
    [{ fieldType: 'TEXT' }, 'label'],
    [{ label: 'x', fieldType: 'PICTURE' }, 'fieldType'],
    [{ label: 'x', fieldType: 'TEXT', isRequired: 'yes' }, 'isRequired'],
    [{ label: 'x', fieldType: 'TEXT', config: 5 }, 'config'],
  ])('%j is a 400 that names %s', async (body, field) => {
    const { lead } = await create();
    const response = await omni.ask('POST', `/leads/${lead.id}/checklist-items`, body);
    expect([response.statusCode, response.json().issues?.[0].path]).toEqual([400, [field]]);
  });

  it.each([
    ['label', 'x'.repeat(200)],
    ['code', 'no code! at all/..'],
    ['config', { hint: 'x'.repeat(9_000) }],
    ['agentInstructions', 'x'.repeat(1_001)],
    ['validationRules', 'x'.repeat(1_001)],
  ])('has the rules of an item made by the native API: its %s', async (field, value) => {
    const { lead } = await create();
    const body = { label: 'x', fieldType: 'TEXT', [field]: value };
    const response = await omni.ask('POST', `/leads/${lead.id}/checklist-items`, body);
    expect([response.statusCode, response.json().issues?.[0].path[0]]).toEqual([400, field]);
  });

  it('is a 404 of a lead that is not there', async () => {
    const body = { label: 'x', fieldType: 'TEXT' };
    expect((await omni.ask('POST', `/leads/${missing}/checklist-items`, body)).statusCode).toBe(404);
    expect((await omni.ask('POST', '/leads/none/checklist-items', body)).statusCode).toBe(404);
  });
});
