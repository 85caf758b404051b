import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { upsertLeads } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { country: 'AR', shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const create = async (body: object) => (await tenant.ask('POST', '/v1/leads', { body })).json();
const upsert = (body: object) => tenant.ask('PUT', '/v1/leads', { body });
/** Many at once are asked by no operation of the native API: what one raises here is an answer 500. */
const upsertMany = async (inputs: readonly object[]) => {
  try {
    await upsertLeads(tenant.ctx, inputs);
    return { statusCode: 200, body: '' };
  } catch (error) {
    return { statusCode: 500, body: String(error) };
  }
};

describe('at once', () => {
  it('twenty with one e-mail make one lead', async () => {
    const body = { email: 'raced@example.com', source: 'raced' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => upsert(body)));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.json().lead.id)).size).toBe(1);
    expect(answers.filter((answer) => !answer.json().existed)).toHaveLength(1);
    expect((await tenant.ask('GET', '/v1/leads?source=raced')).json().data).toHaveLength(1);
  });

  it('those that want each other’s contact points do not block each other', async () => {
    const points = [
      { externalId: 'cross-1', email: 'cross-2@example.com' },
      { externalId: 'cross-2', email: 'cross-1@example.com' },
    ];
    await create({ externalId: 'cross-1', email: 'cross-1@example.com' });
    await create({ externalId: 'cross-2', email: 'cross-2@example.com' });
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => upsert({ ...points[index % 2] })));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([409]));
    const lines = [{ phone: '+5491166660001' }, { phone: '+5491166660002' }];
    const emails = [{ email: 'new-1@example.com' }, { email: 'new-2@example.com' }];
    const free = await Promise.all(
      Array.from({ length: 30 }, (_, index) => upsert({ ...lines[index % 2], ...emails[(index >> 1) % 2] })),
    );
    expect(free.every(({ statusCode }) => statusCode === 200 || statusCode === 409)).toBe(true);
  });

  it('one that finds a lead which goes meanwhile makes it anew', async () => {
    for (let round = 0; round < 10; round++) {
      const body = { email: `going-${round}@example.com` };
      const { id } = await create(body);
      const [answer] = await Promise.all([upsert(body), tenant.ask('DELETE', `/v1/leads/${id}`)]);
      expect(answer.statusCode).toBe(200);
    }
  });

  it('merging, erasing, changing and upserting the same two leads wait for each other, none in vain', async () => {
    const answers = [];
    for (let round = 0; round < 20; round++) {
      const person = (n: number) => ({ email: `met-${round}-${n}@example.com`, externalId: `met-${round}-${n}` });
      const [one, other] = [person(1), person(2)];
      const [first, second] = [(await create(one)).id, (await create(other)).id];
      // Either may be found first, and while one goes the other has what it had.
      const crossed = { email: one.email, externalId: other.externalId };
      const ask = (n: number) => [
        upsert(one),
        upsert(other),
        upsert({ email: one.email }),
        upsert(crossed),
        upsertMany([other, crossed, one]),
        upsertMany([one, other]),
        tenant.ask('PATCH', `/v1/leads/${second}`, { body: { email: one.email, optedOut: n % 2 === 0 } }),
        tenant.ask('PATCH', `/v1/leads/${first}`, { body: { externalId: other.externalId } }),
        tenant.ask('POST', `/v1/leads/${n % 2 ? second : first}/merge`, {
          body: { intoLeadId: n % 2 ? first : second },
        }),
        tenant.ask('POST', `/v1/leads/${n % 2 ? first : second}/unmerge`),
        ...(n === 3 ? [tenant.ask('POST', `/v1/leads/${first}/erase`)] : []),
      ];
      answers.push(...(await Promise.all([0, 1, 2, 3].flatMap(ask))));
    }
    const failed = answers.filter((answer) => answer.statusCode >= 500);
    expect(failed.map((answer) => answer.body)).toEqual([]);
  }, 120_000);
});
