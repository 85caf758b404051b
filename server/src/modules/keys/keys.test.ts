import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSystem, type TestSystem } from '../../../test/system.ts';
import type { Ctx } from '../../db/database.ts';
import { describeKey, dialects, hashKey } from '../../kernel/key-format.ts';
import { type Scope, scopes } from '../../kernel/scopes.ts';
import { createWorkspace, systemCtx } from '../workspaces/index.ts';
import { createKey, getKey, isUsableSecret, listKeys, revokeKey } from './index.ts';

let system: TestSystem;
let ctx: Ctx;
let other: Ctx;
beforeAll(async () => {
  system = await openTestSystem();
  ctx = systemCtx(system, await createWorkspace(system, { name: 'One', slug: 'one' }));
  other = systemCtx(system, await createWorkspace(system, { name: 'Other', slug: 'other' }));
});
afterAll(() => system.close());

const withScopes = (...few: Scope[]): Ctx => ({ ...ctx, scopes: new Set(few) });
const authenticate = (secret: string) =>
  system.db.sql`select * from find_api_keys(array[encode(${hashKey(secret)}, 'hex')])`;

test.each(dialects)(
  'a key for %s has its format, opens the workspace, and is never stored in clear',
  async (dialect) => {
    const key = await createKey(ctx, { dialect });
    expect(describeKey(key.secret)?.dialects).toContain(dialect);
    expect(key).toMatchObject({ name: dialect, dialect, scopes, isTest: false, limitPerMinute: null, revokedAt: null });
    expect(key.secret.startsWith(key.secretStart) && key.secret.endsWith(key.secretEnd)).toBe(true);
    expect(key.secret.length - key.secretStart.length - key.secretEnd.length).toBeGreaterThanOrEqual(24);
    expect(await authenticate(key.secret)).toMatchObject([
      { keyId: key.id, workspaceSlug: 'one', dialect, isRevoked: false },
    ]);
    const { secret, ...shown } = key;
    expect(await getKey(ctx, { keyId: key.id })).toEqual(shown);
    const [row] = await asTenant(`select to_jsonb(k)::text as text from api_keys k where id = '${key.id}'`);
    expect(row?.text).toContain(key.secretEnd);
    expect(row?.text).not.toContain(secret.slice(-12));
  },
);

test('name, scopes, limit and expiry are as given', async () => {
  const expiresAt = '2026-03-02T10:30:00.000+01:00';
  const key = await createKey(ctx, {
    name: ' CRM ',
    scopes: ['leads:write', 'leads:read'],
    limitPerMinute: 7,
    expiresAt,
  });
  const stored = await getKey(ctx, { keyId: key.id });
  expect(stored).toMatchObject({ scopes: ['leads:read', 'leads:write'], limitPerMinute: 7 });
  expect(stored.expiresAt).toBe('2026-03-02T09:30:00.000Z');
  expect(await isUsableSecret(ctx, key.secret)).toBe(true);
  system.now = new Date('2026-03-02T09:30:00.000Z');
  expect(await isUsableSecret(ctx, key.secret)).toBe(false);
  expect(await authenticate(key.secret)).toMatchObject([{ expiresAt: new Date(expiresAt) }]);
  await expect(createKey(ctx, { expiresAt })).rejects.toMatchObject({ issues: [{ path: ['expiresAt'] }] });
});

test('`read` stands for every :read', async () => {
  const key = await createKey(ctx, { dialect: 'vorel', scopes: ['read', 'leads:write'] });
  expect(key.scopes).toEqual([
    'leads:read',
    'leads:write',
    'conversations:read',
    'appointments:read',
    'workflows:read',
    'members:read',
    'events:read',
  ]);
});

test('a key cannot make one with scopes that it lacks', async () => {
  const limited = withScopes('keys:write', 'leads:read');
  await expect(createKey(limited, { scopes: ['leads:read', 'leads:write'] })).rejects.toMatchObject({
    code: 'forbidden',
    facts: { scopes: ['leads:write'] },
  });
  await expect(createKey(limited, { scopes: ['read'] })).rejects.toMatchObject({ code: 'forbidden' });
  expect((await createKey(limited, {})).scopes).toEqual(['leads:read', 'keys:write']);
});

test('a key that is limited or expires makes none that is less so', async () => {
  const expiresAt = new Date(system.now.getTime() + 3_600_000).toISOString();
  const later = new Date(system.now.getTime() + 3_600_001).toISOString();
  const parent = await createKey(ctx, { limitPerMinute: 10, expiresAt });
  const as: Ctx = { ...ctx, actor: { kind: 'api_key', id: parent.id } };
  expect(await createKey(as, {})).toMatchObject({ limitPerMinute: 10, expiresAt });
  const sooner = { limitPerMinute: 9, expiresAt: new Date(system.now.getTime() + 60_000).toISOString() };
  expect(await createKey(as, sooner)).toMatchObject(sooner);
  for (const limitPerMinute of [11, null]) {
    await expect(createKey(as, { limitPerMinute })).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'limit_above_own',
      facts: { limitPerMinute: 10 },
    });
  }
  for (const wanted of [later, null]) {
    await expect(createKey(as, { expiresAt: wanted })).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'expiry_after_own',
      facts: { expiresAt },
    });
  }
  const free: Ctx = { ...ctx, actor: { kind: 'api_key', id: (await createKey(ctx, {})).id } };
  expect(await createKey(free, { limitPerMinute: 5 })).toMatchObject({ limitPerMinute: 5, expiresAt: null });
});

test('a key outlives the key that made it', async () => {
  const parent = await createKey(ctx, {});
  const child = await createKey({ ...ctx, actor: { kind: 'api_key', id: parent.id } }, {});
  await revokeKey(ctx, { keyId: parent.id });
  expect(await isUsableSecret(ctx, child.secret)).toBe(true);
});

test('a test key makes, sees and revokes test keys only', async () => {
  const live = await createKey(ctx, {});
  const tester: Ctx = { ...ctx, isTest: true };
  await expect(createKey(tester, { isTest: false })).rejects.toMatchObject({ code: 'forbidden', reason: 'test_key' });
  const made = await createKey(tester, {});
  expect(made).toMatchObject({ isTest: true, secret: expect.stringMatching(/^fy_test_/) });
  await expect(getKey(tester, { keyId: live.id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(revokeKey(tester, { keyId: live.id })).rejects.toMatchObject({ code: 'not_found' });
  expect((await listKeys(tester, { limit: 100 })).data.map(({ id }) => id)).toEqual([made.id]);
  expect(await createKey(ctx, { isTest: true })).toMatchObject({ isTest: true });
});

test('a revoked key is refused from then on, and revoking again changes nothing', async () => {
  const key = await createKey(ctx, {});
  const revoked = await revokeKey(ctx, { keyId: key.id });
  expect(revoked.revokedAt).toBe(system.now.toISOString());
  expect(await isUsableSecret(ctx, key.secret)).toBe(false);
  expect(await authenticate(key.secret)).toMatchObject([{ isRevoked: true }]);
  system.now = new Date(system.now.getTime() + 60_000);
  expect(await revokeKey(ctx, { keyId: key.id })).toEqual(revoked);
  expect(await asTenant(`select verb from audit_log where object_id = '${key.id}' order by id`)).toEqual([
    { verb: 'createKey' },
    { verb: 'revokeKey' },
  ]);
});

test('keys of another workspace are missing, and so are ids of none', async () => {
  const foreign = await createKey(other, {});
  for (const keyId of [foreign.id, '01890000-0000-7000-8000-000000000000']) {
    await expect(getKey(ctx, { keyId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(revokeKey(ctx, { keyId })).rejects.toMatchObject({ code: 'not_found' });
  }
  expect((await getKey(other, { keyId: foreign.id })).revokedAt).toBeNull();
});

test('the list goes page by page, newest first, each key once', async () => {
  const seen: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listKeys(ctx, { limit: 3, cursor });
    seen.push(...page.data.map(({ id }) => id));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  const [row] = await asTenant('select array_agg(id::text order by id desc) as ids from api_keys');
  expect(seen).toEqual(row?.ids);
  expect(seen.length).toBeGreaterThan(6);
  await expect(listKeys(ctx, { limit: 3, cursor: 'nonsense' })).rejects.toMatchObject({
    issues: [{ path: ['cursor'] }],
  });
});

test('every verb wants keys:write', async () => {
  const without = { ...ctx, scopes: new Set(scopes.filter((scope) => scope !== 'keys:write')) };
  const keyId = '01890000-0000-7000-8000-000000000000';
  const attempts = [
    createKey(without, {}),
    getKey(without, { keyId }),
    listKeys(without, { limit: 1 }),
    revokeKey(without, { keyId }),
  ];
  for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ reason: 'missing_scope' });
});

async function asTenant(query: string) {
  return system.db.sql.begin(async (tx) => {
    await tx`select set_config('foyer.workspace_id', ${ctx.workspace.id}, true)`;
    return tx.unsafe(query);
  });
}
