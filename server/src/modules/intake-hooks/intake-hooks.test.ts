import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { hashKey } from '../../kernel/key-format.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { shipped: ['salon-appointment', 'property-viewing'] });
});
afterAll(() => server.stop());

const create = async (body: object = {}, key = tenant.liveKey) =>
  (await tenant.ask('POST', '/v1/intake-hooks', { body: { name: 'Form', ...body }, key })).json();
let senders = 0;
const send = (path: string, body: unknown, headers: Record<string, string> = {}) => {
  senders += 1;
  const remoteAddress = `10.1.${senders >> 8}.${senders & 255}`;
  return tenant.ask('POST', path, { body, key: '', headers, remoteAddress });
};
const list = async (query: string, key = tenant.liveKey) =>
  (await tenant.ask('GET', `/v1/leads?${query}`, { key })).json().data;
const newest = async (key = tenant.liveKey) => (await list('limit=1', key))[0];
const received = { received: true };

describe('an intake hook', () => {
  it('is made with an address that is shown once and stored as a hash', async () => {
    const { token, path, ...hook } = await create({ fieldMapping: { email: 'mail' }, workflow: 'property-viewing' });
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(path).toBe(`/hooks/intake/${token}`);
    const defaults = { name: 'Form', deduplicates: false, isActive: true, isTest: false };
    expect(hook).toMatchObject({ ...defaults, fieldMapping: { email: 'mail' }, workflow: { key: 'property-viewing' } });
    const listed = await tenant.ask('GET', '/v1/intake-hooks?limit=1');
    expect(listed.json().data).toEqual([hook]);
    const stored = await transaction(tenant.ctx, ({ tx }) => tx`select to_jsonb(h)::text as row from intake_hooks h`);
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  it('is changed where it is told, and its address stays', async () => {
    const { path, id } = await create();
    const change = (body: object) => tenant.ask('PATCH', `/v1/intake-hooks/${id}`, { body });
    expect((await change({ name: 'Other', workflow: 'property-viewing' })).json()).toMatchObject({
      name: 'Other',
      workflow: { key: 'property-viewing' },
      deduplicates: false,
    });
    expect((await change({ workflow: null, fieldMapping: { name: 'who' } })).json().workflow).toBeNull();
    await send(path, { who: 'Ana' });
    expect(await newest()).toMatchObject({ name: 'Ana', run: { workflowKey: 'salon-appointment' } });
    expect((await change({ workflow: 'none' })).statusCode).toBe(404);
    expect((await change({})).statusCode).toBe(400);
    expect((await change({ fieldMapping: { colour: 'x' } })).statusCode).toBe(400);
  });

  it('answers 404 while it is not active, and after it was deleted', async () => {
    const { path, id } = await create({ isActive: false });
    expect((await send(path, { name: 'Ana' })).statusCode).toBe(404);
    await tenant.ask('PATCH', `/v1/intake-hooks/${id}`, { body: { isActive: true } });
    expect((await send(path, { name: 'Ana' })).statusCode).toBe(200);
    expect((await tenant.ask('DELETE', `/v1/intake-hooks/${id}`)).statusCode).toBe(204);
    expect((await send(path, { name: 'Ana' })).statusCode).toBe(404);
    expect((await tenant.ask('DELETE', `/v1/intake-hooks/${id}`)).statusCode).toBe(404);
    expect((await send('/hooks/intake/none', { name: 'Ana' })).statusCode).toBe(404);
  });

  it('is its workspace’s, and a test key’s where a test key made it', async () => {
    const [live, test] = [await create(), await create({}, tenant.testKey)];
    expect(test.isTest).toBe(true);
    await send(test.path, { name: 'Tess' });
    expect(await newest(tenant.testKey)).toMatchObject({ name: 'Tess', isTest: true });
    expect(await newest()).not.toMatchObject({ name: 'Tess' });
    const key = tenant.testKey;
    const change = { body: { name: 'Mine' } };
    expect((await tenant.ask('PATCH', `/v1/intake-hooks/${live.id}`, { ...change, key })).statusCode).toBe(404);
    expect((await tenant.ask('DELETE', `/v1/intake-hooks/${live.id}`, { key })).statusCode).toBe(404);
    const names = (await tenant.ask('GET', '/v1/intake-hooks?limit=100', { key })).json().data;
    expect(names.map(({ id }: { id: string }) => id)).toEqual([test.id]);
    expect(await create({ isTest: false }, key)).toMatchObject({ status: 403, reason: 'test_key' });
    const other = await addTenant(server);
    expect((await other.ask('PATCH', `/v1/intake-hooks/${live.id}`, change)).statusCode).toBe(404);
    expect((await other.ask('DELETE', `/v1/intake-hooks/${live.id}`)).statusCode).toBe(404);
  });

  it('is managed with keys:write alone', async () => {
    const key = await tenant.keyWith(['leads:write', 'leads:read']);
    expect(await create({}, key)).toMatchObject({ status: 403, scope: 'keys:write' });
    expect((await tenant.ask('GET', '/v1/intake-hooks', { key })).statusCode).toBe(403);
    expect(await create({ workflow: 'none' })).toMatchObject({ status: 404 });
  });
});

describe('what is sent to it', () => {
  it('becomes a lead, by JSON or as an HTML form sends it', async () => {
    const { path } = await create({ fieldMapping: { email: 'contact.mail' } });
    const byJson = await send(path, { contact: { mail: 'Ana@Example.com' }, first_name: 'Ana', budget: 100 });
    expect([byJson.statusCode, byJson.json()]).toEqual([200, received]);
    expect(await newest()).toMatchObject({
      name: 'Ana',
      email: 'ana@example.com',
      channel: 'form',
      metadata: { budget: 100 },
      emailVerifiedAt: null,
    });
    const form = 'first+name=Bo&phone=%2B1+415+555+0133&topic=a&topic=b&extra%5B%5D=%C3%A9';
    const byForm = await send(path, form, { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' });
    expect(byForm.statusCode).toBe(200);
    expect(await newest()).toMatchObject({
      givenName: 'Bo',
      phone: '+14155550133',
      metadata: { topic: ['a', 'b'], extra: ['é'] },
    });
  });

  it('never touches a lead that is known, unless the hook says so, and answers the same', async () => {
    const body = { email: 'known@example.com', emailVerified: true, name: 'Known' };
    const known = (await tenant.ask('POST', '/v1/leads', { body })).json();
    const { path } = await create();
    const [again, fresh] = [await send(path, { email: 'Known@example.com', name: 'Eve' }), await send(path, { x: 1 })];
    expect([again.statusCode, again.json()]).toEqual([fresh.statusCode, fresh.json()]);
    expect(again.json()).toEqual(received);
    const [made, first] = await list('email=known@example.com');
    expect([first, made]).toEqual([known, expect.objectContaining({ name: 'Eve', emailVerifiedAt: null })]);
  });

  it('fills what is empty of a lead that is known, where the hook says so, and overwrites nothing', async () => {
    const { path } = await create({ deduplicates: true, workflow: 'property-viewing' });
    const metadata = { plan: 'pro', large: 'x'.repeat(60_000) };
    const body = { email: 'full@example.com', emailVerified: true, name: 'Known', tags: ['vip'], metadata };
    const known = (await tenant.ask('POST', '/v1/leads', { body })).json();
    const sent = {
      ...{ email: 'FULL@example.com', phone: '+14155550166', first_name: 'Eve', company: 'Acme', goal: 'Ours' },
      ...{ tags: 'x,y', plan: 'free', large: '', more: 'new', over: 'y'.repeat(6_000), externalId: 'eve-1' },
    };
    expect((await send(path, sent)).json()).toEqual(received);
    const [lead, ...others] = await list('email=full@example.com');
    expect(others).toEqual([]);
    const { businessName, goal, revision, updatedAt, metadata: kept, ...rest } = lead;
    expect(known).toMatchObject(rest);
    expect({ businessName, goal, kept }).toEqual({
      ...{ businessName: 'Acme', goal: 'Ours' },
      kept: { ...metadata, more: 'new', phone: '+14155550166', externalId: 'eve-1' },
    });
    expect((await send(path, { ...sent, company: 'Other', goal: 'Other', more: 'other' })).json()).toEqual(received);
    expect((await list('email=full@example.com'))[0]).toEqual(lead);
    const actions = (await tenant.ask('GET', `/v1/leads/${lead.id}/actions`)).json().data;
    expect(actions.map(({ summary }: { summary: string }) => summary)).toContain('Came in by the intake hook Form');
  });

  it('takes nothing from either of two leads that it names', async () => {
    const { path } = await create({ deduplicates: true });
    await send(path, { email: 'first@example.com' });
    await send(path, { phone: '+14155550144' });
    const both = await send(path, { email: 'first@example.com', phone: '+14155550144', name: 'Both' });
    expect(both.json()).toEqual(received);
    expect(await list('email=first@example.com')).toMatchObject([{ name: 'Both', phone: null }]);
    expect(await list('phone=%2B14155550144')).toMatchObject([{ name: null, email: null }]);
  });

  it.each([
    ['nothing', {}, 400],
    ['a list', [{ name: 'Ana' }], 400],
    ['a text', '"Ana"', 400],
    ['a null byte', { name: 'A\0na' }, 400],
    ['half a surrogate pair', '{"name": "\\ud800"}', 400],
    ['broken JSON', '{"name": ', 400],
    ['too much', { name: 'x'.repeat(1_100_000) }, 413],
  ])('is refused where it is %s', async (_what, body, status) => {
    const { path } = await create();
    expect((await send(path, body)).statusCode).toBe(status);
  });

  it('is refused in other formats', async () => {
    const { path } = await create();
    const type = { 'content-type': 'text/xml' };
    expect((await send(path, '<name>Ana</name>', type)).statusCode).toBe(415);
    expect((await tenant.ask('GET', path, { key: '' })).statusCode).toBe(405);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await send(path, 'name=%00', form)).statusCode).toBe(400);
    expect((await send(path, '__proto__=1&name=Ana', form)).statusCode).toBe(400);
    expect((await tenant.ask('POST', '/v1/leads', { body: 'name=Ana', headers: form })).statusCode).toBe(415);
  });

  it('is told by the hook’s name on the timeline, and its token is nowhere but in the directory', async () => {
    const { path, token } = await create({ name: 'Landing page' });
    await send(path, { name: 'Ana' });
    const actions = (await tenant.ask('GET', `/v1/leads/${(await newest()).id}/actions`)).json().data;
    expect(actions).toMatchObject([{ summary: 'Came in by the intake hook Landing page', actor: { kind: 'system' } }]);
    const [row] = await transaction(
      tenant.ctx,
      ({ tx }) =>
        tx`select subject_id from find_tokens(array[${hashKey(token).toString('hex')}], array['intake_hook'], now())`,
    );
    expect(row?.subjectId).toBeDefined();
    const asChat = await tenant.ask('GET', `/v1/chat/conversations/${row?.subjectId}/messages`, { key: token });
    expect(asChat.statusCode).toBe(401);
  });

  it('is limited by the hook, so that a system may send from one address', async () => {
    const [{ path }, other] = [await create(), await create()];
    const remoteAddress = '10.9.9.9';
    const ask = async (to: string) => (await tenant.ask('POST', to, { body: {}, key: '', remoteAddress })).statusCode;
    const statuses = [];
    for (let index = 0; index < 301; index += 1) statuses.push(await ask(path));
    expect([new Set(statuses.slice(0, 300)), statuses[300]]).toEqual([new Set([400]), 429]);
    expect(await ask(other.path)).toBe(400);
  });
});
