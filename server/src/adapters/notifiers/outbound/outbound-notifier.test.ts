import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { testCertificate } from '../../../../test/certificate.ts';
import { createGuardedOutbound } from '../../outbound/guarded/guarded-outbound.ts';
import { createConsoleNotifier } from '../console/console-notifier.ts';
import { createOutboundNotifier } from './outbound-notifier.ts';

const received: { key: unknown; body: object }[] = [];
const lines: object[] = [];
let status = 200;
const server = https.createServer(testCertificate, async (request, response) => {
  let text = '';
  for await (const piece of request) text += piece;
  received.push({ key: request.headers['idempotency-key'], body: JSON.parse(text) });
  response.writeHead(status).end();
});
const outbound = createGuardedOutbound({
  allow: ['127.0.0.1'],
  resolve: async () => ['127.0.0.1'],
  certificates: [testCertificate.cert],
});
const notifier = createOutboundNotifier(outbound, createConsoleNotifier({ info: (facts) => lines.push(facts) }));
let url: string;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `https://${testCertificate.host}:${(server.address() as AddressInfo).port}/told`;
});
afterAll(() => {
  outbound.close();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  received.length = 0;
  lines.length = 0;
  status = 200;
});

const notice = () => ({
  workspaceId: 'w',
  subject: 'A webhook endpoint was disabled',
  text: 'It failed for five days.',
  to: [
    { memberId: 'one', address: 'olga@example.com' },
    { memberId: 'two', address: url },
  ],
});

it('posts to those who gave a URL, and tells the rest by the other way', async () => {
  await notifier.tell(notice(), { idempotencyKey: 'k' });
  const { to: _to, ...told } = notice();
  expect(received).toEqual([{ key: 'k two', body: { type: 'notice', ...told, memberId: 'two' } }]);
  expect(lines).toMatchObject([{ memberIds: ['one', 'two'] }]);
  const needed = { workspaceId: 'w', leadId: 'l', reason: null, to: notice().to };
  await notifier.notify(needed, { idempotencyKey: 'n' });
  expect(received.at(-1)?.body).toEqual({
    type: 'lead.needs_human',
    workspaceId: 'w',
    leadId: 'l',
    reason: null,
    memberId: 'two',
  });
});

it('raises where trying again may help, and only there', async () => {
  status = 503;
  await expect(notifier.tell(notice(), { idempotencyKey: 'k' })).rejects.toThrow('503');
  status = 404;
  await notifier.tell(notice(), { idempotencyKey: 'k' });
  expect(received.map(({ key }) => key)).toEqual(['k two', 'k two']);
});
