import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import type { Notice, Notifier } from '../../adapters/notifiers/port.ts';
import { disableEndpoint } from './disable-endpoint.ts';
import { takeOwners } from './tell-owners.ts';

let now = new Date('2027-03-13T15:00:00.000Z');
let server: TestServer;
let crowded: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  server = await startTestServer({
    worker: false,
    clock: { now: () => now },
    config: { outboundAllow: ['127.0.0.1'] },
  });
  crowded = await addTenant(server);
  other = await addTenant(server);
});
afterAll(() => server.stop());

const told: Notice[] = [];
const notifier: Notifier & { isBroken: boolean } = {
  name: 'notebook',
  reaches: () => true,
  isBroken: false,
  notify: async () => [],
  tell: async (notice) => {
    told.push(notice);
    if (!notifier.isBroken) return [];
    return [{ memberId: crypto.randomUUID(), reason: 'nobody is there', isWorthRetrying: true }];
  },
};
async function disable({ ask, ctx }: TestTenant): Promise<void> {
  const { id } = (await ask('POST', '/v1/webhook-endpoints', { body: { url: 'http://127.0.0.1:9/hook' } })).json();
  await disableEndpoint(ctx, id, 'nothing could be delivered for five days');
}

it('asks again after growing waits where owners cannot be told, eight times at most', async () => {
  await disable(crowded);
  notifier.isBroken = true;
  const gaps: number[] = [];
  let last = now.getTime();
  for (let minutes = 0; minutes < 24 * 60; minutes += 1) {
    const taken = await takeOwners(server.context, notifier, []);
    if (taken) {
      gaps.push((now.getTime() - last) / 60_000);
      last = now.getTime();
      await taken.work?.();
    }
    now = new Date(now.getTime() + 60_000);
  }
  expect(gaps).toEqual([0, 5, 10, 20, 40, 80, 160, 320]);
});

it('tells those of another workspace while one is crowded', async () => {
  notifier.isBroken = false;
  await disable(crowded);
  await disable(other);
  const taken = await takeOwners(server.context, notifier, [crowded.ctx.workspace.id]);
  await taken?.work?.();
  expect(told.at(-1)?.workspaceId).toBe(other.ctx.workspace.id);
  expect(await takeOwners(server.context, notifier, [crowded.ctx.workspace.id])).toBeUndefined();
  expect((await takeOwners(server.context, notifier, []))?.workspaceId).toBe(crowded.ctx.workspace.id);
});
