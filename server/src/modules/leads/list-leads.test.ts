import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { createLeads, listLeads } from './index.ts';

let server: TestServer;
let tenant: TestTenant;
const made: { id: string; createdAt: string; updatedAt: string }[] = [];
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { country: 'BR', shipped: ['salon-appointment', 'property-viewing'] });
  const bodies = [
    { externalId: 'a', email: 'ada@example.com', source: 'ad', tags: ['VIP', 'new'], phone: '(11) 91234-5678' },
    { externalId: 'b', email: 'ada@example.com', source: 'web', tags: ['ÉTÉ'], phone: '+55 11 1234-5678' },
    { externalId: 'c', email: 'bob@example.com', source: 'ad', tags: ['new'], workflow: 'property-viewing' },
  ];
  for (const body of bodies) made.push((await tenant.ask('POST', '/v1/leads', { body })).json());
  const [, second, third] = made;
  await change(second, { stage: 'qualified' });
  await change(third, { needsHuman: true, stage: 'engaged' });
});
afterAll(() => server.stop());

async function change(lead: { id: string } | undefined, body: object) {
  const answer = await tenant.ask('PATCH', `/v1/leads/${lead?.id}`, { body });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

/** The external ids of what a query finds, newest first, as one text. */
async function found(query: string, key = tenant.liveKey): Promise<string> {
  const response = await tenant.ask('GET', `/v1/leads?${query}`, { key });
  expect(response.statusCode, response.body).toBe(200);
  return response
    .json()
    .data.map((lead: { externalId: string }) => lead.externalId)
    .join('');
}

describe('filters', () => {
  it.each([
    ['', 'cba'],
    ['stage=qualified', 'b'],
    ['stage=new', 'a'],
    ['needsHuman=true', 'c'],
    ['needsHuman=false', 'ba'],
    ['optedOut=true', ''],
    ['optedOut=false', 'cba'],
    ['source=ad', 'ca'],
    ['source=AD', ''],
    ['channel=api', 'cba'],
    ['channel=web_chat', ''],
    ['tag=VIP', 'a'],
    ['tag=vip', 'a'],
    ['tag=%C3%A9t%C3%A9', 'b'],
    ['tag=new', 'ca'],
    ['tag=ne', ''],
    ['email=ada@example.com', 'ba'],
    ['email=ADA@EXAMPLE.com', 'ba'],
    ['email=nobody', ''],
    ['phone=%2B5511912345678', 'ba'],
    ['phone=1112345678', 'ba'],
    ['phone=123', ''],
    ['externalId=c', 'c'],
    ['search=ADA', 'ba'],
    ['search=%20bob@', 'c'],
    ['search=b_b', ''],
    ['search=%25', ''],
    ['search=%5C', ''],
    ['search=91234-5678', 'a'],
    ['search=011%201234', 'b'],
    ['search=55', ''],
    ['search=ada&source=ad', 'a'],
    ['workflow=property-viewing', 'c'],
    ['workflow=salon-appointment', 'ba'],
    ['workflow=none', ''],
    ['source=ad&tag=new&needsHuman=true', 'c'],
    ['source=ad&stage=qualified', ''],
    ['email=ada@example.com&source=web&stage=qualified&tag=%C3%A9t%C3%A9&channel=api&needsHuman=false', 'b'],
    ['createdAfter=2020-01-01T00:00:00Z', 'cba'],
    ['createdAfter=0000-01-01T00:00:00Z', 'cba'],
    ['createdAfter=9999-12-31T23:59:59Z', ''],
    ['createdBefore=2020-01-01T00:00:00%2B02:00', ''],
    ['updatedAfter=9999-12-31T23:59:59Z', ''],
  ])('?%s finds %j', async (query, expected) => {
    expect(await found(query)).toBe(expected);
  });

  it('leave out the moment that createdAfter and createdBefore name', async () => {
    const [first, , third] = made;
    expect(await found(`createdAfter=${first?.createdAt}&externalId=a`)).toBe('');
    expect(await found(`createdBefore=${third?.createdAt}&externalId=c`)).toBe('');
    const oneBefore = (at: string | undefined) => new Date(Date.parse(at ?? '') - 1).toISOString();
    expect(await found(`createdAfter=${oneBefore(first?.createdAt)}&externalId=a`)).toBe('a');
    const oneAfter = new Date(Date.parse(third?.createdAt ?? '') + 1).toISOString();
    expect(await found(`createdBefore=${oneAfter}&externalId=c`)).toBe('c');
  });

  it('find by updatedAfter what was changed since', async () => {
    const last = made.at(-1);
    const { updatedAt } = (await tenant.ask('GET', `/v1/leads/${last?.id}`)).json();
    expect(await found(`updatedAfter=${updatedAt}`)).toBe('');
    await expect.poll(() => Date.now() > Date.parse(updatedAt)).toBe(true);
    await change(made[0], { intent: 'cut' });
    expect(await found(`updatedAfter=${updatedAt}`)).toBe('a');
  });

  it('keep to the leads of the key: live or test', async () => {
    const body = { externalId: 't', source: 'ad' };
    await tenant.ask('POST', '/v1/leads', { body, key: tenant.testKey });
    expect(await found('', tenant.testKey)).toBe('t');
    expect(await found('source=ad', tenant.testKey)).toBe('t');
    expect(await found('')).toBe('cba');
  });
});

describe('staleForDays', () => {
  it('finds qualified leads that nothing was said with for so long, or never, but none that opted out', async () => {
    const clock = { now: () => new Date('2026-03-10T12:00:00.000Z') };
    const other = await addTenant(server);
    const ids: Record<string, string> = {};
    for (const [name, days] of Object.entries({ never: null, long: 8, justUnder: 6.99, today: 0, out: 30, new: 30 })) {
      const { id } = (await other.ask('POST', '/v1/leads', { body: { name } })).json();
      ids[name] = id;
      const saidAt = days === null ? null : new Date(clock.now().getTime() - days * 86_400_000);
      await transaction(
        other.ctx,
        ({ tx }) => tx`
          update leads set revision = revision + 1, last_message_at = ${saidAt}, stage = ${name === 'new' ? 'new' : 'qualified'},
            opted_out_at = ${name === 'out' ? clock.now() : null} where id = ${id}`,
      );
    }
    const names = async (staleForDays: number) =>
      (await listLeads({ ...other.ctx, clock }, { limit: 25, staleForDays })).data.map(({ name }) => name);
    expect(await names(7)).toEqual(['long', 'never']);
    expect(await names(6)).toEqual(['justUnder', 'long', 'never']);
    expect(await names(365)).toEqual(['never']);
  });
});

describe('pages of quiet leads', () => {
  const clock = { now: () => new Date('2026-03-10T12:00:00.000Z') };
  let other: TestTenant;
  beforeAll(async () => {
    other = await addTenant(server);
    await createLeads(other.ctx, Array(1_000).fill({}));
    await createLeads(other.ctx, Array(200).fill({}));
  });

  it.each([
    ['are near in the list', 'true'],
    ['are one in five', 'n % 5 = 0'],
    ['are few', 'n % 100 = 0'],
    ['are many and far down', 'n > 100'],
    ['are none', 'false'],
  ])('are those of the filter where they %s', async (_where, isQuiet) => {
    await transaction(
      other.ctx,
      ({ tx }) => tx`
        update leads l set revision = revision + 1, stage = 'qualified',
          last_message_at = case when ${tx.unsafe(isQuiet)} then case when n % 2 = 0 then ${clock.now()}::timestamptz - interval '8 days' end
            else ${clock.now()}::timestamptz end
        from (select id, row_number() over (order by id desc) as n from leads) numbered where numbered.id = l.id`,
    );
    const idsOf = async (limit: number, filters: object) => {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listLeads({ ...other.ctx, clock }, { limit, staleForDays: 7, cursor, ...filters });
        ids.push(...page.data.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined && ids.length < 20 * limit);
      return ids;
    };
    for (const limit of [1, 4, 100]) {
      // A filter more is another way through the database.
      const byFilter = await idsOf(limit, { channel: 'api' });
      expect([byFilter.length > 0, await idsOf(limit, {})]).toEqual([isQuiet !== 'false', byFilter]);
    }
  });
});

it('finds the leads of an agent', async () => {
  const [first] = made;
  const { agentId } = (await tenant.ask('GET', `/v1/leads/${first?.id}`)).json();
  expect(await found(`agentId=${agentId}`)).toBe('ba');
  expect(await found(`agentId=${first?.id}`)).toBe('');
});

describe('pages', () => {
  it('are whole and in order while leads are deleted in between, also the one that a cursor names', async () => {
    const other = await addTenant(server);
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1)
      ids.unshift((await other.ask('POST', '/v1/leads', { body: {} })).json().id);
    const page = async (query: string) => (await other.ask('GET', `/v1/leads?${query}`)).json();
    const idsOf = (answer: { data: { id: string }[] }) => answer.data.map(({ id }) => id);
    const first = await page('limit=3');
    expect(idsOf(first)).toEqual(ids.slice(0, 3));
    for (const id of [ids[2], ids[4]]) await other.ask('DELETE', `/v1/leads/${id}`);
    await other.ask('POST', '/v1/leads', { body: {} });
    const second = await page(`limit=2&cursor=${first.nextCursor}`);
    expect(idsOf(second)).toEqual([ids[3], ids[5]]);
    const third = await page(`limit=2&cursor=${second.nextCursor}`);
    expect(idsOf(third)).toEqual([ids[6]]);
    expect(third.nextCursor).toBeNull();
  });

  it('say that there is no more when the last one is full', async () => {
    const answer = (await tenant.ask('GET', '/v1/leads?limit=3')).json();
    expect([answer.data.length, answer.nextCursor]).toEqual([3, null]);
  });

  it('have 25 rows unless asked otherwise, and at most 100', async () => {
    const other = await addTenant(server);
    const create = () => other.ask('POST', '/v1/leads', { body: {} });
    await Promise.all(Array.from({ length: 101 }, create));
    const sizes = await Promise.all(
      ['', 'limit=1', 'limit=100'].map(
        async (query) => (await other.ask('GET', `/v1/leads?${query}`)).json().data.length,
      ),
    );
    expect(sizes).toEqual([25, 1, 100]);
  });
});

it.each([
  ['limit=0', 'limit'],
  ['limit=101', 'limit'],
  ['limit=-1', 'limit'],
  ['limit=ten', 'limit'],
  ['limit=2.5', 'limit'],
  ['cursor=nonsense', 'cursor'],
  ['cursor=AAAA', 'cursor'],
  [`cursor=${'A'.repeat(101)}`, 'cursor'],
  ['stage=gone', 'stage'],
  ['needsHuman=yes', 'needsHuman'],
  ['createdAfter=yesterday', 'createdAfter'],
  ['createdAfter=2026-02-30T00:00:00Z', 'createdAfter'],
  ['staleForDays=0', 'staleForDays'],
  ['staleForDays=366', 'staleForDays'],
  ['staleForDays=1.5', 'staleForDays'],
  ['agentId=me', 'agentId'],
  ['colour=red', 'colour'],
  ['stage=new&stage=lost', 'stage'],
  ['source=%00', 'source'],
])('?%s is a 400 that names %s', async (query, parameter) => {
  const response = await tenant.ask('GET', `/v1/leads?${query}`);
  expect(response.statusCode).toBe(400);
  expect(response.json().errors).toContainEqual(expect.objectContaining({ parameter }));
});
