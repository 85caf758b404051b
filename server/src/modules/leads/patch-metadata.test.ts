import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import type { Ctx } from '../../db/database.ts';
import { type MetadataPatch, patchMetadata } from './patch-metadata.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { country: 'US' });
});
afterAll(() => server.stop());

const create = async (body: object = {}, key = tenant.liveKey) =>
  (await tenant.ask('POST', '/v1/leads', { body, key })).json();
const metadata = async (id: string) => (await tenant.ask('GET', `/v1/leads/${id}`)).json().metadata;
const patch = async (by: MetadataPatch['by'], values: readonly string[], ctx: Ctx = tenant.ctx) => {
  const outcomes = await patchMetadata(ctx, { by, values, patch: { seen: 1, old: null } });
  return outcomes.map((outcome) => (outcome.ok ? outcome.leadId : outcome.error.code));
};

describe('patchMetadata', () => {
  it('joins what is there, answers in the order of the values and tells of each', async () => {
    const [one, two] = [await create({ metadata: { old: 1, kept: 2 } }), await create()];
    const done = await patch('id', [two.id, one.id.toUpperCase(), two.id]);
    expect(done).toEqual([two.id, one.id, two.id]);
    expect([await metadata(one.id), await metadata(two.id)]).toEqual([{ kept: 2, seen: 1 }, { seen: 1 }]);
    expect((await eventsOf(tenant, one.id)).at(-1)).toMatchObject({ type: 'lead.updated' });
  });

  it.each([
    ['externalId', { externalId: 'crm-1' }, 'crm-1'],
    ['email', { email: 'ann@example.com' }, ' Ann@Example.com'],
    ['phone', { phone: '+14155550188' }, '(415) 555-0188'],
  ] as const)('knows a lead by its %s as an upsert does', async (by, body, value) => {
    const { id } = await create(body);
    expect(await patch(by, [value, 'none such', ''])).toEqual([id, 'not_found', 'not_found']);
    const again = await tenant.ask('PUT', '/v1/leads', { body: { ...body, metadata: { again: true } } });
    expect([again.json().lead.id, await metadata(id)]).toEqual([id, { seen: 1, again: true }]);
  });

  it('gives each its own fault and spares the others', async () => {
    const full = await create({ metadata: { long: 'x'.repeat(65_520) } });
    const fine = await create();
    expect(await patch('id', [full.id, 'no id', fine.id])).toEqual(['invalid_input', 'not_found', fine.id]);
    expect(Object.keys(await metadata(full.id))).toEqual(['long']);
  });

  it('goes on beyond one transaction', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 60; n++) ids.push((await create({ externalId: `many-${n}` })).id);
    expect(
      await patch(
        'externalId',
        [...ids.keys()].map((n) => `many-${n}`),
      ),
    ).toEqual(ids);
  });

  it('reaches no lead that is deleted, of another kind or of another workspace', async () => {
    const [test, gone] = [await create({}, tenant.testKey), await create()];
    await tenant.ask('DELETE', `/v1/leads/${gone.id}`);
    const other = await addTenant(server);
    const foreign = (await other.ask('POST', '/v1/leads', { body: { email: 'far@example.com' } })).json();
    expect(await patch('id', [test.id, gone.id, foreign.id])).toEqual(['not_found', 'not_found', 'not_found']);
    expect(await patch('email', ['far@example.com'])).toEqual(['not_found']);
    expect(await patch('id', [test.id], { ...tenant.ctx, isTest: true })).toEqual([test.id]);
  });

  it('needs its scope, and at most a thousand values', async () => {
    const refused = patch('id', ['x'], { ...tenant.ctx, scopes: new Set(['leads:read']) });
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    const many = Array.from({ length: 1_001 }, String);
    await expect(patch('id', many)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('gets along with others who change the same leads', async () => {
    const people = [1, 2, 3].map((n) => ({ email: `along-${n}@example.com`, externalId: `along-${n}` }));
    const ids: string[] = [];
    for (const body of people) ids.push((await create(body)).id);
    const emails = people.map(({ email }) => email);
    const rounds = Array.from({ length: 10 }, () => [
      patch('email', emails),
      patch('email', emails.toReversed()),
      patch('id', ids.toReversed()),
      tenant.ask('PUT', '/v1/leads', { body: { ...people[0] } }),
      tenant.ask('POST', `/v1/leads/${ids[2]}/merge`, { body: { intoLeadId: ids[0] } }),
      tenant.ask('POST', `/v1/leads/${ids[2]}/unmerge`),
    ]);
    const done = await Promise.all(rounds.flat());
    expect(done.filter((one) => 'statusCode' in one && one.statusCode >= 500)).toEqual([]);
  });
});
