import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestHttp, type TestHttp } from '../../test/http-app.ts';
import { openPool } from '../db/database.ts';
import { startCleanUp } from './clean-up.ts';

let http: TestHttp;
beforeAll(async () => {
  http = await startTestHttp();
});
afterAll(() => http.close());

it('removes the answers, the ended links and the counts of senders that are too old, of every workspace, and keeps the others', async () => {
  const admin = openPool(http.database.admin, 1);
  const now = new Date();
  for (const slug of ['one', 'two']) {
    const workspaceId = await http.addWorkspace(slug);
    const key = await http.addKey(workspaceId);
    for (const hours of [-1, 23, 25, null]) {
      const expiresAt = hours === null ? null : new Date(now.getTime() - hours * 3_600_000);
      await admin`
        insert into token_directory (token_hash, kind, workspace_id, subject_id, created_at, expires_at)
        values (${Buffer.from(`${slug} ${hours}`)}, 'portal', ${workspaceId}, ${workspaceId}, ${now}, ${expiresAt})`;
    }
    for (const hours of [1, 25, 47, 49]) {
      const since = new Date(now.getTime() - hours * 3_600_000);
      await admin`
        insert into sender_counts (workspace_id, channel, since, count)
        values (${workspaceId}, ${String(hours)}, ${since}, 1)`;
    }
    for (const hours of [1, 23, 25, 400]) {
      const createdAt = new Date(now.getTime() - hours * 3_600_000);
      await admin`
        insert into idempotency_keys (workspace_id, api_key_id, key, fingerprint, response_status, response_body, created_at)
        values (${workspaceId}, ${key.id}, ${String(hours)}, ${Buffer.of(1)}, 201, '{}', ${createdAt})`;
    }
  }
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const { db, newId, files, channels, outbound, llm, secrets } = http.door;
  const loop = startCleanUp({
    db,
    newId,
    files,
    channels,
    outbound,
    llm,
    secrets,
    clock: { now: () => now },
    log: silent,
  });
  await vi.waitFor(async () => {
    const left = await admin<{ key: string }[]>`select key from idempotency_keys order by key`;
    expect(left.map(({ key }) => key)).toEqual(['1', '1', '23', '23']);
  });
  await vi.waitFor(async () => {
    const left = await admin<{ name: string }[]>`select encode(token_hash, 'escape') as name from token_directory`;
    const names = ['one', 'two'].flatMap((slug) => [-1, 23, null].map((hours) => `${slug} ${hours}`));
    expect(left.map(({ name }) => name).sort()).toEqual(names.sort());
  });
  await vi.waitFor(async () => {
    const left = await admin<{ hours: string }[]>`select channel as hours from sender_counts order by channel::int`;
    expect(left.map(({ hours }) => hours)).toEqual(['1', '1', '25', '25', '47', '47']);
  });
  await loop.stop();
  await admin.end();
});
