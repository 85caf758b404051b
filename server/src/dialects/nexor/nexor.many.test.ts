import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addNexorTenant, type NexorTenant } from '../../../test/nexor-tenant.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let nexor: NexorTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  nexor = await addNexorTenant(server);
});
afterAll(() => server.stop());

let calls = 0;
const address = () => `person-${++calls}@example.com`;
const phone = () => `+569${String(81_000_000 + ++calls)}`;
const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);

const create = async (body: object = {}) => {
  const response = await nexor.ask('POST', '/leads', { first_name: 'Ann', ...body });
  expect([response.statusCode, response.body]).toEqual([201, expect.any(String)]);
  return response.json();
};
const read = async (leadId: string) => (await nexor.ask('GET', `/leads/${leadId}`)).json();
const native = async (leadId: string) => (await nexor.tenant.ask('GET', `/v1/leads/${leadId}`)).json();

describe('creating many', () => {
  it('makes those that are right, in order, and says what is wrong with the others', async () => {
    const email = address();
    const response = await nexor.ask('POST', '/leads', [
      { first_name: 'Ann', email },
      { email: address() },
      { first_name: 'Ben', email: 'nobody' },
      'Cleo',
      { first_name: 'Dan', workflow_id: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e55' },
      { first_name: 'Anna', email, plan: 'pro' },
    ]);
    const done = { success: true, workflow_run: expect.objectContaining({ id: uuid }) };
    const wrong = { success: false, error: 'Validation error' };
    const body = response.json();
    expect([response.statusCode, body]).toEqual([
      201,
      {
        success: true,
        ...{ total: 6, created: 1, updated: 1, failed: 4 },
        results: [
          { index: 0, existed: false, lead: expect.objectContaining({ email }), ...done },
          { index: 1, ...wrong, message: 'first_name: This is required: give a text.' },
          { index: 2, ...wrong, message: 'email: This is no e-mail address.' },
          { index: 3, ...wrong, message: 'Give an object.' },
          { index: 4, ...wrong, message: 'workflow_id: There is no such workflow in your account.' },
          { index: 5, existed: true, lead: expect.objectContaining({ metadata: { plan: 'pro' } }), ...done },
        ],
      },
    ]);
    expect(body.results[5].lead.id).toBe(body.results[0].lead.id);
  });

  it('takes a thousand with two dozen keys each', async () => {
    const more = Object.fromEntries(Array.from({ length: 24 }, (_, at) => [`key_${at}`, 'x'.repeat(50)]));
    const people = Array.from({ length: 1_000 }, () => ({ first_name: 'Ann', email: address(), ...more }));
    const response = await nexor.ask('POST', '/leads', people);
    expect([response.statusCode, response.json()]).toMatchObject([201, { total: 1_000, created: 1_000, failed: 0 }]);
  }, 60_000);

  it.each([
    ['none', [], 'Give at least 1 entry.'],
    ['more than a thousand', Array.from({ length: 1_001 }, () => ({ first_name: 'A' })), 'Give at most 1000 entries.'],
  ])('refuses %s', async (_what, body, message) => {
    const response = await nexor.ask('POST', '/leads', body);
    expect([response.statusCode, response.json()]).toEqual([400, { error: 'Validation error', message }]);
  });
});

describe('changing the metadata of many', () => {
  it.each(['id', 'email', 'phone', 'external_id'] as const)('by %s', async (selector) => {
    const make = () => create({ email: address(), phone: phone(), external_id: `x-${++calls}`, metadata: { one: 1 } });
    const [first, second] = [(await make()).lead, (await make()).lead];
    const shown = async ({ id }: { id: string }) => {
      const { email, phone: number, externalId } = await native(id);
      return { id, email, phone: number, external_id: externalId }[selector];
    };
    const values = [await shown(first), 'nobody', await shown(second)];
    const response = await nexor.ask('PATCH', '/leads/metadata', { selector, values, patch: { two: 2 } });
    const missing = {
      success: false,
      error: 'Not found',
      message: 'Lead not found or does not belong to your account',
    };
    expect([response.statusCode, response.json()]).toEqual([
      200,
      {
        success: true,
        ...{ total: 3, updated: 2, failed: 1 },
        results: [
          { value: values[0], success: true, lead_id: first.id },
          { value: 'nobody', ...missing },
          { value: values[2], success: true, lead_id: second.id },
        ],
      },
    ]);
    expect((await read(second.id)).lead.metadata).toEqual({ one: 1, two: 2 });
  });

  it('takes of several leads the one active last', async () => {
    const email = address();
    const make = async () => (await nexor.tenant.ask('POST', '/v1/leads', { body: { email } })).json().id;
    const [older, newer] = [await make(), await make()];
    await nexor.tenant.ask('PUT', `/v1/leads/${older}/variables/edad`, { body: { value: 30 } });
    await nexor.ask('PATCH', '/leads/metadata', { selector: 'email', values: [email], patch: { seen: true } });
    expect((await read(older)).lead.metadata).toEqual({ seen: true });
    expect((await read(newer)).lead.metadata).toEqual({});
  });

  it('says what is wrong with one of them', async () => {
    const { lead } = await create({ metadata: { long: 'x'.repeat(60_000) } });
    const body = { selector: 'id', values: [lead.id], patch: { more: 'x'.repeat(10_000) } };
    const { results } = (await nexor.ask('PATCH', '/leads/metadata', body)).json();
    expect(results).toEqual([
      { value: lead.id, success: false, error: 'Validation error', message: expect.stringContaining('metadata: ') },
    ]);
  });

  it.each<[string, object, string]>([
    ['another selector', { selector: 'name' }, 'selector: '],
    ['no values', { values: [] }, 'values: Give at least 1 entry.'],
    ['too many values', { values: Array.from({ length: 1_001 }, String) }, 'values: Give at most 1000 entries.'],
    ['a value of another kind', { values: [true] }, 'values.0: '],
    ['an empty patch', { patch: {} }, 'patch: Give at least one key.'],
    ['a patch that is none', { patch: 'x' }, 'patch: Give an object.'],
  ])('refuses %s', async (_what, change, message) => {
    const body = { selector: 'email', values: ['a@example.com'], patch: { a: 1 }, ...change };
    const response = await nexor.ask('PATCH', '/leads/metadata', body);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({ error: 'Validation error', message: expect.stringContaining(message) });
  });
});
