import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { coachbotClient, LEADS, submitLead } from '../../../test/coachbot-client.ts';
import { type Client, httpClient } from '../../../test/http-client.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { createKey } from '../../modules/keys/index.ts';
import { failureSchema } from './face.ts';

let server: TestServer;
let tenant: TestTenant;
let ask: Client;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server);
  ask = clientOf(tenant.liveKey);
});
afterAll(() => server.stop());

const clientOf = (key: string) => coachbotClient(server, key);
const submit = (body: object = {}, from = ask) => submitLead(from, body);

describe('who may ask', () => {
  it.each([
    ['no key', {}, 'missing_api_key'],
    ['a key in another header', { 'x-api-key': `ck_live_${'0'.repeat(32)}` }, 'missing_api_key'],
    ['an unknown key', { authorization: `Bearer ck_live_${'0'.repeat(32)}` }, 'invalid_or_revoked'],
    ['no key at all', { authorization: 'Bearer x' }, 'invalid_or_revoked'],
  ])('answers %s with 401', async (_what, headers, error) => {
    const { status, body } = await httpClient(server, '/coachbot', {})('GET', `${LEADS}/x`, { headers });
    expect([status, body]).toStrictEqual([401, { ok: false, error, message: expect.any(String) }]);
  });

  it('answers a revoked key with 401', async () => {
    const { id, secret } = await createKey(tenant.ctx, { dialect: 'coachbot' });
    expect((await clientOf(secret)('GET', `${LEADS}/x`)).status).toBe(404);
    expect((await tenant.ask('DELETE', `/v1/keys/${id}`)).statusCode).toBeLessThan(300);
    const { status, body } = await clientOf(secret)('GET', `${LEADS}/x`);
    expect([status, body.error]).toEqual([401, 'invalid_or_revoked']);
  });

  it('answers a key without the scope with 403', async () => {
    const reader = clientOf(await tenant.keyWith(['leads:read', 'conversations:read']));
    const { status, body } = await submit({}, reader);
    expect([status, body]).toStrictEqual([403, { ok: false, error: 'forbidden', message: expect.any(String) }]);
  });

  it('lets a key of the vendor’s format ask five times a minute, and says when to come back', async () => {
    const { secret } = await createKey(tenant.ctx, { dialect: 'coachbot' });
    expect(secret).toMatch(/^ck_live_[0-9a-f]{32}$/);
    const mine = clientOf(secret);
    const statuses: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) statuses.push((await submit({ phone: '+447700900111' }, mine)).status);
    expect(statuses).toEqual([201, 409, 409, 409, 409]);
    const { status, body, headers } = await submit({}, mine);
    expect([status, body]).toStrictEqual([429, { ok: false, error: 'rate_limited', message: expect.any(String) }]);
    const wait = Number(headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
  });
});

it.each([
  ['DELETE', LEADS, 405],
  ['PATCH', `${LEADS}/x`, 405],
  ['GET', '/api/public/conversations', 404],
])('answers %s %s with %i in its own shape', async (method, path, expected) => {
  const { status, body } = await ask(method, path);
  expect(status).toBe(expected);
  expect(failureSchema.strict().safeParse(body).success).toBe(true);
});

it('answers a body that is too large in its own shape', async () => {
  const { status, body } = await submit({ metadata: { long: 'x'.repeat(1_100_000) } });
  expect([status, body]).toStrictEqual([413, { ok: false, error: 'too_large', message: expect.any(String) }]);
});

it('describes itself', async () => {
  const { status, body } = await httpClient(server, '/coachbot', {})('GET', '/openapi.json');
  expect(status).toBe(200);
  expect(Object.keys(body.paths)).toEqual([LEADS, `${LEADS}/{id}`]);
  expect(body.servers[0].url).toMatch(/\/coachbot$/);
});
