import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { questions } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { workflows: [questions] });
});
afterAll(() => server.stop());

const tag = { do: 'addTag', with: { tag: 'new' } };
const rule = { name: 'Rule', on: ['lead.created'], action: tag };
const create = (more: object = {}, key?: string) =>
  tenant.ask('POST', '/v1/automations', { body: { ...rule, ...more }, ...(key !== undefined && { key }) });
const http = (more: object) => ({ action: { http: { url: 'https://crm.example.com/hook', ...more } } });

it('is made, read, listed, changed, paused and deleted', async () => {
  const conditions = { any: [{ field: 'lead.stage', operator: 'in', value: ['new', 'engaged'] }] };
  const made = await create({ conditions, delayMinutes: 5 });
  expect(made.statusCode).toBe(201);
  const automation = made.json();
  expect(made.headers.location).toBe(`/v1/automations/${automation.id}`);
  const settings = { delayMinutes: 5, retryUnknown: false, isPaused: false, isTest: false };
  expect(automation).toMatchObject({ ...rule, conditions, ...settings });
  const one = `/v1/automations/${automation.id}`;
  expect((await tenant.ask('GET', one)).json()).toEqual(automation);
  expect((await tenant.ask('GET', '/v1/automations')).json().data).toEqual([automation]);
  const change = { name: 'Other', on: ['message.received', 'lead.updated'], conditions: null, isPaused: true };
  expect((await tenant.ask('PATCH', one, { body: change })).json()).toMatchObject({ ...change, action: tag });
  expect((await tenant.ask('PATCH', one, { body: {} })).statusCode).toBe(400);
  expect((await tenant.ask('GET', `${one}/firings`)).json()).toEqual({ data: [], nextCursor: null });
  expect((await tenant.ask('DELETE', one)).statusCode).toBe(204);
  expect((await tenant.ask('GET', one)).statusCode).toBe(404);
  const audit = await transaction(
    tenant.ctx,
    ({ tx }) => tx`select verb from audit_log where object_id = ${automation.id} order by id`,
  );
  expect(audit.map(({ verb }) => verb)).toEqual(['createAutomation', 'updateAutomation', 'deleteAutomation']);
});

it.each<[object, string, RegExp]>([
  [{ on: ['lead.create'] }, 'on.0', /did you mean lead\.created\?/],
  [{ on: ['lead.deleted'] }, 'on.0', /no lead/],
  [{ on: [] }, 'on', /at least 1/],
  [{ conditions: { field: 'lead.stag', operator: '=', value: 'new' } }, 'conditions.field', /lead\.stage\?/],
  [{ conditions: { field: 'laed.stage', operator: '=', value: 'new' } }, 'conditions.field', /lead\.stage\?/],
  [{ conditions: { all: [{ field: 'lead', operator: 'known' }] } }, 'conditions.all.0.field', /lead\.name/],
  [{ conditions: { field: 'constructor.name', operator: 'known' } }, 'conditions.field', /begins with one of/],
  [{ conditions: { field: 'a', operator: '=' } }, 'conditions.value', /Give a value/],
  [{ conditions: { field: 'a', operator: 'in', value: 'b' } }, 'conditions.value', /list/],
  [{ action: { do: 'addTag', with: { tag: '{{lead.nam}}' } } }, 'action.with.tag', /lead\.name\?/],
  [{ action: { do: 'addTag', with: { tag: '{{ lead.name' } } }, 'action.with.tag', /\{\{lead\.name\}\}/],
  [http({ url: 'https://{{lead.source}}.example.com/' }), 'action.http.url', /no place/],
  [http({ url: 'https://crm.example.com{{lead.source}}/' }), 'action.http.url', /no place/],
  [http({ url: 'http://169.254.169.254/latest' }), 'action.http.url', /link-local/],
  [http({ url: 'https://10.0.0.1/' }), 'action.http.url', /OUTBOUND_ALLOW/],
  [http({ body: 'x', headers: { 'content-type': 'application/json' } }), 'action.http.body', /as JSON/],
  [http({ body: {}, headers: { 'Content-Type': 'text/plain' } }), 'action.http.headers', /JSON, not/],
  [http({ body: { '{{goal}}': 1 } }), 'action.http.body.%7B%7Bgoal%7D%7D', /A key is taken as it is/],
  [http({ method: 'GET', body: 'x' }), 'action.http.body', /GET has no body/],
  [http({ headers: { A: 'a\r\nB: c' } }), 'action.http.headers.A', /on one line/],
  [http({ headers: { A: '€' } }), 'action.http.headers.A', /printable ASCII/],
  [http({ headers: { Host: 'x' } }), 'action.http.headers.Host', /set by Foyer/],
  [http({ headers: { A: 'b' }, secretHeaders: { a: 'b' } }), 'action.http.secretHeaders.a', /among the others/],
])('%j is refused where it is wrong, and says what to do', async (more, path, message) => {
  const answer = await create(more);
  expect(answer.statusCode).toBe(400);
  const { errors } = answer.json();
  const pointer = `#/${path.replaceAll('.', '/')}`;
  expect(errors).toContainEqual({ pointer, detail: expect.stringMatching(message) });
});

it('is made by who may do what it does, with workflows and members that are there', async () => {
  const key = await tenant.keyWith(['workflows:write']);
  expect((await create({}, key)).json()).toMatchObject({ code: 'forbidden', scope: 'leads:write' });
  expect((await create(http({}), key)).json()).toMatchObject({ code: 'forbidden', scope: 'leads:read' });
  expect((await create({ action: { do: 'enrolLead', with: { workflow: 'nowhere' } } })).statusCode).toBe(404);
  const memberId = crypto.randomUUID();
  expect((await create({ action: { do: 'assignMember', with: { memberId } } })).statusCode).toBe(400);
});

it('keeps secret headers with the host that they were given for', async () => {
  const made = await create(http({ secretHeaders: { 'X-Key': 'one' } }));
  const one = `/v1/automations/${made.json().id}`;
  const change = (more: object) => tenant.ask('PATCH', one, { body: http(more) });
  const kept = await change({ url: 'https://crm.example.com/other' });
  expect(kept.json().action.http.secretHeaders).toEqual(['X-Key']);
  const moved = await change({ url: 'https://evil.example/' });
  expect([moved.statusCode, JSON.stringify(moved.json())]).toEqual([400, expect.stringContaining('Give them again')]);
  const cleared = await change({ url: 'https://evil.example/', secretHeaders: {} });
  expect(cleared.json().action.http.secretHeaders).toEqual([]);
  const [row] = await transaction(
    tenant.ctx,
    ({ tx }) => tx`select sealed_headers from automations where name = 'Rule'`,
  );
  expect(row?.sealedHeaders).toBeNull();
});

it('is tried out for a lead without any effect', async () => {
  const lead = (await tenant.ask('POST', '/v1/leads', { body: { name: 'Ada' } })).json();
  const conditions = {
    all: [
      { field: 'event.to', operator: '=', value: 'ready' },
      { field: 'lead.tags', operator: 'contains', value: 'vip' },
    ],
  };
  const made = await create({
    on: ['lead.status_changed'],
    conditions,
    ...http({ body: { name: '{{lead.name}}' }, secretHeaders: { 'X-Key': 'one' } }),
  });
  const url = `/v1/automations/${made.json().id}/test`;
  const event = { type: 'lead.status_changed', data: { to: 'ready' } };
  const trial = (await tenant.ask('POST', url, { body: { leadId: lead.id, event } })).json();
  expect(trial).toMatchObject({
    matches: false,
    comparisons: [
      { field: 'event.to', actual: 'ready', holds: true },
      { field: 'lead.tags', actual: [], holds: false },
    ],
    action: { method: 'POST', url: 'https://crm.example.com/hook', body: '{"name":"Ada"}' },
    missing: [],
    firing: null,
  });
  expect(JSON.stringify(trial)).not.toContain('one');
  const test = (await tenant.ask('POST', '/v1/leads', { body: {}, key: tenant.testKey })).json();
  expect((await tenant.ask('POST', url, { body: { leadId: test.id } })).statusCode).toBe(404);
});
