import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createOutboundNotifier } from '../src/adapters/notifiers/outbound/outbound-notifier.ts';
import { createGuardedOutbound } from '../src/adapters/outbound/guarded/guarded-outbound.ts';
import { transaction } from '../src/db/database.ts';
import { takeNotification } from '../src/modules/people/notify-people.ts';
import { disableEndpoint } from '../src/modules/webhooks/disable-endpoint.ts';
import { takeOwners } from '../src/modules/webhooks/tell-owners.ts';
import { addTenant, type TestTenant } from './api.ts';
import { testCertificate } from './certificate.ts';
import { addMember } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts';

const MINUTE_MS = 60_000;
let now = new Date('2027-03-13T15:00:00.000Z');
const outbound = createGuardedOutbound({
  allow: ['127.0.0.1'],
  resolve: async () => ['127.0.0.1'],
  certificates: [testCertificate.cert],
});
const notifier = createOutboundNotifier(outbound, { timeoutMs: 500 });
let server: TestServer;
let receiver: WebhookReceiver;
let tenant: TestTenant;
beforeAll(async () => {
  receiver = await startReceiver(testCertificate);
  server = await startTestServer({
    worker: false,
    clock: { now: () => now },
    config: { outboundAllow: ['127.0.0.1'] },
  });
});
afterAll(async () => {
  outbound.close();
  await Promise.all([receiver.close(), server.stop()]);
});
beforeEach(async () => {
  receiver.received.length = 0;
  receiver.respond = () => ({});
  tenant = await addTenant(server);
});

const add = (name: string, role = 'operator') => addMember(tenant, { role, notifyTo: `${receiver.url}/${name}` });
/** Who was told, since it was last asked. */
const told = () => receiver.received.splice(0).map(({ path }) => path.slice(1));
async function tellAfter(minutes: number): Promise<string[]> {
  now = new Date(now.getTime() + minutes * MINUTE_MS);
  for (const take of [takeNotification, takeOwners]) await (await take(server.context, notifier, []))?.work?.();
  return told().toSorted();
}
const eventsOf = (type: string) =>
  transaction(tenant.ctx, ({ tx }) => tx<{ data: object }[]>`select data from events where type = ${type}`);

it('tells again only those who could not be told that a lead needs a person', async () => {
  await add('well');
  await add('slow');
  const broken = await add('broken');
  receiver.respond = ({ path }) => (path === '/slow' ? 'hang' : { status: path === '/broken' ? 503 : 200 });
  await tenant.ask('POST', '/v1/leads', { body: { needsHuman: true } });
  expect(await tellAfter(0)).toEqual(['broken', 'slow', 'well']);
  expect(await tellAfter(2)).toEqual(['broken', 'slow']);
  receiver.respond = ({ path }) => ({ status: path === '/broken' ? 503 : 200 });
  expect(await tellAfter(2)).toEqual(['broken', 'slow']);
  expect([await tellAfter(2), await tellAfter(2), await tellAfter(2)]).toEqual([['broken'], ['broken'], []]);
  const [failed] = await eventsOf('notification.failed');
  expect(failed?.data).toMatchObject({ memberIds: [broken] });
});

it('says at once that somebody cannot be told whose address refuses for good', async () => {
  const gone = await add('gone');
  await add('well');
  receiver.respond = ({ path }) => ({ status: path === '/gone' ? 404 : 200 });
  await tenant.ask('POST', '/v1/leads', { body: { needsHuman: true } });
  expect([await tellAfter(0), await tellAfter(2)]).toEqual([['gone', 'well'], []]);
  const failed = await eventsOf('notification.failed');
  expect(failed.map(({ data }) => data)).toMatchObject([{ memberIds: [gone] }]);
});

it('tells again only the owners who could not be told that an endpoint was disabled, and all when it is again', async () => {
  await add('well', 'owner');
  await add('broken', 'owner');
  const { id } = (
    await tenant.ask('POST', '/v1/webhook-endpoints', { body: { url: 'http://127.0.0.1:9/hook' } })
  ).json();
  receiver.respond = ({ path }) => ({ status: path === '/broken' ? 503 : 200 });
  await disableEndpoint(tenant.ctx, id, 'nothing could be delivered for five days');
  expect([await tellAfter(0), await tellAfter(6)]).toEqual([['broken', 'well'], ['broken']]);
  receiver.respond = () => ({});
  expect([await tellAfter(11), await tellAfter(21)]).toEqual([['broken'], []]);
  await tenant.ask('PATCH', `/v1/webhook-endpoints/${id}`, { body: { isEnabled: true } });
  await disableEndpoint(tenant.ctx, id, 'nothing could be delivered for five days');
  expect(await tellAfter(1)).toEqual(['broken', 'well']);
});
