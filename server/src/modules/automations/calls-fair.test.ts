import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { automate, openReceiver, type Receiver, untilStates } from '../../../test/automations.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import type { Outbound } from '../../kernel/outbound.ts';
import { startWorker } from '../../worker.ts';

let server: TestServer;
let crowded: TestTenant;
let other: TestTenant;
let receiver: Receiver;
let worker: { stop(): Promise<void> };
const hanging = new AbortController();
beforeAll(async () => {
  server = await startTestServer({ worker: false, config: { outboundAllow: ['127.0.0.1'] } });
  crowded = await addTenant(server);
  other = await addTenant(server);
  receiver = await openReceiver();
  receiver.answerWith((response, index) => receiver.received[index]?.url !== '/hangs' && response.end());
  worker = startWorker(endable());
});
afterAll(async () => {
  hanging.abort();
  await receiver.close();
  await worker.stop();
  await server.stop();
});

/** The server's own parts, but that a request ends when the test does. */
function endable(): TestServer['context'] {
  const { outbound } = server.context;
  const ended = new Promise<void>((resolve) => hanging.signal.addEventListener('abort', () => resolve()));
  const cut = {
    outcome: 'failed',
    reason: 'ended',
    isWorthRetrying: false,
    mayHaveArrived: true,
    durationMs: 0,
  } as const;
  const send: Outbound['send'] = (request) => Promise.race([outbound.send(request), ended.then(() => cut)]);
  return { ...server.context, outbound: { ...outbound, send } };
}

/** What waits in the crowded workspace, with the transaction that wrote it last. */
const backlog = () =>
  transaction(
    crowded.ctx,
    ({ tx }) => tx`select id, xmin::text from automation_firings where state = 'pending' order by id`,
  );

it("a workspace whose receiver hangs does not hold up another's requests", async () => {
  await automate(crowded, { action: { http: { url: `${receiver.url}/hangs` } } });
  const healthy = await automate(other, { action: { http: { url: `${receiver.url}/answers` } } });
  const leads = Array.from({ length: 80 }, (_, place) => ({ name: `Lead ${place}` }));
  for (const lead of leads) await crowded.ask('POST', '/v1/leads', { body: lead });
  const under = () => receiver.received.filter(({ url }) => url === '/hangs').length;
  await expect.poll(under).toBeGreaterThanOrEqual(32);
  await expect.poll(backlog).toHaveLength(48);
  const waiting = await backlog();
  await other.ask('POST', '/v1/leads', { body: {} });
  await untilStates(other, healthy, ['done']);
  // The healthy one was answered while all of these still hang.
  expect(under()).toBe(32);
  // What waits is let be: it may be a hundred thousand.
  expect(await backlog()).toEqual(waiting);
});
