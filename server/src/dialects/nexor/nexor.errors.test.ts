import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addNexorTenant, type NexorTenant } from '../../../test/nexor-tenant.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let nexor: NexorTenant;
let other: NexorTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  [nexor, other] = [await addNexorTenant(server), await addNexorTenant(server)];
});
afterAll(() => server.stop());

const missing = '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e55';
const lost = { error: 'Not found', message: 'Lead not found or does not belong to your account' };
const create = async (body: object, by = nexor.ask) =>
  (await by('POST', '/leads', { first_name: 'Ann', ...body })).json().lead.id as string;

describe('errors', () => {
  it.each([
    ['no key', {}, { error: 'Missing API key', message: 'Please provide your API key in the X-API-Key header' }],
    ['an empty key', { 'x-api-key': ' ' }, { error: 'Missing API key', message: expect.any(String) }],
    [
      'a wrong key',
      { 'x-api-key': `nxr_live_${'0'.repeat(40)}` },
      { error: 'Invalid API key', message: 'The provided API key is not valid' },
    ],
    ['a bearer token', { authorization: 'Bearer x' }, { error: 'Missing API key', message: expect.any(String) }],
  ])('401 for %s', async (_what, headers, body) => {
    const response = await nexor.tenant.ask('GET', '/nexor/api/public/leads', { key: '', headers });
    expect([response.statusCode, response.json()]).toEqual([401, body]);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it.each([
    ['GET', `/leads/${missing}`, undefined],
    ['GET', '/leads/nothing', undefined],
    ['GET', '/leads/%00', undefined],
    ['PATCH', `/leads/${missing}`, { title: 'x' }],
    ['PUT', '/leads/nothing', { title: 'x' }],
  ] as const)('404 for %s %s', async (method, path, body) => {
    const response = await nexor.ask(method, path, body);
    expect([response.statusCode, response.json()]).toEqual([path.includes('%00') ? 400 : 404, expect.any(Object)]);
    if (response.statusCode === 404) expect(response.json()).toEqual(lost);
  });

  it('404 for what is not there, and for what is to come', async () => {
    for (const path of ['/nothing', '/processors']) {
      const response = await nexor.ask('POST', path, {});
      expect([response.statusCode, response.json()]).toEqual([
        404,
        { error: 'Not found', message: 'There is nothing at this address' },
      ]);
    }
  });

  it('404 for what another account has, and for test leads with a live key', async () => {
    const [id, testId] = [await create({}), await create({}, nexor.askTest)];
    for (const [ask, leadId] of [
      [other.ask, id],
      [nexor.ask, testId],
      [nexor.askTest, id],
    ] as const) {
      for (const method of ['GET', 'PATCH'] as const) {
        const response = await ask(method, `/leads/${leadId}`, method === 'GET' ? undefined : { title: 'x' });
        expect([response.statusCode, response.json()]).toEqual([404, lost]);
      }
      const body = { selector: 'id', values: [leadId], patch: { a: 1 } };
      expect((await ask('PATCH', '/leads/metadata', body)).json()).toMatchObject({ updated: 0, failed: 1 });
    }
    expect((await nexor.askTest('GET', `/leads/${testId}`)).statusCode).toBe(200);
    expect((await nexor.askTest('GET', '/leads')).json().pagination.total).toBe(1);
  });

  it('does not update the lead of another account, or a live one with a test key', async () => {
    const same = { email: 'shared@example.com' };
    const ids = [await create(same), await create(same, other.ask), await create(same, nexor.askTest)];
    expect(new Set(ids).size).toBe(3);
    const { workflows } = (await other.ask('GET', '/workflows')).json();
    const response = await nexor.ask('POST', '/leads', { first_name: 'A', workflow_id: workflows[0].id });
    expect(response.statusCode).toBe(400);
  });

  it('403 for a key that lacks the scope', async () => {
    const key = await nexor.keyWith({ scopes: ['leads:read'] });
    const response = await nexor.ask('POST', '/leads', { first_name: 'A' }, { 'x-api-key': key });
    expect([response.statusCode, response.json()]).toEqual([
      403,
      { error: 'Forbidden', message: expect.stringContaining('leads:write') },
    ]);
  });

  it('405 for a method that is not there', async () => {
    const response = await nexor.ask('DELETE', `/leads/${missing}`);
    expect([response.statusCode, response.headers.allow, response.json().error]).toEqual([
      405,
      'GET, HEAD, PATCH, PUT',
      'Method not allowed',
    ]);
  });

  it('400 for a body that is no JSON, none at all, or too deep', async () => {
    const post = async (body: string | undefined) => (await nexor.ask('POST', '/leads', body)).json();
    expect(await post('{"first_name"')).toEqual({ error: 'Invalid JSON', message: expect.any(String) });
    expect(await post(undefined)).toEqual({ error: 'Validation error', message: expect.stringContaining('body') });
    const deep = `{"first_name":"A","x":${'['.repeat(30)}${']'.repeat(30)}}`;
    expect(await post(deep)).toEqual({ error: 'Validation error', message: expect.stringContaining('levels') });
  });

  it('413 for a body that is too large', async () => {
    const response = await nexor.ask('PATCH', `/leads/${missing}`, { x: 'x'.repeat(1_100_000) });
    expect([response.statusCode, response.json().error]).toEqual([413, 'Payload too large']);
    expect(response.json().message).toContain('over 1 MB');
    const list = await nexor.ask('POST', '/leads', [{ x: 'x'.repeat(21 * 1_048_576) }]);
    expect([list.statusCode, list.json().message]).toEqual([413, expect.stringContaining('over 20 MB')]);
  });

  it('429 with Retry-After once the limit is spent', async () => {
    const key = await nexor.keyWith({ limitPerMinute: 1 });
    const ask = () => nexor.ask('GET', '/workflows', undefined, { 'x-api-key': key });
    expect((await ask()).statusCode).toBe(200);
    const response = await ask();
    expect([response.statusCode, response.json()]).toEqual([
      429,
      { error: 'Rate limit exceeded', message: expect.any(String) },
    ]);
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
  });
});
