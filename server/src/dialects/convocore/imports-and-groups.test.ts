import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addConvocoreTenant, type ConvocoreTenant, refusalOf } from '../../../test/convocore-tenant.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let convocore: ConvocoreTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  convocore = await addConvocoreTenant(server);
});
afterAll(() => server.stop());

const UNKNOWN = '01890000-0000-7000-8000-000000000000';
const of = (path: string) => `/agents/${convocore.agentId}${path}`;
const leadCount = async () => (await convocore.ask('GET', of('/leads'))).json().total;

describe('POST /agents/{agentId}/leads/bulk', () => {
  it('makes a lead of each row, by its other names', async () => {
    const row = {
      userEmail: 'jane@example.com',
      userName: 'Jane Doe',
      userPhone: '415 555 2671',
      userAddress: '1 Main St',
      userCompany: 'Acme',
      userWebsite: 'acme.com',
      notes: 'from the fair',
      userProfilePic: 'https://example.com/j.png',
    };
    const reply = await convocore.ask('POST', of('/leads/bulk'), { leads: [row, { userEmail: row.userEmail }] });
    expect([reply.statusCode, reply.json()]).toEqual([200, { success: true, count: 2 }]);
    const { leads } = (await convocore.ask('GET', of('/leads?searchTerm=Jane Doe'))).json();
    expect(leads).toEqual([
      expect.objectContaining({
        name: 'Jane Doe',
        email: 'jane@example.com',
        phone: '+14155552671',
        metaData: {
          address: '1 Main St',
          profilePic: 'https://example.com/j.png',
          company: 'Acme',
          website: 'acme.com',
          notes: 'from the fair',
          source: 'import',
        },
      }),
    ]);
    const lead = (await convocore.tenant.ask('GET', `/v1/leads/${leads[0].id}`)).json();
    expect([lead.channel, lead.agentId]).toEqual(['import', convocore.agentId]);
  });

  it('makes none where one is wrong, and names the row and its field', async () => {
    const before = await leadCount();
    const rows = [{ userName: 'Good' }, { userEmail: 'nobody' }];
    const reply = await convocore.ask('POST', of('/leads/bulk'), { leads: rows });
    expect(refusalOf(reply)).toEqual([400, 'BAD_REQUEST', expect.stringMatching(/^leads\.1\.userEmail: /)]);
    expect(await leadCount()).toBe(before);
  });

  it('takes up to a thousand, and none', async () => {
    const many = (count: number) => ({ leads: Array.from({ length: count }, () => ({ userName: 'Many' })) });
    expect((await convocore.ask('POST', of('/leads/bulk'), many(0))).json()).toEqual({ success: true, count: 0 });
    expect((await convocore.ask('POST', of('/leads/bulk'), many(1000))).json()).toEqual({ success: true, count: 1000 });
    const refusal = [400, 'BAD_REQUEST', expect.stringMatching(/^leads: /)];
    expect(refusalOf(await convocore.ask('POST', of('/leads/bulk'), many(1001)))).toEqual(refusal);
    expect(refusalOf(await convocore.ask('POST', of('/leads/bulk'), {}))).toEqual(refusal);
    expect(refusalOf(await convocore.ask('POST', `/agents/${UNKNOWN}/leads/bulk`, many(1)))).toEqual([
      404,
      'NOT_FOUND',
    ]);
  });
});

describe('POST /agents/{agentId}/magic-import-leads', () => {
  const rawText = 'Ana Silva <ana@acme.com>, (415) 555-2671\nBob Ross - bob@ross.co - Ross Paintings';
  const read = (body: object) => convocore.ask('POST', of('/magic-import-leads'), body);

  it('makes leads of those of whom a text tells, in a group', async () => {
    const reply = await read({ rawText, leadGroupId: 'Fair', additionalInstructions: 'Be quick.' });
    expect([reply.statusCode, Object.keys(reply.json()).sort()]).toEqual([200, ['leadsAdded', 'success']]);
    const { success, leadsAdded } = reply.json();
    expect(success).toBe(true);
    expect(leadsAdded).toEqual([
      expect.objectContaining({
        name: 'Ana Silva',
        email: 'ana@acme.com',
        phone: '+14155552671',
        agentId: convocore.agentId,
      }),
      expect.objectContaining({ name: 'Bob Ross', metaData: { company: 'Ross Paintings', source: 'import' } }),
    ]);
    expect((await convocore.ask('GET', of('/leads?groupName=fair'))).json().total).toBe(2);
  });

  it('makes none of a text that tells of nobody', async () => {
    expect((await read({ rawText: 'Nobody here.' })).json()).toEqual({ success: true, leadsAdded: [] });
  });

  it.each([
    ['no text', {}, /^rawText: /],
    ['an empty one', { rawText: '' }, /^rawText: /],
    ['a long one', { rawText: 'x'.repeat(100_001) }, /^rawText: /],
    [
      '501 people',
      { rawText: Array.from({ length: 501 }, (_, n) => `p${n}@example.com`).join('\n') },
      /^rawText: It tells of 501/,
    ],
  ])('refuses %s', async (_what, body, issue) => {
    const before = await leadCount();
    expect(refusalOf(await read(body))).toEqual([400, 'BAD_REQUEST', expect.stringMatching(issue)]);
    expect(await leadCount()).toBe(before);
  });

  it('knows no other agent', async () => {
    const reply = await convocore.ask('POST', `/agents/${UNKNOWN}/magic-import-leads`, { rawText });
    expect(refusalOf(reply)).toEqual([404, 'NOT_FOUND']);
  });
});

describe('groups', () => {
  it('are made once, with leads or without, listed and filled', async () => {
    const { agentId, otherAgentId, ask, askTest, add } = await addConvocoreTenant(server);
    const path = `/agents/${agentId}/groups`;
    const [a, b] = [await add({}), await add({})];
    const empty = await ask('POST', path, { groupName: 'Empty' });
    expect([empty.statusCode, empty.json()]).toEqual([
      200,
      { success: true, message: expect.any(String), data: { name: 'Empty', leadCount: 0 } },
    ]);
    expect((await ask('POST', path, { groupName: 'Full', leads: [a, { id: b }] })).json().data.leadCount).toBe(2);
    expect(refusalOf(await ask('POST', path, { groupName: 'FULL' }))).toEqual([409, 'CONFLICT']);
    const put = await ask('PUT', `${path}/empty`, { leadIds: `${a},${b}` });
    expect([put.statusCode, put.json()]).toEqual([200, { success: true, leadCount: 2 }]);
    expect((await ask('PUT', `${path}/empty`, {})).json()).toEqual({ success: true, leadCount: 2 });
    expect((await ask('PUT', `${path}/New%20one`, { leadIds: [a] })).json()).toEqual({ success: true, leadCount: 1 });
    expect((await ask('GET', path)).json()).toEqual([
      { name: 'Empty', leadCount: 2 },
      { name: 'Full', leadCount: 2 },
      { name: 'New one', leadCount: 1 },
    ]);
    expect((await ask('GET', `/agents/${otherAgentId}/groups`)).json()).toEqual([
      { name: 'Empty', leadCount: 0 },
      { name: 'Full', leadCount: 0 },
    ]);
    expect((await askTest('GET', path)).json()).toEqual([]);
  });

  it('keep nothing of what names another agent’s lead', async () => {
    const { agentId, otherAgentId, ask, add } = await addConvocoreTenant(server);
    const path = `/agents/${agentId}/groups`;
    const [mine, other] = [await add({}), await add({ agentId: otherAgentId })];
    expect(refusalOf(await ask('POST', path, { groupName: 'G', leads: [mine, other] }))).toEqual([404, 'NOT_FOUND']);
    expect(refusalOf(await ask('PUT', `${path}/G`, { leadIds: [mine, other] }))).toEqual([404, 'NOT_FOUND']);
    expect((await ask('GET', path)).json()).toEqual([]);
  });

  it('want a name, and an agent that is there', async () => {
    const { ask } = convocore;
    for (const groupName of [undefined, ' ', 'x'.repeat(101)]) {
      const refusal = [400, 'BAD_REQUEST', expect.stringMatching(/^groupName: /)];
      expect(refusalOf(await ask('POST', of('/groups'), { groupName }))).toEqual(refusal);
    }
    const unknown = `/agents/${UNKNOWN}/groups`;
    expect(refusalOf(await ask('POST', unknown, { groupName: 'x' }))).toEqual([404, 'NOT_FOUND']);
    expect(refusalOf(await ask('GET', unknown))).toEqual([404, 'NOT_FOUND']);
    expect(refusalOf(await ask('PUT', `${unknown}/x`, {}))).toEqual([404, 'NOT_FOUND']);
  });
});
