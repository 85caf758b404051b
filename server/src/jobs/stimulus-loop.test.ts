import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../test/api.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { openPool, transaction } from '../db/database.ts';
import { createLead } from '../modules/leads/index.ts';
import { recordAction } from '../modules/timeline/index.ts';
import {
  type ClaimedStimulus,
  type FinalHandler,
  handleAsked,
  handleNextStimulus,
  type JobTools,
  type StimulusHandler,
} from './claim-stimulus.ts';
import { enqueueStimulus } from './enqueue-stimulus.ts';
import { startStimulusLoop } from './stimulus-loop.ts';

let now = new Date('2027-03-13T15:00:00.000Z');
let server: TestServer;
let tenant: TestTenant;
let tools: JobTools;
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => now } });
  tools = server.context;
  tenant = await addTenant(server);
});
afterAll(() => server.stop());
afterEach(() => transaction(tenant.ctx, ({ tx }) => tx`delete from stimuli`));

/** A lead whose inbox holds these. */
async function leadWith(kinds: readonly string[], ctx = tenant.ctx): Promise<string> {
  const { id } = await createLead(ctx, {});
  await transaction(ctx, async (tctx) => {
    for (const kind of kinds) enqueueStimulus(tctx, { leadId: id, kind, payload: { kind } });
  });
  return id;
}
const inbox = () =>
  transaction(
    tenant.ctx,
    ({ tx }) =>
      tx<
        { kind: string; attempts: number; deadAt: Date | null }[]
      >`select kind, attempts, dead_at from stimuli order by id`,
  );
const ignore: FinalHandler = async () => undefined;

/** Runs a loop until the inbox holds these, as `kind attempts`. */
async function runUntil(
  left: readonly string[],
  handle: StimulusHandler,
  onDead: FinalHandler = ignore,
  concurrency = 4,
) {
  const loop = startStimulusLoop(tools, { handle, onDead, concurrency });
  const waiting = async () => (await inbox()).map(({ kind, attempts }) => `${kind} ${attempts}`);
  try {
    await expect.poll(waiting, { interval: 5, timeout: 10_000 }).toEqual(left);
  } finally {
    await loop.stop();
  }
}

it("works off a lead's stimuli one at a time, in the order they were given, and several leads at once", async () => {
  const leads = await Promise.all([leadWith(['a', 'b', 'c']), leadWith(['a', 'b', 'c']), leadWith(['a', 'b', 'c'])]);
  const handled = new Map(leads.map((id) => [id, '']));
  const busy = new Set<string>();
  let [overlaps, mostAtOnce] = [0, 0];
  await runUntil([], async (ctx, { leadId, kind }) => {
    if (busy.has(leadId)) overlaps += 1;
    busy.add(leadId);
    mostAtOnce = Math.max(mostAtOnce, busy.size);
    await ctx.tx`select pg_sleep(0.02)`;
    handled.set(leadId, handled.get(leadId) + kind);
    busy.delete(leadId);
  });
  expect([...handled.values()]).toEqual(['abc', 'abc', 'abc']);
  expect(overlaps).toBe(0);
  expect(mostAtOnce).toBeGreaterThan(1);
});

it('gives a handler the tenant of its lead, live or test', async () => {
  const id = await leadWith(['x']);
  let seen: unknown;
  await runUntil([], async (ctx, stimulus) => {
    const rows = await ctx.tx`select id from leads`;
    seen = { slug: ctx.workspace.slug, isTest: ctx.isTest, kind: stimulus.kind, payload: stimulus.payload };
    expect(rows.length).toBeGreaterThan(0);
  });
  expect(seen).toEqual({ slug: tenant.slug, isTest: false, kind: 'x', payload: { kind: 'x' } });
  const testId = await leadWith(['x'], { ...tenant.ctx, isTest: true });
  const flags = new Map<string, boolean>();
  await runUntil([], async (ctx, { leadId }) => void flags.set(leadId, ctx.isTest));
  expect(flags.get(testId)).toBe(true);
  expect(flags.has(id)).toBe(false);
});

describe('a stimulus that fails', () => {
  it('leaves nothing behind, is tried again later, and goes before what came after it', async () => {
    const leadId = await leadWith(['fails', 'after']);
    const order: string[] = [];
    const note = (ctx: Parameters<StimulusHandler>[0], summary: string) =>
      recordAction(ctx, { leadId, type: 'system_note', summary });
    const failFirst: StimulusHandler = async (ctx, { kind, attempts }) => {
      order.push(`${kind}${attempts}`);
      await note(ctx, `${kind} ${attempts}`);
      if (kind === 'fails' && attempts === 0) throw new Error('not today');
    };
    await runUntil(['fails 1', 'after 0'], failFirst, ignore, 1);
    expect(order).toEqual(['fails0']);
    now = new Date(now.getTime() + 1_000);
    await runUntil([], failFirst, ignore, 1);
    expect(order).toEqual(['fails0', 'fails1', 'after0']);
    const { data } = (await tenant.ask('GET', `/v1/leads/${leadId}/actions`)).json();
    expect(data.map(({ summary }: { summary: string }) => summary)).toEqual(['after 0', 'fails 1', 'Lead created']);
  });

  it('may fail in the database: what it wrote is undone and the failure is counted', async () => {
    const leadId = await leadWith(['fails']);
    const fail: StimulusHandler = async (ctx) => {
      recordAction(ctx, { leadId, type: 'system_note', summary: 'never happened' });
      await ctx.tx`select 1 / 0`;
    };
    await runUntil(['fails 1'], fail);
    const { data } = (await tenant.ask('GET', `/v1/leads/${leadId}/actions`)).json();
    expect(data.map(({ summary }: { summary: string }) => summary)).toEqual(['Lead created']);
  });

  it('may fail where its rows are written: that is counted too, and the worker goes on', async () => {
    await leadWith(['fails']);
    const fail: StimulusHandler = async (ctx) => {
      recordAction(ctx, { leadId: ctx.workspace.id, type: 'system_note', summary: 'of no lead' });
    };
    await runUntil(['fails 1'], fail);
  });

  it('is counted once however many workers look for work', async () => {
    await Promise.all(Array.from({ length: 25 }, () => leadWith(['fails'])));
    const fail: StimulusHandler = async () => {
      throw new Error('not today');
    };
    await runUntil(
      Array.from({ length: 25 }, () => 'fails 1'),
      fail,
    );
  });

  it('is set aside after five times, a person is told, and the later ones go on', async () => {
    await leadWith(['poison', 'after']);
    const handled: string[] = [];
    const dead: ClaimedStimulus[] = [];
    const poison: StimulusHandler = async (_ctx, { kind, attempts }) => {
      handled.push(`${kind}${attempts}`);
      if (kind === 'poison') throw new Error('never');
    };
    const onDead: FinalHandler = async (_ctx, stimulus) => void dead.push(stimulus);
    for (const [attempt, waitMs] of [1_000, 5_000, 30_000, 120_000].entries()) {
      await runUntil([`poison ${attempt + 1}`, 'after 0'], poison, onDead, 1);
      now = new Date(now.getTime() + waitMs);
    }
    expect(dead).toEqual([]);
    await runUntil(['poison 5'], poison, onDead, 1);
    expect(handled).toEqual(['poison0', 'poison1', 'poison2', 'poison3', 'poison4', 'after0']);
    expect(dead).toMatchObject([{ kind: 'poison', attempts: 4 }]);
    expect(await inbox()).toMatchObject([{ kind: 'poison', deadAt: expect.any(Date) }]);
  });
});

it('leaves a stimulus whose lead is locked for the next look, uncounted: two orders of locking never wait for each other', async () => {
  const leadId = await leadWith(['x']);
  const take: StimulusHandler = async (ctx) => {
    await ctx.tx`select id from leads where id = ${leadId} for no key update nowait`;
  };
  await transaction(tenant.ctx, async ({ tx }) => {
    await tx`select id from leads where id = ${leadId} for no key update`;
    expect(await handleNextStimulus(tools, take)).toEqual({ outcome: 'busy' });
  });
  expect(await inbox()).toMatchObject([{ kind: 'x', attempts: 0, deadAt: null }]);
  now = new Date(now.getTime() + 25);
  expect(await handleNextStimulus(tools, take)).toEqual({ outcome: 'done' });
});

it('goes to another worker when the one that had it dies', async () => {
  const leadId = await leadWith(['x']);
  const doomed = openPool(server.database.server, 1);
  const [{ pid } = { pid: 0 }] = await doomed<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const died = handleNextStimulus({ ...tools, db: { ...tools.db, sql: doomed } }, async (ctx) => {
    expect(await handleNextStimulus(tools, ignore)).toEqual({ outcome: 'none' });
    const admin = openPool(server.database.admin, 1);
    await admin`select pg_terminate_backend(${pid})`;
    await admin.end();
    await ctx.tx`select 1`;
  });
  await expect(died).rejects.toThrow();
  await doomed.end({ timeout: 1 });
  let taken: string | undefined;
  const take: StimulusHandler = async (_ctx, stimulus) => {
    taken = stimulus.leadId;
  };
  await expect.poll(() => handleNextStimulus(tools, take)).toEqual({ outcome: 'done' });
  expect(taken).toBe(leadId);
});

it('lets a loop that is asked to stop finish what it is at', async () => {
  await leadWith(['slow', 'next']);
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const handled: string[] = [];
  const loop = startStimulusLoop(tools, {
    concurrency: 1,
    onDead: ignore,
    handle: async (ctx, { kind }) => {
      begin();
      await ctx.tx`select pg_sleep(0.1)`;
      handled.push(kind);
    },
  });
  await begun;
  await loop.stop();
  expect(handled).toEqual(['slow']);
  expect((await inbox()).map(({ kind }) => kind)).toEqual(['next']);
});

describe('a stimulus for which something is asked', () => {
  /** Asks, and handles it once the answer is given. */
  function asking(handled: string[]) {
    const { promise: asked, resolve: hasAsked } = Promise.withResolvers<void>();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const handle: StimulusHandler = async (_ctx, { kind }) => {
      if (kind !== 'asks') {
        handled.push(kind);
        return undefined;
      }
      return {
        timeoutMs: 5_000,
        ask: async () => {
          hasAsked();
          await answered;
          return async () => void handled.push(kind);
        },
      };
    };
    return { handle, asked, answer };
  }

  it('is handled before what came after it, and holds no other lead and no connection up meanwhile', async () => {
    await leadWith(['asks', 'after']);
    await leadWith(['other']);
    const handled: string[] = [];
    const { handle, asked, answer } = asking(handled);
    const loop = startStimulusLoop(tools, { handle, onDead: ignore, concurrency: 1 });
    await asked;
    await expect.poll(() => handled).toEqual(['other']);
    const [open] = await tools.db.sql<{ transactions: number }[]>`
      select count(*)::int as transactions from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'`;
    expect(open).toEqual({ transactions: 0 });
    expect((await inbox()).map(({ kind }) => kind)).toEqual(['asks', 'after']);
    answer();
    await expect.poll(() => handled).toEqual(['other', 'asks', 'after']);
    await loop.stop();
  });

  it('is handled with no more others at once than a loop has hands, whenever the answers come', async () => {
    const COUNT = 12;
    for (let made = 0; made < COUNT; made += 1) await leadWith(['asks']);
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    let [asked, underWay, most, handled] = [0, 0, 0, 0];
    const finish: FinalHandler = async ({ tx }) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await tx`select pg_sleep(0.02)`;
      underWay -= 1;
      handled += 1;
    };
    const handle: StimulusHandler = async () => ({
      timeoutMs: 5_000,
      ask: async () => {
        asked += 1;
        await answered;
        return finish;
      },
    });
    const loop = startStimulusLoop(tools, { handle, onDead: ignore, concurrency: 2 });
    await expect.poll(() => asked).toBe(COUNT);
    answer();
    await expect.poll(() => handled).toBeGreaterThan(2);
    await loop.stop();
    expect([handled, most]).toEqual([COUNT, 2]);
    expect(await inbox()).toEqual([]);
  });

  it('is waited for by a loop that is asked to stop', async () => {
    await leadWith(['asks']);
    const handled: string[] = [];
    const { handle, asked, answer } = asking(handled);
    const loop = startStimulusLoop(tools, { handle, onDead: ignore, concurrency: 1 });
    await asked;
    const stopped = loop.stop();
    answer();
    await stopped;
    expect(handled).toEqual(['asks']);
    expect(await inbox()).toEqual([]);
  });

  it('is taken up by others when who asked has died, and is then no longer his', async () => {
    await leadWith(['asks']);
    const handled: string[] = [];
    const { handle } = asking(handled);
    const first = await handleNextStimulus(tools, handle);
    if (first.outcome !== 'asks') throw new Error(first.outcome);
    expect(await handleNextStimulus(tools, handle)).toEqual({ outcome: 'none' });
    now = new Date(now.getTime() + 15_000);
    const second = await handleNextStimulus(tools, handle);
    if (second.outcome !== 'asks') throw new Error(second.outcome);
    const note: FinalHandler = async () => void handled.push('handled');
    expect(await handleAsked(tools, first, note)).toEqual({ outcome: 'none' });
    expect(await handleAsked(tools, second, note)).toEqual({ outcome: 'done' });
    expect(await handleAsked(tools, second, note)).toEqual({ outcome: 'none' });
    expect(handled).toEqual(['handled']);
  });

  it('is counted where its handling fails, and tried again', async () => {
    await leadWith(['asks']);
    const { handle } = asking([]);
    const asked = await handleNextStimulus(tools, handle);
    if (asked.outcome !== 'asks') throw new Error(asked.outcome);
    const fail: FinalHandler = async () => {
      throw new Error('not today');
    };
    expect(await handleAsked(tools, asked, fail)).toMatchObject({ outcome: 'failed', isDead: false });
    expect(await inbox()).toEqual([{ kind: 'asks', attempts: 1, deadAt: null }]);
    now = new Date(now.getTime() + 1_000);
    expect(await handleNextStimulus(tools, handle)).toMatchObject({ outcome: 'asks' });
  });
});
