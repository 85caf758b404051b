import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addConvocoreTenant, type ConvocoreTenant, refusalOf } from '../../../test/convocore-tenant.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { convocore as dialect } from './index.ts';
import page from './page.fixture.json' with { type: 'json' };

let server: TestServer;
let convocore: ConvocoreTenant;
let leadId: string;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  convocore = await addConvocoreTenant(server);
  leadId = await convocore.add({ name: 'Jane' });
});
afterAll(() => server.stop());

const path = () => `/leads/${leadId}?agentId=${convocore.agentId}`;

describe('the secret', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['missing', { authorization: '' }],
    ['unknown', { authorization: 'Bearer nobody-has-such-a-secret' }],
    ['no Bearer', { authorization: 'Basic abc' }],
  ])('%s is a 401', async (_what, headers) => {
    expect(refusalOf(await convocore.ask('GET', path(), undefined, headers))).toEqual([401, 'UNAUTHORIZED']);
  });

  it('of another header is none', async () => {
    const headers = { authorization: '', 'x-api-key': convocore.tenant.liveKey };
    expect(refusalOf(await convocore.ask('GET', path(), undefined, headers))).toEqual([401, 'UNAUTHORIZED']);
  });

  it('of a dialect or not, of the workspace opens it', async () => {
    const headers = { authorization: `Bearer ${convocore.tenant.liveKey}` };
    expect((await convocore.ask('GET', path(), undefined, headers)).statusCode).toBe(200);
  });

  it('without the scope is a 403, before anything is kept', async () => {
    const [reader, writer] = [
      await convocore.askWith({ scopes: ['leads:read'] }),
      await convocore.askWith({ scopes: ['leads:write'] }),
    ];
    expect(refusalOf(await writer('GET', path()))).toEqual([403, 'FORBIDDEN']);
    expect((await reader('GET', path())).statusCode).toBe(200);
    expect(refusalOf(await reader('DELETE', path()))).toEqual([403, 'FORBIDDEN']);
    const lead = { agentId: convocore.agentId };
    expect(refusalOf(await reader('POST', '/leads', { lead }))).toEqual([403, 'FORBIDDEN']);
    expect((await writer('POST', '/leads', { lead })).statusCode).toBe(200);
  });
});

describe('another tenant', () => {
  it('reads and changes nothing of this one', async () => {
    const other = await addConvocoreTenant(server);
    const { agentId } = convocore;
    const missing = [404, 'NOT_FOUND'];
    expect(refusalOf(await other.ask('GET', path()))).toEqual(missing);
    expect(refusalOf(await other.ask('PATCH', path(), { agentId, lead: { name: 'Eve' } }))).toEqual(missing);
    expect(refusalOf(await other.ask('DELETE', `/leads/${leadId}`))).toEqual(missing);
    expect(refusalOf(await other.ask('POST', '/leads', { lead: { agentId } }))).toEqual(missing);
    expect(refusalOf(await other.ask('PUT', `/agents/${other.agentId}/groups/g`, { leadIds: leadId }))).toEqual(
      missing,
    );
    await other.ask('DELETE', `/agents/${other.agentId}/leads?leadIds=${leadId}`);
    expect((await convocore.ask('GET', path())).json().data.name).toBe('Jane');
  });

  it('and a test key are apart', async () => {
    expect(refusalOf(await convocore.askTest('GET', path()))).toEqual([404, 'NOT_FOUND']);
    const { agentId } = convocore;
    const test = (await convocore.askTest('POST', '/leads', { lead: { agentId } })).json().data.id;
    expect(refusalOf(await convocore.ask('GET', `/leads/${test}?agentId=${agentId}`))).toEqual([404, 'NOT_FOUND']);
  });
});

describe('what is not there', () => {
  it('has the shape of an error', async () => {
    expect(refusalOf(await convocore.ask('GET', '/nothing'))).toEqual([404, 'NOT_FOUND']);
    expect(refusalOf(await convocore.ask('PUT', path()))).toEqual([405, 'METHOD_NOT_SUPPORTED']);
  });
});

it('tells who asks too often when to come back', async () => {
  const hasty = await convocore.askWith({ limitPerMinute: 1 });
  expect((await hasty('GET', path())).statusCode).toBe(200);
  const reply = await hasty('GET', path());
  expect(refusalOf(reply)).toEqual([429, 'TOO_MANY_REQUESTS']);
  expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
});

it('takes a body for JSON whatever it is called, up to a megabyte', async () => {
  const { agentId } = convocore;
  const headers = { 'content-type': 'text/plain' };
  expect((await convocore.ask('POST', '/leads', { lead: { agentId } }, headers)).statusCode).toBe(200);
  const tooLarge = { lead: { agentId, name: 'x'.repeat(1_100_000) } };
  expect(refusalOf(await convocore.ask('POST', '/leads', tooLarge))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
});

describe('the document', () => {
  it('is one, and has the page’s operation', async () => {
    const reply = await server.app.inject({ method: 'GET', url: '/convocore/openapi.json' });
    const document = reply.json();
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect([valid, errors ?? []]).toEqual([true, []]);
    const operation = document.paths[`/v3${page.path}`][page.method];
    const parameters = operation.parameters.map(
      ({ name, in: place, required }: { name: string; in: string; required: boolean }) => [name, place, required],
    );
    expect(parameters).toEqual(page.operation.parameters.map((one) => [one.name, one.in, one.required]));
    expect(operation.security).toEqual(page.operation.security);
    expect(document.components.securitySchemes).toEqual(page.securitySchemes);
  });

  it('has a route for each file and a file for each route', () => {
    expect(dialect.operations).toHaveLength(18);
    expect(new Set(dialect.operations.map(({ operationId }) => operationId)).size).toBe(18);
  });
});
