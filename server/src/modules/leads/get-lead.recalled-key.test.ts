// A key that this process knows is not looked up before a lead is read: the statement that reads confirms it (ADR 47).
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { VirtualClock } from '../../../test/virtual-time.ts';
import { buildApp } from '../../app.ts';
import { type AppContext, createContext } from '../../context.ts';
import { openPool, type Sql, transaction } from '../../db/database.ts';

const clock = new VirtualClock('2027-03-01T12:00:00.000Z');
let server: TestServer;
let context: AppContext;
let app: FastifyInstance;
let tenant: TestTenant;
let leadId: string;
let agentId: string;
/** Look-ups of keys, and reads of leads, of the other process. */
const counts = { credentials: 0, leads: 0 };

beforeAll(async () => {
  server = await startTestServer({ worker: false, clock });
  // Another process: nothing of what it remembers is told to it by the first.
  const other = await createContext(server.context.config, server.database, clock);
  const { lookUps } = other.db;
  if (!lookUps) throw new Error('the product has connections for look-ups');
  const counted = { credentials: count(lookUps.credentials, 'credentials'), leads: count(lookUps.leads, 'leads') };
  context = { ...other, db: { ...other.db, lookUps: counted } };
  app = await buildApp(context, { strictResponses: true, maxEventLoopDelayMs: 0 });
});
beforeEach(async () => {
  tenant = await addTenant(server);
  ({ id: leadId, agentId } = (await tenant.ask('POST', '/v1/leads', { body: { name: 'Ana' } })).json());
});
afterAll(async () => {
  await app.close();
  await context.close();
  await server.stop();
});

function count(sql: Sql, kind: keyof typeof counts): Sql {
  return new Proxy(sql, {
    apply: (target, self, args) => {
      counts[kind] += 1;
      return Reflect.apply(target, self, args);
    },
  });
}

const read = (key: string, path = `/v1/leads/${leadId}`) =>
  app.inject({ url: path, headers: { authorization: `Bearer ${key}`, 'x-api-key': key } });

async function addKey(body: object = {}): Promise<{ id: string; secret: string }> {
  return (await tenant.ask('POST', '/v1/keys', { body: { name: 'CRM', ...body } })).json();
}

it('is looked up once, and read with every lead', async () => {
  const { secret } = await addKey();
  Object.assign(counts, { credentials: 0, leads: 0 });
  for (let n = 1; n <= 3; n += 1) {
    const answer = await read(secret);
    expect([answer.statusCode, answer.json().name]).toEqual([200, 'Ana']);
    expect(counts).toEqual({ credentials: 1, leads: n });
  }
  const [missing, wrong] = [await read(secret, `/v1/leads/${tenant.ctx.workspace.id}`), await read(`${secret}x`)];
  expect([missing.statusCode, wrong.statusCode]).toEqual([404, 401]);
});

describe('is refused from the moment its revocation was answered', () => {
  it.each([
    ['for a lead', () => `/v1/leads/${leadId}`, 200],
    ['for one that there is not', () => `/v1/leads/${tenant.ctx.workspace.id}`, 404],
    ['for what cannot be asked', () => `/v1/leads/${leadId}?wait=x`, 400],
    ['as it waits for another version', () => `/v1/leads/${leadId}?wait=0`, 200],
    ['for a vendor’s lead', () => `/coachbot/api/public/leads/${leadId}`, 200],
  ])('%s', async (_what, path, before) => {
    const { id, secret } = await addKey();
    await read(secret);
    expect((await read(secret, path())).statusCode).toBe(before);
    expect((await tenant.ask('DELETE', `/v1/keys/${id}`)).statusCode).toBe(204);
    expect((await read(secret, path())).statusCode).toBe(401);
    expect((await read(secret, path())).statusCode).toBe(401);
  });

  it('also among many that are read together', async () => {
    const [kept, revoked] = [await addKey(), await addKey()];
    await Promise.all([read(kept.secret), read(revoked.secret)]);
    await tenant.ask('DELETE', `/v1/keys/${revoked.id}`);
    const all = await Promise.all([kept, revoked, kept, revoked].map(({ secret }) => read(secret)));
    expect(all.map(({ statusCode }) => statusCode)).toEqual([200, 401, 200, 401]);
  });
});

it.each([
  ['native', () => `/v1/leads/${leadId}`],
  ['coachbot', () => `/coachbot/api/public/leads/${leadId}`],
  ['vorel', () => `/vorel/api/v1/leads/${leadId}`],
  ['nexor', () => `/nexor/api/public/leads/${leadId}`],
  ['convocore', () => `/convocore/v3/leads/${leadId}?agentId=${agentId}`],
])('reads with one statement through %s', async (_face, path) => {
  const { secret } = await addKey();
  expect((await read(secret, path())).statusCode).toBe(200);
  Object.assign(counts, { credentials: 0, leads: 0 });
  expect((await read(secret, path())).statusCode).toBe(200);
  expect(counts).toEqual({ credentials: 0, leads: 1 });
});

it('is refused as revoked also where it has used up its limit, and asks for no lead any more', async () => {
  const { id, secret } = await addKey({ limitPerMinute: 2 });
  const statuses = async () => [(await read(secret)).statusCode, (await read(secret)).statusCode];
  expect([...(await statuses()), ...(await statuses())]).toEqual([200, 200, 429, 429]);
  await tenant.ask('DELETE', `/v1/keys/${id}`);
  Object.assign(counts, { credentials: 0, leads: 0 });
  expect(await statuses()).toEqual([401, 401]);
  expect(counts).toEqual({ credentials: 2, leads: 0 });
});

it('cannot be revoked in a transaction that has set another workspace: it would still open its own', async () => {
  const { id, secret } = await addKey();
  await read(secret);
  const revoking = transaction(tenant.ctx, async ({ tx }) => {
    await tx`update api_keys set revoked_at = now() where id = ${id}`;
    await tx`select set_config('foyer.workspace_id', '', true)`;
  });
  await expect(revoking).rejects.toThrow('is not the one that is set');
  expect((await read(secret)).statusCode).toBe(200);
});

it('says at once that the database does not answer, and asks it no second time', async () => {
  const { secret } = await addKey();
  await read(secret);
  const admin = openPool({ ...server.database.admin, connection: { lock_timeout: 0 } }, 1);
  const [locked, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const lock = admin.begin(async (tx) => {
    await tx`lock table leads in access exclusive mode`;
    locked.resolve();
    await done.promise;
  });
  await locked.promise;
  Object.assign(counts, { credentials: 0, leads: 0 });
  expect((await read(secret)).statusCode).toBe(503);
  expect(counts).toEqual({ credentials: 0, leads: 1 });
  done.resolve();
  await lock;
  await admin.end();
}, 30_000);

it('is looked up again where another key of the workspace changed, and no more than once', async () => {
  const [one, other] = [await addKey(), await addKey()];
  await read(one.secret);
  await tenant.ask('DELETE', `/v1/keys/${other.id}`);
  Object.assign(counts, { credentials: 0, leads: 0 });
  expect((await read(one.secret)).statusCode).toBe(200);
  expect((await read(one.secret)).statusCode).toBe(200);
  expect(counts.credentials).toBe(1);
});

it('expires at its time', async () => {
  const { secret } = await addKey({ expiresAt: new Date(clock.now().getTime() + 60_000).toISOString() });
  await read(secret);
  expect((await read(secret)).statusCode).toBe(200);
  clock.set(new Date(clock.now().getTime() + 60_000));
  expect((await read(secret)).statusCode).toBe(401);
});

it('is still limited by its scopes, and is counted once where it was looked up again', async () => {
  const [few, other] = [await addKey({ scopes: ['workflows:read'] }), await addKey()];
  for (let n = 0; n < 2; n += 1) expect((await read(few.secret)).statusCode).toBe(403);
  const { secret } = await addKey({ limitPerMinute: 10 });
  const left = async () => Number(/r=(\d+)/.exec(String((await read(secret)).headers.ratelimit))?.[1]);
  expect([await left(), await left()]).toEqual([9, 8]);
  await tenant.ask('DELETE', `/v1/keys/${other.id}`);
  expect([await left(), await left()]).toEqual([7, 6]);
});

it('sees its workspace as it was renamed meanwhile', async () => {
  const { secret } = await addKey();
  await read(secret);
  const revision = async () => {
    const { sql } = server.context.db;
    const [row] = await sql<{ keyRevision: number }[]>`
      select key_revision from find_api_keys(array[encode(sha256(convert_to(${secret}, 'UTF8')), 'hex')])`;
    return row?.keyRevision;
  };
  const before = await revision();
  const { workspace } = tenant.ctx;
  await transaction(tenant.ctx, ({ tx }) => tx`update workspaces set name = 'New' where id = ${workspace.id}`);
  expect(await revision()).not.toBe(before);
  Object.assign(counts, { credentials: 0, leads: 0 });
  expect((await read(secret)).statusCode).toBe(200);
  expect(counts.credentials).toBe(1);
});

it('gives nothing of a lead to who comes with another revision of the keys', async () => {
  const rows = await server.context.db.sql`
    select place, revision, shown from read_leads(array[${tenant.ctx.workspace.id}::uuid, ${tenant.ctx.workspace.id}::uuid],
      array[${leadId}::uuid, ${leadId}::uuid], array[false, false], array[-1, -1], array[7, -1]) order by place`;
  expect(rows.map(({ place, revision, shown }) => [place, revision === null, shown === null])).toEqual([
    [1, true, true],
    [2, false, false],
  ]);
});
