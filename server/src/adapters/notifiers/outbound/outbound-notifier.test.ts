import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { testCertificate } from '../../../../test/certificate.ts';
import { startReceiver, type WebhookReceiver } from '../../../../test/webhook-receiver.ts';
import { createGuardedOutbound } from '../../outbound/guarded/guarded-outbound.ts';
import { createNotifier } from '../index.ts';
import { createOutboundNotifier } from './outbound-notifier.ts';

const outbound = createGuardedOutbound({
  allow: ['127.0.0.1'],
  resolve: async () => ['127.0.0.1'],
  certificates: [testCertificate.cert],
});
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startReceiver(testCertificate);
});
afterAll(() => {
  outbound.close();
  return receiver.close();
});
beforeEach(() => {
  receiver.received.length = 0;
});

const notice = () => ({
  workspaceId: 'w',
  subject: 'A webhook endpoint was disabled',
  text: 'It failed for five days.',
  to: [
    { memberId: 'one', address: 'olga@example.com' },
    { memberId: 'two', address: `${receiver.url}/told` },
  ],
});
const received = () =>
  receiver.received.map(({ headers, text }) => ({ key: headers['idempotency-key'], body: JSON.parse(text) }));

it('posts to those who gave a URL, while the log has all', async () => {
  const lines: object[] = [];
  const notifier = createNotifier({ log: { info: (facts) => lines.push(facts) }, outbound, mail: undefined });
  expect(await notifier.tell(notice(), { idempotencyKey: 'k' })).toEqual([]);
  const { to: _to, ...told } = notice();
  expect(received()).toEqual([{ key: 'k two', body: { type: 'notice', ...told, memberId: 'two' } }]);
  expect(lines).toMatchObject([{ memberIds: ['one', 'two'] }]);
  const needed = { workspaceId: 'w', leadId: 'l', reason: null, to: notice().to };
  await notifier.notify(needed, { idempotencyKey: 'n' });
  expect(received().at(-1)?.body).toEqual({
    type: 'lead.needs_human',
    workspaceId: 'w',
    leadId: 'l',
    reason: null,
    memberId: 'two',
  });
});

it('says who could not be told, and whether trying again may help', async () => {
  const notifier = createOutboundNotifier(outbound);
  const outcomes: [number, boolean][] = [
    [503, true],
    [429, true],
    [404, false],
    [302, false],
  ];
  for (const [status, isWorthRetrying] of outcomes) {
    receiver.respond = () => ({ status });
    const unreached = await notifier.tell(notice(), { idempotencyKey: 'k' });
    expect(unreached).toEqual([{ memberId: 'two', reason: `The answer was ${status}.`, isWorthRetrying }]);
  }
});
