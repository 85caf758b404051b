import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { type MisbehavingLlm, startLlm, TOKENS } from '../../../test/misbehaving-llm.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { dayOf, reserveTokens, settleTokens } from './usage.ts';

const KEY = 'sk-nobody-may-see-this';

let server: TestServer;
let llm: MisbehavingLlm;
beforeAll(async () => {
  llm = await startLlm();
  server = await startTestServer({ worker: false, config: { outboundAllow: ['127.0.0.1'] } });
});
afterAll(async () => {
  await server.stop();
  await llm.close();
});

const put = (tenant: TestTenant, body: object = {}) =>
  tenant.ask('PUT', '/v1/llm', { body: { baseUrl: llm.url, model: 'small', apiKey: KEY, ...body } });

it('is connected, read, changed and disconnected, and its key is in no answer and in no row', async () => {
  const tenant = await addTenant(server);
  expect((await tenant.ask('GET', '/v1/llm')).statusCode).toBe(404);
  const made = await put(tenant, { forbiddenPhrases: ['best in town'] });
  expect(made.statusCode).toBe(200);
  expect(made.json()).toMatchObject({ baseUrl: llm.url, model: 'small', hasApiKey: true, isEnabled: true });
  expect(made.json()).toMatchObject({ timeoutMs: 12_000, tokensPerDay: 1_000_000, currency: 'USD' });
  expect((await tenant.ask('GET', '/v1/llm')).json()).toEqual(made.json());
  const kept = await put(tenant, { apiKey: undefined, model: 'large', isEnabled: false });
  expect(kept.json()).toMatchObject({ model: 'large', hasApiKey: true, isEnabled: false, forbiddenPhrases: [] });
  const rows = await transaction(tenant.ctx, async ({ tx }) => [
    ...(await tx`select * from llms`),
    ...(await tx`select * from audit_log`),
  ]);
  const seen = [made.body, kept.body, JSON.stringify(rows)].join();
  expect(seen).toContain('setLlm');
  expect(seen).not.toContain(KEY);
  expect((await put(tenant, { apiKey: null })).json()).toMatchObject({ hasApiKey: false });
  expect((await tenant.ask('DELETE', '/v1/llm')).statusCode).toBe(204);
  expect((await tenant.ask('GET', '/v1/llm')).statusCode).toBe(404);
  expect((await tenant.ask('DELETE', '/v1/llm')).statusCode).toBe(404);
  expect((await tenant.ask('POST', '/v1/llm/test')).statusCode).toBe(404);
});

it.each<[object, string, RegExp]>([
  [{ baseUrl: 'http://169.254.169.254/v1' }, 'baseUrl', /link-local/],
  [{ baseUrl: 'https://10.0.0.1/v1' }, 'baseUrl', /OUTBOUND_ALLOW/],
  [{ baseUrl: 'ftp://example.com' }, 'baseUrl', /https/],
  [{ baseUrl: 'https://example.com/v1?key=1' }, 'baseUrl', /question mark/],
  [{ timeoutMs: 90_000 }, 'timeoutMs', /60000/],
  [{ apiKey: 'with space' }, 'apiKey', /printable/],
  [{ currency: 'euro' }, 'currency', /ISO 4217/],
  [{ modle: 'x' }, '', /modle/],
])('refuses %j', async (body, path, message) => {
  const tenant = await addTenant(server);
  const answer = await put(tenant, body);
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toContain(path);
  expect(answer.body).toMatch(message);
});

describe('a key', () => {
  it('stays with the host it was given for', async () => {
    const tenant = await addTenant(server);
    await put(tenant);
    const elsewhere = { baseUrl: 'https://models.example.com/v1', apiKey: undefined };
    expect((await put(tenant, elsewhere)).body).toMatch(/given for another host/);
    expect((await put(tenant, { ...elsewhere, apiKey: 'sk-other' })).statusCode).toBe(200);
  });

  it('is sent to its own endpoint by its own workspace alone', async () => {
    const [one, other] = [await addTenant(server), await addTenant(server)];
    await put(one);
    expect((await other.ask('GET', '/v1/llm')).statusCode).toBe(404);
    expect((await other.ask('POST', '/v1/llm/test')).statusCode).toBe(404);
    await put(other, { apiKey: 'sk-of-the-other', model: 'other' });
    llm.asked.length = 0;
    await one.ask('POST', '/v1/llm/test');
    await other.ask('POST', '/v1/llm/test');
    const seen = llm.asked.map(({ headers, body }) => [body.model, headers.authorization]);
    expect(seen).toEqual([
      ['small', `Bearer ${KEY}`],
      ['other', 'Bearer sk-of-the-other'],
    ]);
    const sealed = await transaction(one.ctx, ({ tx }) => tx<{ apiKey: string }[]>`select api_key from llms`);
    expect(sealed).toHaveLength(1);
    const place = `llms/${other.ctx.workspace.id}`;
    expect(() => one.ctx.secrets.open(sealed[0]?.apiKey ?? '', place)).toThrow();
  });
});

it('needs the scope for workflows, and is not for a test key to change', async () => {
  const tenant = await addTenant(server);
  await put(tenant);
  const reader = await tenant.keyWith(['workflows:read']);
  expect((await tenant.ask('GET', '/v1/llm', { key: reader })).statusCode).toBe(200);
  const other = await tenant.keyWith(['leads:read']);
  expect((await tenant.ask('GET', '/v1/llm', { key: other })).statusCode).toBe(403);
  for (const key of [reader, tenant.testKey]) {
    const body = { baseUrl: llm.url, model: 'x' };
    expect((await tenant.ask('PUT', '/v1/llm', { key, body })).statusCode).toBe(403);
    expect((await tenant.ask('DELETE', '/v1/llm', { key })).statusCode).toBe(403);
    expect((await tenant.ask('POST', '/v1/llm/test', { key })).statusCode).toBe(403);
  }
});

describe('a test', () => {
  it('says that it can be used, and counts', async () => {
    const tenant = await addTenant(server);
    await put(tenant, { inputPrice: 1, outputPrice: 10 });
    llm.respond = () => ({ kind: 'calls', input: { greeting: 'Hello.' } });
    const tested = (await tenant.ask('POST', '/v1/llm/test')).json();
    expect(tested).toMatchObject({ isUsable: true, reason: null, inputTokens: TOKENS.input });
    const { today } = (await tenant.ask('GET', '/v1/llm')).json();
    const used = TOKENS.input + TOKENS.output;
    expect(today).toMatchObject({ calls: 1, tokens: used, inputTokens: TOKENS.input, outputTokens: TOKENS.output });
    expect(today.cost).toBeCloseTo(0.002);
  });

  it('says why it cannot, in the words of the endpoint, without the key', async () => {
    const tenant = await addTenant(server);
    await put(tenant);
    const body = JSON.stringify({ error: { message: `no model small for ${KEY}` } });
    llm.respond = () => ({ kind: 'answers', status: 404, body });
    const tested = await tenant.ask('POST', '/v1/llm/test');
    expect(tested.json()).toMatchObject({
      isUsable: false,
      reason: 'it answered 404',
      detail: expect.stringMatching(/no model small for …/),
    });
    expect(tested.body).not.toContain(KEY);
  });

  it('is refused when the budget is used up', async () => {
    const tenant = await addTenant(server);
    await put(tenant, { tokensPerDay: 100 });
    expect((await tenant.ask('POST', '/v1/llm/test')).statusCode).toBe(409);
  });
});

describe('the budget of a day', () => {
  const prices = { inputPrice: 2, outputPrice: 4 };

  it('is never overdrawn by calls at once, and takes back what was not used', async () => {
    const tenant = await addTenant(server);
    const day = await transaction(tenant.ctx, async (ctx) => dayOf(ctx));
    const reserve = () => transaction(tenant.ctx, (ctx) => reserveTokens(ctx, { day, tokens: 300 }, 1_000));
    const reserved = await Promise.all(Array.from({ length: 10 }, reserve));
    expect(reserved.filter(Boolean)).toHaveLength(3);
    const settle = (spent: Parameters<typeof settleTokens>[2]) =>
      transaction(tenant.ctx, (ctx) => settleTokens(ctx, { day, tokens: 300, ...prices }, spent));
    expect(await settle({ tokens: { input: 100, output: 50 }, isFree: false })).toBeCloseTo(0.0004);
    expect(await settle({ tokens: null, isFree: true })).toBe(0);
    expect(await settle({ tokens: null, isFree: false })).toBe(0);
    const [used] = await transaction(tenant.ctx, ({ tx }) => tx`select calls, tokens, input_tokens from llm_usage`);
    expect(used).toEqual({ calls: 3, tokens: 450, inputTokens: 100 });
    expect(await reserve()).toBe(true);
  });

  it('is that of the workspace’s own day', async () => {
    const tenant = await addTenant(server, { timeZone: 'Pacific/Auckland' });
    const at = new Date('2027-03-01T12:00:00Z');
    expect(await transaction(tenant.ctx, async (ctx) => dayOf({ ...ctx, at }))).toBe('2027-03-02');
  });
});
