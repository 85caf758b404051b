import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addConvocoreTenant, type ConvocoreTenant, fitsPage, refusalOf } from '../../../test/convocore-tenant.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let convocore: ConvocoreTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  convocore = await addConvocoreTenant(server);
});
afterAll(() => server.stop());

const UNKNOWN = '01890000-0000-7000-8000-000000000000';
const KEYS = [
  'id',
  'email',
  'name',
  'phone',
  'agentId',
  'convoId',
  'user_id',
  'ts',
  'created_at',
  'metaData',
  'lastActivityDate',
];

const get = (id: string, agentId: string = convocore.agentId) =>
  convocore.ask('GET', `/leads/${id}?agentId=${agentId}`);

describe('GET /leads/{id}', () => {
  it('answers as the page’s own document says, with these keys of a lead', async () => {
    const id = await convocore.add({ name: 'Jane Doe' });
    const reply = await get(id);
    expect(reply.statusCode).toBe(200);
    const body = reply.json();
    expect([fitsPage.success(body), fitsPage.success.errors]).toEqual([true, null]);
    expect(Object.keys(body).sort()).toEqual(['data', 'message', 'success']);
    expect(Object.keys(body.data).sort()).toEqual(KEYS.toSorted());
    expect(body).toMatchObject({
      success: true,
      data: { id, name: 'Jane Doe', email: null, phone: null, metaData: {} },
    });
    expect(body.data.user_id).toBe(convocore.tenant.ctx.workspace.id);
    expect(Date.parse(body.data.created_at)).toBe(body.data.ts);
    const conversation = await convocore.tenant.ask('GET', `/v1/conversations/${body.data.convoId}`);
    expect(conversation.json().leadId).toBe(id);
  });

  it.each([
    ['another agent’s', async () => get(await convocore.add({}), convocore.otherAgentId)],
    ['an unknown agent’s', async () => get(await convocore.add({}), UNKNOWN)],
    ['an agent’s that is no id', async () => get(await convocore.add({}), 'agent')],
    ['an unknown one', () => get(UNKNOWN)],
    ['what is no id', () => get('lead-1')],
  ])('answers 404 for %s', async (_which, ask) => {
    expect(refusalOf(await ask())).toEqual([404, 'NOT_FOUND']);
  });

  it('wants to know the agent', async () => {
    const reply = await convocore.ask('GET', `/leads/${await convocore.add({})}`);
    expect(refusalOf(reply)).toEqual([400, 'BAD_REQUEST', expect.stringMatching(/^agentId: /)]);
    expect(reply.json().message).toBe('Input validation failed');
  });
});

describe('POST /leads', () => {
  const all = {
    name: 'Jane Mary Doe',
    email: ' Jane@Example.com',
    phone: '(415) 555-2671',
    hotScore: 72,
    lastActivityDate: '2026-01-02T03:04:05Z',
    crmActivities: [{ id: 'a1', title: 'Call', completed: false, notesHistory: [{ text: 'n', timestamp: 1 }] }],
    metaData: {
      address: '1 Main St',
      company: 'Acme',
      website: 'acme.com',
      notes: 'Knows',
      source: 'web',
      value: 1200,
    },
  };

  it('keeps all that a lead may have, for the agent named', async () => {
    const made = await convocore.ask('POST', '/leads', { lead: { agentId: convocore.otherAgentId, ...all } });
    expect([made.statusCode, fitsPage.success(made.json())]).toEqual([200, true]);
    const { data } = (await get(made.json().data.id, convocore.otherAgentId)).json();
    expect(data).toEqual(made.json().data);
    expect(data).toMatchObject({
      ...all,
      email: 'jane@example.com',
      phone: '+14155552671',
      agentId: convocore.otherAgentId,
    });
    expect(Object.keys(data).sort()).toEqual([...KEYS, 'hotScore', 'crmActivities'].sort());
    const lead = (await convocore.tenant.ask('GET', `/v1/leads/${data.id}`)).json();
    expect(lead).toMatchObject({
      givenName: 'Jane',
      familyName: 'Mary Doe',
      businessName: 'Acme',
      qualificationNotes: 'Knows',
    });
  });

  it('makes a second lead of one e-mail address', async () => {
    const [one, other] = [
      await convocore.add({ email: 'two@example.com' }),
      await convocore.add({ email: 'two@example.com' }),
    ];
    expect(one).not.toBe(other);
  });

  it.each<[unknown, unknown[]]>([
    [{ lead: { agentId: UNKNOWN } }, [404, 'NOT_FOUND']],
    [{ lead: { agentId: 7 } }, [404, 'NOT_FOUND']],
    [{ lead: {} }, [400, 'BAD_REQUEST', expect.stringMatching(/^lead\.agentId: /)]],
    [{}, [400, 'BAD_REQUEST', expect.stringMatching(/^lead: /)]],
    [undefined, [400, 'BAD_REQUEST', expect.stringMatching(/body/)]],
    ['{"lead":', [400, 'PARSE_ERROR']],
  ])('refuses %j', async (body, refusal) => {
    expect(refusalOf(await convocore.ask('POST', '/leads', body))).toEqual(refusal);
  });

  it.each<[string, object, RegExp[]]>([
    ['no e-mail address', { email: 'nobody' }, [/^lead\.email: /]],
    ['two that are none', { email: 'nobody', phone: 'ask her' }, [/^lead\.email: /, /^lead\.phone: /]],
    ['a long name', { name: 'x'.repeat(201) }, [/^lead\.name: /]],
    ['a long company', { metaData: { company: 'x'.repeat(201) } }, [/^lead\.metaData\.company: /]],
    ['much metaData', { metaData: { a: 'x'.repeat(70_000) } }, [/^lead\.metaData: /]],
    ['a score over 100', { hotScore: 101 }, [/^lead\.hotScore: /]],
    ['a null byte', { name: 'a\0b' }, [/^lead\.name: /]],
    ['half a surrogate pair', { metaData: { note: 'half \ud83d' } }, [/^lead\.metaData\.note: /]],
    ['deep nesting', { metaData: JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`) }, [/nesting/]],
  ])('refuses %s by the names of the fields', async (_what, lead, issues) => {
    const reply = await convocore.ask('POST', '/leads', { lead: { agentId: convocore.agentId, ...lead } });
    expect(refusalOf(reply)).toEqual([400, 'BAD_REQUEST', ...issues.map((issue) => expect.stringMatching(issue))]);
  });
});

describe('PATCH /leads/{id}', () => {
  const patch = (id: string, body: object, query = '') => convocore.ask('PATCH', `/leads/${id}${query}`, body);

  it('changes what is given, merges metaData, and moves ts', async () => {
    const id = await convocore.add({
      name: 'Jane',
      email: 'j@example.com',
      metaData: { company: 'Acme', plan: 'pro', seats: 3 },
    });
    const before = (await get(id)).json().data;
    const lead = { name: 'Jane Roe', metaData: { plan: 'basic', seats: null }, ts: 5, agentId: convocore.otherAgentId };
    const reply = await patch(id, { agentId: convocore.agentId, lead });
    expect([reply.statusCode, fitsPage.success(reply.json())]).toEqual([200, true]);
    const { data } = (await get(id)).json();
    expect(data).toEqual(reply.json().data);
    expect(data).toMatchObject({ name: 'Jane Roe', email: 'j@example.com', agentId: convocore.agentId });
    expect(data.metaData).toEqual({ company: 'Acme', plan: 'basic' });
    expect(data.ts).toBeGreaterThan(before.ts);
  });

  it('leaves alone what this API does not have, and clears by null', async () => {
    const body = { name: 'Jo', title: 'CEO', goal: 'Sell', tags: ['a'], externalId: 'x-1', agentId: convocore.agentId };
    const { id } = (await convocore.tenant.ask('POST', '/v1/leads', { body })).json();
    await patch(id, { lead: { name: null, metaData: { company: 'Acme' } } }, `?agentId=${convocore.agentId}`);
    const lead = (await convocore.tenant.ask('GET', `/v1/leads/${id}`)).json();
    expect(lead).toMatchObject({
      name: null,
      title: 'CEO',
      goal: 'Sell',
      tags: ['a'],
      externalId: 'x-1',
      businessName: 'Acme',
    });
  });

  it('keeps nothing of a patch that another agent’s client sends', async () => {
    const id = await convocore.add({ name: 'Jane' });
    const refused = await patch(id, { agentId: convocore.otherAgentId, lead: { name: 'Eve' } });
    expect(refusalOf(refused)).toEqual([404, 'NOT_FOUND']);
    expect((await get(id)).json().data.name).toBe('Jane');
  });

  it('wants the agent, a lead, and contact points that are such', async () => {
    const id = await convocore.add({});
    const { agentId } = convocore;
    expect(refusalOf(await patch(id, { lead: {} }))).toEqual([400, 'BAD_REQUEST', expect.stringMatching(/^agentId: /)]);
    expect(refusalOf(await patch(id, { agentId }))).toEqual([400, 'BAD_REQUEST', expect.stringMatching(/^lead: /)]);
    const wrong = await patch(id, { agentId, lead: { email: 'nobody' } });
    expect(refusalOf(wrong)).toEqual([400, 'BAD_REQUEST', expect.stringMatching(/^lead\.email: /)]);
    expect(refusalOf(await patch(UNKNOWN, { agentId, lead: {} }))).toEqual([404, 'NOT_FOUND']);
  });
});

describe('DELETE /leads/{id}', () => {
  const remove = (id: string, query = '') => convocore.ask('DELETE', `/leads/${id}${query}`);

  it.each(['', 'agent'])('deletes once, named with its %s', async (named) => {
    const id = await convocore.add({});
    const query = named === '' ? '' : `?agentId=${convocore.agentId}`;
    const reply = await remove(id, query);
    expect([reply.statusCode, reply.json()]).toEqual([200, { success: true, message: expect.any(String) }]);
    expect(refusalOf(await get(id))).toEqual([404, 'NOT_FOUND']);
    expect(refusalOf(await remove(id, query))).toEqual([404, 'NOT_FOUND']);
  });

  it('deletes no other agent’s', async () => {
    const id = await convocore.add({});
    expect(refusalOf(await remove(id, `?agentId=${convocore.otherAgentId}`))).toEqual([404, 'NOT_FOUND']);
    expect(refusalOf(await remove('lead-1'))).toEqual([404, 'NOT_FOUND']);
    expect((await get(id)).statusCode).toBe(200);
  });
});
