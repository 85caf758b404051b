import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addConvocoreTenant, type ConvocoreTenant, refusalOf } from '../../../test/convocore-tenant.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';

let server: TestServer;
let convocore: ConvocoreTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  convocore = await addConvocoreTenant(server);
  const { add, otherAgentId: agentId } = convocore;
  await add({ name: 'Ana', email: 'ana@example.com', metaData: { company: 'Acme', plan: 'pro' } });
  await add({ name: 'Bo', phone: '+14155552671', metaData: { plan: 'basic' } });
  await add({ name: 'Cy', metaData: { plan: 'pro' } });
  await add({ name: 'Else', agentId, metaData: { plan: 'pro' } });
  await convocore.askTest('POST', '/leads', { lead: { agentId: convocore.agentId, name: 'Tess' } });
  const { tenant } = convocore;
  const [bo] = (await tenant.ask('GET', '/v1/leads?search=Bo')).json().data;
  await tenant.ask('PATCH', `/v1/leads/${bo.id}`, { body: { tags: ['VIP'] } });
});
afterAll(() => server.stop());

const UNKNOWN = '01890000-0000-7000-8000-000000000000';
const of = (path: string) => `/agents/${convocore.agentId}${path}`;
const names = (leads: { name: string }[]) => leads.map(({ name }) => name).join(' ');

describe('GET /agents/{agentId}/leads', () => {
  const list = async (query: string) => (await convocore.ask('GET', of(`/leads${query}`))).json();

  it('has these keys, and the agent’s own leads, newest first', async () => {
    const body = await list('');
    expect(Object.keys(body).sort()).toEqual(['leads', 'limit', 'page', 'total']);
    expect([names(body.leads), body.total, body.page, body.limit]).toEqual(['Cy Bo Ana', 3, 1, 50]);
  });

  it.each([
    ['limit=2', 'Cy Bo', 3],
    ['limit=2&page=2', 'Ana', 3],
    ['page=9', '', 3],
    ['groupName=vip', 'Bo', 1],
    ['groupName=', 'Cy Bo Ana', 3],
    ['searchTerm=example', 'Ana', 1],
    ['searchTerm=555-2671', 'Bo', 1],
    ['searchTerm=%25', '', 0],
    ['propertyFilter=plan:pro', 'Cy Ana', 2],
    ['propertyFilter=company:Acme', 'Ana', 1],
    ['propertyFilter=phone', 'Bo', 1],
    [`propertyFilter=${encodeURIComponent('{"plan":"basic"}')}`, 'Bo', 1],
    ['propertyFilter=plan:pro&searchTerm=cy&unknown=1&unknown=2', 'Cy', 1],
  ])('with %s finds %j of %j', async (query, found, total) => {
    const body = await list(`?${query}`);
    expect([names(body.leads), body.total]).toEqual([found, total]);
  });

  it('gives at most a thousand a page and says so', async () => {
    expect((await list('?limit=5000')).limit).toBe(1000);
  });

  it.each([
    ['limit=0', /^limit: /],
    ['limit=x', /^limit: /],
    ['page=0', /^page: /],
    ['page=-1', /^page: /],
    ['page=1e9', /^page: /],
    ['page=1&page=2', /^page: /],
    ['propertyFilter={', /^propertyFilter: /],
  ])('refuses %s by name', async (query, issue) => {
    const reply = await convocore.ask('GET', of(`/leads?${query}`));
    expect(refusalOf(reply)).toEqual([400, 'BAD_REQUEST', expect.stringMatching(issue)]);
  });

  it.each([UNKNOWN, 'agent'])('knows no agent %s', async (agentId) => {
    expect(refusalOf(await convocore.ask('GET', `/agents/${agentId}/leads`))).toEqual([404, 'NOT_FOUND']);
  });
});

describe('GET /leads', () => {
  it('gives all of an agent’s', async () => {
    const reply = await convocore.ask('GET', `/leads?agentId=${convocore.agentId}`);
    expect([reply.statusCode, Object.keys(reply.json()).sort()]).toEqual([200, ['data', 'message', 'success']]);
    expect(names(reply.json().data)).toBe('Cy Bo Ana');
  });

  it('gives a page to newer clients that ask for one', async () => {
    const reply = await convocore.ask('GET', `/leads?agentId=${convocore.agentId}&limit=1&page=2`);
    expect(names(reply.json().data)).toBe('Bo');
  });

  it('wants an agent that is there', async () => {
    const missing = [400, 'BAD_REQUEST', expect.stringMatching(/^agentId: /)];
    expect(refusalOf(await convocore.ask('GET', '/leads'))).toEqual(missing);
    expect(refusalOf(await convocore.ask('GET', `/leads?agentId=${UNKNOWN}`))).toEqual([404, 'NOT_FOUND']);
  });
});

describe('export', () => {
  it('gives all, and those of a month', async () => {
    const { tenant, agentId } = convocore;
    const all = (await convocore.ask('GET', of('/leads/export'))).json();
    expect([Object.keys(all).sort(), names(all.leads), all.total]).toEqual([['leads', 'total'], 'Cy Bo Ana', 3]);
    const old = '018f0000-0000-7000-8000-000000000001';
    await transaction(
      tenant.ctx,
      ({ tx, workspace }) => tx`
      insert into leads (workspace_id, id, name, channel, agent_id, last_activity_at, created_at, updated_at)
      values (${workspace.id}, ${old}, 'Old', 'api', ${agentId}, now(), '2024-04-21', now())`,
    );
    const exported = async (query: string) =>
      names((await convocore.ask('GET', of(`/leads/export${query}`))).json().leads);
    expect([await exported('?timeRange=all'), await exported('?timeRange=last30days')]).toEqual([
      'Cy Bo Ana Old',
      'Cy Bo Ana',
    ]);
    await convocore.ask('DELETE', `/leads/${old}`);
  });

  it('gives those that fit', async () => {
    const filtered = async (body: object) => (await convocore.ask('POST', of('/leads/export-filtered'), body)).json();
    expect(names((await filtered({})).leads)).toBe('Cy Bo Ana');
    const body = { groupName: '', searchTerm: 'a', propertyFilter: 'plan:pro', timeRange: 'last30days' };
    expect(await filtered(body)).toEqual({ leads: [expect.objectContaining({ name: 'Ana' })], total: 1 });
  });

  it('refuses a time range that is none', async () => {
    const body = { timeRange: 'year' };
    const refusal = [400, 'BAD_REQUEST', expect.stringMatching(/^timeRange: /)];
    expect(refusalOf(await convocore.ask('POST', of('/leads/export-filtered'), body))).toEqual(refusal);
    expect(refusalOf(await convocore.ask('GET', of('/leads/export?timeRange=year')))).toEqual(refusal);
    expect(refusalOf(await convocore.ask('GET', `/agents/${UNKNOWN}/leads/export`))).toEqual([404, 'NOT_FOUND']);
    expect(refusalOf(await convocore.ask('POST', `/agents/${UNKNOWN}/leads/export-filtered`, {}))).toEqual([
      404,
      'NOT_FOUND',
    ]);
  });
});

it('sends whose leads are too large for one answer to smaller pages', async () => {
  const { tenant, agentId, ask, add } = await addConvocoreTenant(server);
  await add({ name: 'Last' });
  await transaction(
    tenant.ctx,
    ({ tx, workspace }) => tx`
    insert into leads (workspace_id, id, name, channel, agent_id, metadata, last_activity_at, created_at, updated_at)
    select ${workspace.id}, ('018f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Large', 'api', ${agentId},
      jsonb_build_object('text', repeat('x', 65000)), now(), now(), now()
    from generate_series(1, 320) as n`,
  );
  const paths = [
    `/leads?agentId=${agentId}`,
    `/leads?agentId=${agentId}&limit=1000`,
    `/agents/${agentId}/leads?limit=1000`,
  ];
  for (const path of [...paths, `/agents/${agentId}/leads/export`]) {
    const refused = await ask('GET', path);
    expect(refusalOf(refused)).toEqual([400, 'BAD_REQUEST']);
    expect(refused.json().message).toContain('/v3/agents/{agentId}/leads?page=1&limit=100');
  }
  const filtered = await ask('POST', `/agents/${agentId}/leads/export-filtered`, { searchTerm: 'large' });
  expect(refusalOf(filtered)).toEqual([400, 'BAD_REQUEST']);
  const page = (await ask('GET', `/agents/${agentId}/leads?limit=100&page=4`)).json();
  expect([page.leads.length, page.total]).toEqual([21, 321]);
  const most = (await ask('GET', `/agents/${agentId}/leads?limit=300`)).json();
  expect([most.leads[0].name, most.leads.length]).toEqual(['Last', 300]);
});

it('sends who has more than ten thousand leads to the pages', async () => {
  const { tenant, agentId, ask, add } = await addConvocoreTenant(server);
  await add({ name: 'Last' });
  const fill = (from: number, to: number) =>
    transaction(
      tenant.ctx,
      ({ tx, workspace }) => tx`
    insert into leads (workspace_id, id, name, channel, agent_id, last_activity_at, created_at, updated_at)
    select ${workspace.id}, ('018f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Many', 'api', ${agentId}, now(), now(), now()
    from generate_series(${from}::int, ${to}::int) as n`,
    );
  await fill(2, 10_000);
  const full = await ask('GET', `/leads?agentId=${agentId}`);
  expect([full.statusCode, full.json().data.length]).toEqual([200, 10_000]);
  await fill(10_001, 10_001);
  for (const path of [`/leads?agentId=${agentId}`, `/agents/${agentId}/leads/export`]) {
    const refused = await ask('GET', path);
    expect(refusalOf(refused)).toEqual([400, 'BAD_REQUEST']);
    expect(refused.json().message).toContain('/v3/agents/{agentId}/leads?page=1');
  }
  const page = (await ask('GET', `/agents/${agentId}/leads?limit=1000&page=11`)).json();
  expect([page.leads.length, page.total]).toEqual([1, 10_001]);
  const all = await ask('DELETE', `/agents/${agentId}/leads/all`);
  expect(all.json()).toEqual({ success: true, deletedCount: 10_001 });
});

describe('deleting many', () => {
  it.each([
    ['a list parted by commas', (ids: string[]) => `leadIds=${ids.join(',')}`],
    ['JSON', (ids: string[]) => `leadIds=${encodeURIComponent(JSON.stringify(ids))}`],
    ['the parameter more than once', (ids: string[]) => ids.map((id) => `leadIds=${id}`).join('&')],
  ])('takes %s, and passes over what is not the agent’s', async (_how, query) => {
    const { tenant, agentId, otherAgentId, ask, add } = await addConvocoreTenant(server);
    const mine = [await add({ name: 'A' }), await add({ name: 'B' })];
    const others = await add({ name: 'C', agentId: otherAgentId });
    const kept = await add({ name: 'D' });
    const reply = await ask('DELETE', `/agents/${agentId}/leads?${query([...mine, others, UNKNOWN, 'x'])}`);
    expect([reply.statusCode, reply.json()]).toEqual([200, { success: true }]);
    const left = (await tenant.ask('GET', '/v1/leads')).json().data.map(({ id }: { id: string }) => id);
    expect(left.sort()).toEqual([others, kept].sort());
  });

  it('deletes a group, and all, of one agent, and says how many', async () => {
    const { tenant, agentId, otherAgentId, ask, askTest, add } = await addConvocoreTenant(server);
    const [a, b] = [await add({ name: 'A' }), await add({ name: 'B', agentId: otherAgentId })];
    await add({ name: 'C' });
    for (const id of [a, b]) await tenant.ask('PATCH', `/v1/leads/${id}`, { body: { tags: ['Fair'] } });
    await askTest('POST', '/leads', { lead: { agentId, name: 'Test' } });
    const grouped = await ask('DELETE', `/agents/${agentId}/leads/group?groupId=fair`);
    expect(grouped.json()).toEqual({ success: true, message: expect.any(String), deletedCount: 1 });
    const all = await ask('DELETE', `/agents/${agentId}/leads/all`);
    expect(all.json()).toEqual({ success: true, deletedCount: 1 });
    expect(names((await tenant.ask('GET', '/v1/leads')).json().data)).toBe('B');
    expect((await askTest('GET', `/leads?agentId=${agentId}`)).json().data).toHaveLength(1);
  });

  it('wants ids, a group, and an agent that is there', async () => {
    const { ask } = convocore;
    expect(refusalOf(await ask('DELETE', of('/leads')))).toEqual([
      400,
      'BAD_REQUEST',
      expect.stringMatching(/^leadIds: /),
    ]);
    expect(refusalOf(await ask('DELETE', of('/leads?leadIds=')))).toEqual([
      400,
      'BAD_REQUEST',
      expect.stringMatching(/^leadIds: /),
    ]);
    expect(refusalOf(await ask('DELETE', of('/leads/group')))).toEqual([
      400,
      'BAD_REQUEST',
      expect.stringMatching(/^groupId: /),
    ]);
    for (const path of ['/leads?leadIds=x', '/leads/group?groupId=x', '/leads/all'])
      expect(refusalOf(await ask('DELETE', `/agents/${UNKNOWN}${path}`))).toEqual([404, 'NOT_FOUND']);
    expect(names((await ask('GET', of('/leads'))).json().leads)).toBe('Cy Bo Ana');
  });
});
