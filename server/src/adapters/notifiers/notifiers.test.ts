import { expect, it } from 'vitest';
import { createNotifier } from './index.ts';

it('counts what raises as having told nobody, and tells by the others', async () => {
  const told: object[] = [];
  const outbound = { send: () => Promise.reject(new Error('no sockets left')) };
  const log = { info: (facts: object) => told.push(facts) };
  const notifier = createNotifier({ log, outbound, mail: undefined });
  const to = [
    { memberId: 'm1', address: 'HTTPS://example.com/hook' },
    { memberId: 'm2', address: 'ada@example.com' },
  ];
  const unreached = await notifier.tell(
    { workspaceId: 'w1', subject: 'One', text: 'Two', to },
    { idempotencyKey: 'k' },
  );
  expect(unreached).toEqual([{ memberId: 'm1', reason: 'no sockets left', isWorthRetrying: true }]);
  expect(told).toMatchObject([{ workspaceId: 'w1', memberIds: ['m1', 'm2'] }]);
});
