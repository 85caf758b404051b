import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { startFairLoop } from './fair-loop.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
});
afterAll(() => server.stop());

it('leaves room to every workspace, however many hang', async () => {
  const hanging = Promise.withResolvers<void>();
  const waiting = new Map(['one', 'two', 'three', 'four'].map((workspaceId) => [workspaceId, 100]));
  const begun: string[] = [];
  const ended: string[] = [];
  const loop = startFairLoop(server.context, {
    name: 'fair',
    signal: 'fair',
    idleMs: 60_000,
    maxAtOnce: 64,
    take: async (crowded) => {
      const next = [...waiting].find(([workspaceId, count]) => count > 0 && !crowded.includes(workspaceId));
      if (!next) return undefined;
      const [workspaceId, count] = next;
      waiting.set(workspaceId, count - 1);
      begun.push(workspaceId);
      const work = async () => {
        if (workspaceId !== 'healthy') await hanging.promise;
        ended.push(workspaceId);
      };
      return { workspaceId, work };
    },
  });
  const counts = () => [...waiting.keys()].map((id) => begun.filter((one) => one === id).length);
  await expect.poll(counts).toEqual([32, 16, 8, 4]);
  waiting.set('healthy', 3);
  server.context.db.signals.send('fair');
  await expect.poll(() => ended).toEqual(['healthy', 'healthy', 'healthy']);
  for (const workspaceId of waiting.keys()) waiting.set(workspaceId, 0);
  hanging.resolve();
  await loop.stop();
  expect(ended).toHaveLength(63);
});

it('goes on after work that raised', async () => {
  let left = 3;
  const loop = startFairLoop(server.context, {
    name: 'raising',
    signal: 'raising',
    idleMs: 60_000,
    maxAtOnce: 2,
    take: async () => {
      if (left === 0) return undefined;
      left -= 1;
      return { workspaceId: 'one', work: () => Promise.reject(new Error('broken')) };
    },
  });
  await expect.poll(() => left).toBe(0);
  await loop.stop();
});
