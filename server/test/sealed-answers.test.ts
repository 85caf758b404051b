import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPool, type Sql } from '../src/db/database.ts';
import { createSecrets } from '../src/kernel/secrets.ts';
import { addTenant, type TestTenant } from './api.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
let tenant: TestTenant;
let admin: Sql;
beforeAll(async () => {
  server = await startTestServer({ worker: false, config: { outboundAllow: ['127.0.0.1'] } });
  tenant = await addTenant(server);
  admin = openPool(server.database.admin, 1);
});
afterAll(async () => {
  await admin.end();
  await server.stop();
});

const send = (url: string, body: object, key: string) =>
  tenant.ask('POST', url, { body, headers: { 'idempotency-key': key } });
const keptUnder = async (key: string) =>
  (await admin<{ responseBody: unknown }[]>`select response_body from idempotency_keys where key = ${key}`)[0]
    ?.responseBody;

const makers: [string, (tenant: TestTenant) => Promise<string>, object, string][] = [
  ['a webhook endpoint', async () => '/v1/webhook-endpoints', { url: 'http://127.0.0.1:9/hook' }, 'secret'],
  ['an intake hook', async () => '/v1/intake-hooks', { name: 'Form' }, 'token'],
  ['an API key', async () => '/v1/keys', { name: 'CRM' }, 'secret'],
  [
    "a link to a lead's page",
    async ({ ask }) => `/v1/leads/${(await ask('POST', '/v1/leads', { body: {} })).json().id}/portal-link`,
    {},
    'url',
  ],
  [
    'a new secret of an endpoint',
    async ({ ask }) => {
      const made = await ask('POST', '/v1/webhook-endpoints', { body: { url: 'http://127.0.0.1:9/hook' } });
      return `/v1/webhook-endpoints/${made.json().id}/rotate-secret`;
    },
    {},
    'secret',
  ],
];

it.each(makers)('%s is made once, and its secret is kept sealed', async (what, addressOf, body, field) => {
  const key = what.replaceAll(/\W/g, '-');
  const url = await addressOf(tenant);
  const first = await send(url, body, key);
  const again = await send(url, body, key);
  expect([again.statusCode, again.json()]).toEqual([first.statusCode, first.json()]);
  expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true' });
  expect(again.headers.location).toBe(first.headers.location);
  const secret = first.json()[field];
  expect(secret).toEqual(expect.any(String));
  const kept = JSON.stringify(await keptUnder(key));
  expect(kept).toMatch(/^"v1\./);
  expect(kept).not.toContain(secret);
});

it('says so where the secret cannot be shown again', async () => {
  await send('/v1/keys', { name: 'Lost' }, 'lost');
  const another = createSecrets([Buffer.alloc(32, 9)]).seal('{}', 'elsewhere');
  await admin`update idempotency_keys set response_body = ${admin.json(another)} where key = 'lost'`;
  const again = await send('/v1/keys', { name: 'Lost' }, 'lost');
  expect(again.statusCode).toBe(409);
  expect(again.json()).toMatchObject({ code: 'conflict', reason: 'secret_not_kept' });
});

it('forgets a link with the lead that it was for', async () => {
  const { id } = (await tenant.ask('POST', '/v1/leads', { body: {} })).json();
  await send(`/v1/leads/${id}/portal-link`, {}, 'erased');
  expect(await keptUnder('erased')).toEqual(expect.any(String));
  expect((await tenant.ask('POST', `/v1/leads/${id}/erase`)).statusCode).toBeLessThan(300);
  expect(await keptUnder('erased')).toBeUndefined();
});
