import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOmniTenant, type OmniTenant } from '../../../test/omni-tenant.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let omni: OmniTenant;
let other: OmniTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  omni = await addOmniTenant(server);
  other = await addOmniTenant(server);
});
afterAll(() => server.stop());

const missing = '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e55';
const isError = { error: expect.any(String), message: expect.any(String), requestId: expect.any(String) };

describe('a 400 names the field', () => {
  it.each([
    [{}, ['firstName']],
    [{ firstName: '' }, ['firstName']],
    [{ firstName: 5 }, ['firstName']],
    [{ firstName: 'x'.repeat(101) }, ['firstName']],
    [{ firstName: 'A', email: 'nobody' }, ['email']],
    [{ firstName: 'A', phoneNumber: '12' }, ['phoneNumber']],
    [{ firstName: 'A', phoneNumber: 16782319992 }, ['phoneNumber']],
    [{ firstName: 'A', timezone: 'Mars/Olympus' }, ['timezone']],
    [{ firstName: 'A', assigneeType: 'robot' }, ['assigneeType']],
    [{ firstName: 'A', didOptOut: 'yes' }, ['didOptOut']],
    [{ firstName: 'A', emailVerified: 1 }, ['emailVerified']],
    [{ firstName: 'A', tags: 'vip' }, ['tags']],
    [{ firstName: 'A', tags: ['a', 3] }, ['tags', 1]],
    [{ firstName: 'A', checklistItems: {} }, ['checklistItems']],
    [{ firstName: 'A', checklistItems: [{ value: 'x' }] }, ['checklistItems', 0, 'code']],
    [{ firstName: 'A', checklistItems: [{ code: 'amount', status: 'DONE' }] }, ['checklistItems', 0, 'status']],
    [{ firstName: 'A', checklistItems: [{ code: 'amount', value: 'much' }] }, ['checklistItems', 0, 'value']],
    [{ firstName: 'a\u0000b' }, ['firstName']],
    [{ firstName: 'A', other: ['\ud800'] }, ['other', 0]],
  ])('of %j', async (body, path) => {
    const response = await omni.ask('POST', '/leads', body);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({ ...isError, error: 'bad_request', issues: expect.any(Array) });
    expect(response.json().issues.map((issue: { path: unknown }) => issue.path)).toContainEqual(path);
    expect(response.json().message).toContain(path.join('.'));
  });

  it.each([
    [{ firstName: 'A' }, ['leadId']],
    [{ leadId: missing, status: 'REVIEW' }, ['status']],
    [{ leadId: missing, status: 'COMPLETED', didOptOut: true }, ['didOptOut']],
    [{ leadId: missing, firstName: '' }, ['firstName']],
  ])('of the update %j', async (body, path) => {
    const response = await omni.ask('PUT', '/leads', body);
    expect([response.statusCode, response.json().issues?.[0].path]).toEqual([400, path]);
  });

  it('of an update that names two leads', async () => {
    const response = await omni.ask('PUT', `/leads/${missing}`, { leadId: missing.replace('55', '56') });
    expect([response.statusCode, response.json().issues?.[0].path]).toEqual([400, ['leadId']]);
  });

  it.each(['', '[]', 'null', '{"firstName": "A"', '{firstName: 1}'])('or the body: %j', async (body) => {
    const response = await omni.ask('POST', '/leads', body);
    expect([response.statusCode, response.json()]).toMatchObject([400, isError]);
  });

  it('or that it is nested too deep', async () => {
    const body = `{"firstName": "A", "x": ${'['.repeat(30)}${']'.repeat(30)}}`;
    const response = await omni.ask('POST', '/leads', body);
    expect([response.statusCode, response.json()]).toMatchObject([400, isError]);
  });
});

describe('who may', () => {
  it.each([
    ['no key', {}],
    ['another key', { 'x-api-key': 'A'.repeat(40) }],
    ['the key in another header', { authorization: 'Bearer of-nothing' }],
  ])('401 with %s', async (_what, headers) => {
    const { statusCode, json } = await omni.ask('GET', `/leads/${missing}`, undefined, { 'x-api-key': '', ...headers });
    expect([statusCode, json()]).toEqual([401, { ...isError, error: 'unauthorized' }]);
  });

  it('401 with a right key as Bearer', async () => {
    const headers = { 'x-api-key': '', authorization: `Bearer ${omni.key}` };
    expect((await omni.ask('GET', `/leads/${missing}`, undefined, headers)).statusCode).toBe(401);
  });

  it('403 with a key that only reads', async () => {
    const key = await omni.keyWith({ scopes: ['leads:read'] });
    const response = await omni.ask('POST', '/leads', { firstName: 'A' }, { 'x-api-key': key });
    expect([response.statusCode, response.json()]).toEqual([403, { ...isError, error: 'forbidden' }]);
  });

  it('403 with a key that only writes, and nothing is written', async () => {
    const key = await omni.keyWith({ scopes: ['leads:write'] });
    const { id } = (await omni.ask('POST', '/leads', { firstName: 'Ada', externalLeadId: 'only-writes' })).json().lead;
    const requests = [
      ['POST', '/leads', { firstName: 'Unread' }],
      ['PUT', '/leads', { leadId: id, firstName: 'Unread' }],
      ['PUT', `/leads/${id}`, { firstName: 'Unread' }],
    ] as const;
    for (const [method, path, body] of requests) {
      const response = await omni.ask(method, path, body, { 'x-api-key': key });
      expect([response.statusCode, response.json()]).toEqual([403, { ...isError, error: 'forbidden' }]);
    }
    const { data } = (await omni.tenant.ask('GET', '/v1/leads?limit=100')).json();
    expect(data.map(({ givenName }: { givenName: string }) => givenName)).not.toContain('Unread');
  });

  it('429 with Retry-After beyond the limit, and no header before', async () => {
    const key = await omni.keyWith({ limitPerMinute: 1 });
    const ask = () => omni.ask('GET', `/leads/${missing}`, undefined, { 'x-api-key': key });
    const first = await ask();
    expect([first.statusCode, Object.keys(first.headers).filter((name) => name.includes('ratelimit'))]).toEqual([
      404,
      [],
    ]);
    const second = await ask();
    expect([second.statusCode, second.json()]).toEqual([429, { ...isError, error: 'rate_limited' }]);
    expect(Number(second.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('what is not there', () => {
  const operations: [Parameters<OmniTenant['ask']>[0], (id: string) => string, ((id: string) => object)?][] = [
    ['GET', (id) => `/leads/${id}`],
    ['PUT', () => '/leads', (leadId) => ({ leadId, lastName: 'X' })],
    ['PUT', () => '/leads', (leadId) => ({ leadId, status: 'COMPLETED' })],
    ['PUT', () => '/leads', (leadId) => ({ leadId })],
    ['PUT', (id) => `/leads/${id}`, () => ({ lastName: 'X' })],
    ['POST', (id) => `/leads/${id}/checklist-items`, () => ({ label: 'x', fieldType: 'TEXT' })],
    ['GET', (id) => `/leads/${id}/documents`],
  ];

  it.each(operations)('%s is the same 404 for every lead that is none of ours', async (method, path, body) => {
    const theirs = (await other.ask('POST', '/leads', { firstName: 'Theirs' })).json().lead.id;
    const test = (await omni.askTest('POST', '/leads', { firstName: 'Test' })).json().lead.id;
    const answers = [];
    const gone = (await omni.ask('POST', '/leads', { firstName: 'Gone' })).json().lead.id;
    await omni.tenant.ask('DELETE', `/v1/leads/${gone}`);
    for (const id of [missing, 'no-uuid', '0', theirs, test, gone]) {
      const response = await omni.ask(method, path(id), body?.(id));
      const { requestId: _id, ...rest } = response.json();
      answers.push([response.statusCode, rest]);
    }
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(answers[0]).toEqual([404, { error: 'not_found', message: expect.any(String) }]);
    expect((await other.ask('GET', `/leads/${theirs}`)).json().lead).toMatchObject({ lastName: null });
  });

  it('is a 404 in the same shape for an unknown address, and 405 for an unknown method', async () => {
    const unknown = await omni.ask('GET', '/nothing');
    expect([unknown.statusCode, unknown.json()]).toEqual([404, { ...isError, error: 'not_found' }]);
    const method = await omni.ask('DELETE', `/leads/${missing}`);
    expect([method.statusCode, method.json()]).toEqual([405, { ...isError, error: 'method_not_allowed' }]);
  });

  it('is described in OpenAPI', async () => {
    const { paths, components } = (await omni.tenant.ask('GET', '/omni/openapi.json', { key: '' })).json();
    expect(Object.keys(paths).sort()).toEqual([
      '/api/v1/documents',
      '/api/v1/leads',
      '/api/v1/leads/{leadId}',
      '/api/v1/leads/{leadId}/checklist-items',
      '/api/v1/leads/{leadId}/documents',
      '/api/v1/webhooks',
    ]);
    expect(components.securitySchemes.apiKey).toMatchObject({ in: 'header', name: 'x-api-key' });
  });
});

it('a body over a megabyte is a 413 in the same shape', async () => {
  const response = await omni.ask('POST', '/leads', { firstName: 'A', x: 'x'.repeat(1_100_000) });
  expect([response.statusCode, response.json()]).toEqual([413, { ...isError, error: 'payload_too_large' }]);
});
