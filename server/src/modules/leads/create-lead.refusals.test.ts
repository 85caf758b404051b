import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server, { country: 'GB', shipped: ['salon-appointment', 'property-viewing'] });
});
afterAll(() => server.stop());

const create = (body: unknown, headers: Record<string, string> = {}) =>
  tenant.ask('POST', '/v1/leads', { body, headers });

describe('refuses', () => {
  it.each([
    [{ colour: 'red' }, '#/colour'],
    [{ consent: { basis: 'form', when: 'now' } }, '#/consent/when'],
    [{ name: 5 }, '#/name'],
    [{ name: '' }, '#/name'],
    [{ name: 'x'.repeat(201) }, '#/name'],
    [{ email: 'nobody' }, '#/email'],
    [{ email: ['a@example.com'] }, '#/email'],
    [{ phone: '123' }, '#/phone'],
    [{ phone: 442079460958 }, '#/phone'],
    [{ qualificationScore: 101 }, '#/qualificationScore'],
    [{ qualificationScore: 1.5 }, '#/qualificationScore'],
    [{ qualificationScore: '80' }, '#/qualificationScore'],
    [{ metadata: [] }, '#/metadata'],
    [{ metadata: 'x' }, '#/metadata'],
    [{ tags: 'vip' }, '#/tags'],
    [{ tags: [''] }, '#/tags/0'],
    [{ tags: ['a', 3] }, '#/tags/1'],
    [{ tags: Array.from({ length: 101 }, (_, index) => `t${index}`) }, '#/tags'],
    [{ timeZone: 'Mars/Olympus' }, '#/timeZone'],
    [{ timeZone: '+01:00' }, '#/timeZone'],
    [{ language: 'English please' }, '#/language'],
    [{ importedAt: 'yesterday' }, '#/importedAt'],
    [{ importedAt: '2026-02-30T00:00:00Z' }, '#/importedAt'],
    [{ consent: {} }, '#/consent/basis'],
    [{ stage: 'booked' }, '#/stage'],
    [{ formResponses: { colour: 3 } }, '#/formResponses/colour'],
    [{ emailVerified: true }, '#/emailVerified'],
    [{ phone: null, phoneVerified: true }, '#/phoneVerified'],
    [{ submittedAt: 'yesterday' }, '#/submittedAt'],
    [{ owner: 'nobody' }, '#/owner'],
    [{ optedOut: null }, '#/optedOut'],
    [{ variables: { service: 'A massage' } }, '#/variables/service'],
    [{ variables: { big: 'x'.repeat(33_000) } }, '#/variables/big'],
    [{ variables: { '': 1 } }, '#/variables/'],
    [{ unique: ['name'] }, '#/unique/0'],
    [{ assignedMemberId: '01890000-0000-7000-8000-000000000000' }, '#/assignedMemberId'],
    [{ campaignId: '01890000-0000-7000-8000-000000000000' }, '#/campaignId'],
    [{ agentId: '01890000-0000-7000-8000-000000000000' }, '#/agentId'],
    [{ id: '01890000-0000-7000-8000-000000000000' }, '#/id'],
    [{ name: 'a\u0000b' }, '#/name'],
    [{ metadata: { a: { b: ['\ud800'] } } }, '#/metadata/a/b/0'],
    [{ metadata: { 'a\u0000': 1 } }, '#/metadata/a%00'],
  ])('%j with a 400 that names %s', async (body, pointer) => {
    const response = await create(body);
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toContain('application/problem+json');
    const problem = response.json();
    expect(problem).toMatchObject({ code: 'invalid_input', requestId: expect.any(String) });
    expect(problem.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it.each(['', '[]', 'null', '"lead"', '{"name": "Ada"', '{name: 1}'])('the body %j with a 400', async (body) => {
    const before = (await tenant.ask('GET', '/v1/leads?limit=1')).json();
    const response = await create(body);
    expect(response.statusCode).toBe(400);
    expect((await tenant.ask('GET', '/v1/leads?limit=1')).json()).toEqual(before);
  });

  it('both contact points in one answer', async () => {
    const { errors } = (await create({ email: 'x', phone: 'y' })).json();
    expect(errors.map((error: { pointer: string }) => error.pointer)).toEqual(['#/email', '#/phone']);
  });

  it('an unknown workflow with a 404, and makes nothing', async () => {
    const response = await create({ workflow: 'none-such', externalId: 'made-nothing' });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ code: 'not_found' });
    expect((await tenant.ask('GET', '/v1/leads?externalId=made-nothing')).json().data).toEqual([]);
  });
});

describe('with an Idempotency-Key', () => {
  const count = async (externalId: string) =>
    (await tenant.ask('GET', `/v1/leads?externalId=${externalId}`)).json().data.length;

  it('answers the same request again with the same lead', async () => {
    const body = { externalId: 'once', metadata: { a: 1, b: 2 } };
    const first = await create(body, { 'idempotency-key': 'k-1' });
    const second = await create({ metadata: { b: 2, a: 1 }, externalId: 'once' }, { 'idempotency-key': '"k-1"' });
    expect(second.statusCode).toBe(201);
    expect(second.json()).toEqual(first.json());
    expect(second.headers).toMatchObject({ 'idempotency-replayed': 'true', location: first.headers.location });
    expect(await count('once')).toBe(1);
  });

  it('answers 422 to another request with the same key', async () => {
    await create({ externalId: 'first' }, { 'idempotency-key': 'k-2' });
    const response = await create({ externalId: 'second' }, { 'idempotency-key': 'k-2' });
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ code: 'unprocessable', reason: 'idempotency_key_reused' });
    expect(await count('second')).toBe(0);
  });

  it('makes one lead of twenty requests at once', async () => {
    const send = () => create({ externalId: 'raced' }, { 'idempotency-key': 'k-3' });
    const statuses = (await Promise.all(Array.from({ length: 20 }, send))).map(({ statusCode }) => statusCode);
    expect(new Set(statuses)).toEqual(new Set([201, 409].filter((status) => statuses.includes(status))));
    expect(statuses).toContain(201);
    expect(await count('raced')).toBe(1);
  });

  it('lets a request that failed be tried again', async () => {
    const headers = { 'idempotency-key': 'k-4' };
    expect((await create({ email: 'x' }, headers)).statusCode).toBe(400);
    expect((await create({ email: 'x@example.com' }, headers)).statusCode).toBe(201);
  });
});
