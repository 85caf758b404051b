import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { vorelClient } from '../../../test/vorel-client.ts';
import { transaction } from '../../db/database.ts';
import { setVariable } from './set-variable.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const heard = { confidence: 0.93, source: 'lead' } as const;

let leads = 0;
/** A lead of whom the agent has heard things, one of which its field would refuse today. */
async function makeKnown() {
  const { id } = (await tenant.ask('POST', '/v1/leads', { body: { externalId: `known-${++leads}` } })).json();
  await transaction(tenant.ctx, async (ctx) => {
    const own = { ...heard, leadId: id };
    await setVariable(ctx, { ...own, key: 'day', value: '2027-03-19', valueText: 'next Friday' });
    await setVariable(ctx, { ...own, key: 'budget', value: { amount: 5, currency: 'EUR' }, valueText: 'five euros' });
    await setVariable(ctx, { ...own, key: 'service', value: 'not on the menu any more', valueText: 'the old one' });
  });
  return read(id);
}
const read = async (id: string) => (await tenant.ask('GET', `/v1/leads/${id}`)).json();
const history = async (id: string) => (await tenant.ask('GET', `/v1/leads/${id}/variable-changes`)).json();
const same = {
  day: '2027-03-19',
  budget: { currency: 'EUR', amount: 5 },
  service: 'not on the menu any more',
};

it.each([
  ['PATCH', (lead: { id: string }) => tenant.ask('PATCH', `/v1/leads/${lead.id}`, { body: { variables: same } })],
  [
    'upsert',
    ({ externalId }: { externalId: string }) =>
      tenant.ask('PUT', '/v1/leads', { body: { externalId, variables: same } }),
  ],
])('a %s of what is known leaves it, its source and its history alone', async (_verb, send) => {
  const before = await makeKnown();
  const past = await history(before.id);
  const response = await send(before);
  expect([response.statusCode, response.body]).toEqual([200, expect.any(String)]);
  expect((await read(before.id)).variables).toEqual(before.variables);
  expect(await history(before.id)).toEqual(past);
});

it('a Vorel client that sends back what it read changes nothing', async () => {
  const before = await makeKnown();
  const ask = vorelClient(server, tenant.liveKey);
  const { attributes } = (await ask('GET', `/leads/${before.id}`)).body;
  const body = { attributes: { ...attributes, day: '2027-03-20' } };
  expect((await ask('PATCH', `/leads/${before.id}`, { body })).status).toBe(200);
  const { variables } = await read(before.id);
  expect(variables).toMatchObject({ ...before.variables, day: { value: '2027-03-20', confidence: 1, source: 'api' } });
});

it('a PUT of one says it anew', async () => {
  const { id } = await makeKnown();
  await tenant.ask('PUT', `/v1/leads/${id}/variables/day`, { body: { value: same.day } });
  expect((await read(id)).variables.day).toMatchObject({ valueText: same.day, confidence: 1, source: 'api' });
});
