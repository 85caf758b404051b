import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, openChat, type TestTenant } from '../../../test/api.ts';
import { settled } from '../../../test/pipeline.ts';
import { runCli } from '../../../test/run-cli.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server, { shipped: ['salon-appointment'] });
});
afterAll(() => server.stop());

const set = (isStopped: unknown, key = tenant.liveKey) =>
  tenant.ask('PATCH', '/v1/workspace', { body: { isStopped }, key });
const pause = (isPaused: boolean, key = tenant.liveKey) =>
  tenant.ask('PATCH', '/v1/workflows/salon-appointment', { body: { isPaused }, key });

describe.each([
  ['the kill switch of a workspace', set, 'the workspace is stopped'],
  ['a paused workflow', pause, 'the workflow is paused'],
])('%s', (_what, turn, rule) => {
  it('silences every agent at once, keeps what comes in, and answers it once it is taken back', async () => {
    const [early, late] = [await openChat(tenant), await openChat(tenant)];
    await early.talk('hello');
    expect((await turn(true)).statusCode).toBe(200);
    const { message } = (await early.say({ text: 'a trim please' })).json();
    const newcomer = await openChat(tenant);
    await settled(tenant);
    expect(await early.read(`after=${message.seq}`)).toEqual([]);
    expect(newcomer.messages).toEqual([]);
    expect((await early.lead()).variables.service?.value).toBe('Trim');
    const { id } = await early.lead();
    const { data } = (await tenant.ask('GET', `/v1/leads/${id}/actions`)).json();
    expect(data.map(({ summary }: { summary: string }) => summary)).toContain(`Did not send: ${rule}`);
    const before = (await late.read('')).length;
    await turn(false);
    expect(await early.read(`after=${message.seq}&wait=5`)).toHaveLength(1);
    await settled(tenant);
    expect(await early.read(`after=${message.seq}`)).toHaveLength(1);
    expect(await late.read('')).toHaveLength(before);
  });

  it('is not for a test key, and doing it again changes nothing', async () => {
    expect((await turn(true, tenant.testKey)).json()).toMatchObject({ status: 403, reason: 'test_key' });
    const [first, second] = [(await turn(true)).json(), (await turn(true)).json()];
    expect(second).toEqual(first);
    await turn(false);
  });
});

it('is seen by API and turned from the command line', async () => {
  const get = async () => (await tenant.ask('GET', '/v1/workspace')).json();
  expect(await get()).toMatchObject({ slug: tenant.slug, isStopped: false, stoppedAt: null });
  const { username, password, database, host, port } = server.database.owner;
  const address = `postgres://${username}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${host}`;
  const foyer = (...args: string[]) =>
    runCli(
      { DATABASE_URL: address, FOYER_DATA_DIR: server.context.config.dataDir },
      ...args,
      '--workspace',
      tenant.slug,
    );
  expect(await foyer('workspace', 'stop')).toMatchObject({ code: 0, out: expect.stringContaining('nothing is sent') });
  expect(await get()).toMatchObject({ isStopped: true, stoppedAt: expect.any(String) });
  expect(await foyer('workspace', 'start')).toMatchObject({ code: 0, out: expect.stringContaining('is running') });
  expect(await foyer('workflow', 'pause', 'salon-appointment')).toMatchObject({ code: 0 });
  const workflow = async () => (await tenant.ask('GET', '/v1/workflows/salon-appointment')).json();
  expect(await workflow()).toMatchObject({ isPaused: true });
  const resumed = await foyer('workflow', 'resume', 'salon-appointment', '--json');
  expect(JSON.parse(resumed.out)).toMatchObject({ key: 'salon-appointment', isPaused: false });
  expect(await foyer('workflow', 'pause', 'gone')).toMatchObject({ code: 4 });
});

it('refuses what is no yes or no, and an unknown workflow', async () => {
  expect((await set('maybe')).statusCode).toBe(400);
  expect((await tenant.ask('PATCH', '/v1/workflows/gone', { body: { isPaused: true } })).statusCode).toBe(404);
});
