import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { type Client, httpClient } from '../../../test/http-client.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { answerOf, createLead, failed, UNKNOWN, vorelClient } from '../../../test/vorel-client.ts';
import { createKey } from '../../modules/keys/index.ts';
import { findFault, findLacking } from './vorel.fixture.ts';

let server: TestServer;
let tenant: TestTenant;
let ask: Client;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
});
beforeEach(async () => {
  tenant = await addTenant(server);
  ask = vorelClient(server, tenant.liveKey);
});
afterAll(() => server.stop());

describe('who may ask', () => {
  it.each([
    ['no key', {}],
    ['a key in another header', { 'x-api-key': `vapk_live_${'0'.repeat(48)}` }],
    ['an unknown key', { authorization: `Bearer vapk_live_${'0'.repeat(48)}` }],
  ])('is not %s', async (_what, headers) => {
    const answer = await httpClient(server, '/vorel/api/v1', {})('GET', '/leads', { headers });
    expect(answerOf(answer)).toStrictEqual(failed(401, 'unauthorized'));
    expect(answer.headers.get('x-ratelimit-limit')).toMatch(/^\d+$/);
  });

  it.each([
    ['GET', '/leads', ['leads:write'], 'read'],
    ['GET', `/leads/${UNKNOWN}`, ['leads:write'], 'read'],
    ['POST', '/leads', ['leads:read'], 'leads:write'],
    ['PATCH', `/leads/${UNKNOWN}`, ['leads:read'], 'leads:write'],
    ['GET', '/conversations', ['leads:write'], 'read'],
    ['GET', `/conversations/${UNKNOWN}`, ['leads:write'], 'read'],
    ['POST', '/conversations', ['conversations:read'], 'conversations:write'],
  ] as const)('is not, for %s %s, a key with %j only', async (method, path, scopes, lacking) => {
    const bodies = {
      '/leads': { conversation_id: UNKNOWN, status: 'booked' },
      '/conversations': { channel: 'voice', customer_identifier: '1' },
    };
    const body = method === 'PATCH' ? { status: 'booked' } : method === 'POST' ? Reflect.get(bodies, path) : undefined;
    const answer = await vorelClient(server, await tenant.keyWith([...scopes]))(method, path, { body });
    expect(answerOf(answer)).toStrictEqual(failed(403, 'forbidden', expect.stringContaining(`scope ${lacking}.`)));
    expect(findFault('ErrorEnvelope', answer.body)).toBeNull();
  });

  it('is a key that writes and does not read', async () => {
    const writer = vorelClient(server, await tenant.keyWith(['leads:write', 'conversations:write']));
    const { status, body } = await createLead(writer, { name: 'Jane' });
    expect([status, body.name]).toEqual([201, 'Jane']);
    expect((await writer('PATCH', `/leads/${body.id}`, { body: { name: 'Joan' } })).body.name).toBe('Joan');
  });
});

describe('limits', () => {
  it('are 200 a minute for a key of the vendor’s format', async () => {
    const { secret } = await createKey(tenant.ctx, { dialect: 'vorel' });
    expect(secret).toMatch(/^vapk_live_[0-9a-f]{48}$/);
    const { headers } = await vorelClient(server, secret)('GET', '/leads');
    expect([headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]).toEqual(['200', '199']);
    const reset = Number(headers.get('x-ratelimit-reset')) - Date.now() / 1000;
    expect(reset).toBeGreaterThan(50);
    expect(reset).toBeLessThanOrEqual(61);
  });

  it('are told with every answer, and what is over them is refused', async () => {
    const { secret } = await createKey(tenant.ctx, { dialect: 'vorel', limitPerMinute: 3 });
    const mine = vorelClient(server, secret);
    const answers = [
      await mine('GET', `/leads/${UNKNOWN}`),
      await mine('GET', '/leads?limit=0'),
      await mine('POST', '/leads', { body: '{' }),
      await mine('GET', '/leads'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 400, 400, 429]);
    expect(answers.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['2', '1', '0', '0']);
    const last = answers.at(-1);
    expect(last && answerOf(last)).toStrictEqual(failed(429, 'rate_limited'));
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(last?.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  });
});

it.each([
  ['DELETE', '/leads', 405, 'bad_request'],
  ['PUT', `/leads/${UNKNOWN}`, 405, 'bad_request'],
  ['GET', '/offerings', 404, 'not_found'],
])('answers %s %s with %i in its envelope', async (method, path, status, code) => {
  const answer = await ask(method, path);
  expect(answerOf(answer)).toStrictEqual(failed(status, code));
  expect(answer.headers.get('x-ratelimit-limit')).toMatch(/^\d+$/);
});

it('serves its document to anyone', async () => {
  const { status, body } = await httpClient(server, '/vorel/api/v1', {})('GET', '/openapi.json');
  expect(status).toBe(200);
  expect(
    findLacking(body, { openapi: '3.1.0', paths: { '/api/v1/leads': { get: { operationId: 'listLeads' } } } }),
  ).toEqual([]);
  expect(body.servers[0].url).toMatch(/\/vorel$/);
});
