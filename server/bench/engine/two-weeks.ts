import { setTimeout as delay } from 'node:timers/promises';
import { createChannels } from '../../src/adapters/channels/index.ts';
import { loadConfig } from '../../src/config.ts';
import { createContext } from '../../src/context.ts';
import { openPool, type Sql } from '../../src/db/database.ts';
import { startWorker } from '../../src/worker.ts';
import { settingsFor } from '../product.ts';
import { findCadenceFaults } from './cadence-faults.ts';
import { Receiver } from './receiver.ts';
import type { EngineOrder } from './run-engine.ts';
import { findSentFaults } from './sent-faults.ts';
import { findStandingFaults } from './standing-faults.ts';
import { makeLeads, promise, WORKFLOW } from './workspace.ts';

export interface EngineReport {
  readonly leads: number;
  readonly attempts: number;
  /** Messages of all kinds that left. */
  readonly sent: number;
  readonly answers: number;
  readonly heard: number;
  readonly booked: number;
  readonly optedOut: number;
  readonly cold: number;
  readonly transactions: number;
  /** How often time was moved on. */
  readonly moves: number;
  readonly faults: readonly string[];
}

const DAY_MS = 86_400_000;
const DAYS = 14;
/** Time goes on by at least this: what is due within it is done at its end, as on a machine that has much to do. */
const LEAST_MOVE_MS = 600_000;
const BEGIN = '2030-03-04T06:00:00.000Z';
const MOST_FAULTS = 20;

/** Makes the leads, lets two weeks pass as fast as the work of each moment is done, and looks at what stands then. */
export async function runEngine(order: EngineOrder, tell: (kind: 'begins' | 'ends') => void): Promise<EngineReport> {
  let now = Date.parse(BEGIN);
  const clock = { now: () => new Date(now) };
  const config = loadConfig({ ...process.env, ...settingsFor(order.dataDir), LOG_LEVEL: 'error' });
  const receiver = new Receiver(clock);
  const context = await createContext(
    config,
    order,
    clock,
    (log) => new Map([...createChannels(log), ['sms', receiver.channel]]),
  );
  const sql = openPool(order.admin, 2);
  try {
    const { ctx, byPhone } = await makeLeads(context, order.leads);
    await sql`vacuum (analyze)`;
    receiver.serve(ctx, byPhone);
    const begun = await transactionsOf(sql);
    tell('begins');
    const worker = startWorker(context);
    const end = now + DAYS * DAY_MS;
    let moves = 0;
    while (now < end) {
      await untilIdle(sql, clock.now(), () => context.db.signals);
      const next = await nextDue(sql, receiver.nextAt());
      now = Math.min(end, Math.max(next, now + LEAST_MOVE_MS));
      moves += 1;
      await receiver.act();
      for (const subject of SUBJECTS) context.db.signals.send(subject);
    }
    await untilIdle(sql, clock.now(), () => context.db.signals);
    await worker.stop();
    tell('ends');
    const transactions = (await transactionsOf(sql)) - begun;
    return {
      ...(await countAll(sql)),
      leads: order.leads,
      transactions,
      moves,
      faults: await faultsOf(sql, ctx.workspace.id, receiver, clock.now()),
    };
  } finally {
    await sql.end();
    await context.close();
  }
}

const SUBJECTS = ['timers', 'stimuli', 'deliveries'];
const LONGEST_LOOK_MS = 50;

/** Looks ever more seldom: a look takes the time of the work that it waits for. */
async function untilIdle(sql: Sql, at: Date, signals: () => { send(subject: string): void }): Promise<void> {
  for (let waitMs = 1; ; waitMs = Math.min(LONGEST_LOOK_MS, waitMs * 1.5)) {
    const [state] = await sql<{ isBusy: boolean }[]>`
      select exists (select from timers where due_at <= ${at})
        or exists (
          select from stimuli s
          where s.dead_at is null and s.available_at <= ${at} and not exists (
            select from stimuli e
            where e.workspace_id = s.workspace_id and e.lead_id = s.lead_id and e.dead_at is null and e.id < s.id))
        or exists (
          select from deliveries
          where status in ('pending', 'sending') and (status = 'sending' or available_at <= ${at})) as is_busy`;
    if (!state?.isBusy) return;
    await delay(waitMs);
    if (waitMs === LONGEST_LOOK_MS) for (const subject of SUBJECTS) signals().send(subject);
  }
}

async function nextDue(sql: Sql, reactsAt: number): Promise<number> {
  const [row] = await sql<{ at: Date | null }[]>`
    select least(
      (select min(due_at) from timers), (select min(available_at) from stimuli where dead_at is null),
      (select min(available_at) from deliveries where status in ('pending', 'sending'))) as at`;
  return Math.min(reactsAt, row?.at?.getTime() ?? Number.POSITIVE_INFINITY);
}

async function transactionsOf(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select xact_commit as count from pg_stat_database where datname = current_database()`;
  return row?.count ?? 0;
}

type Counts = Omit<EngineReport, 'leads' | 'transactions' | 'moves' | 'faults'>;

async function countAll(sql: Sql): Promise<Counts> {
  const [row] = await sql<Counts[]>`
    select (select count(*) from messages where purpose = 'attempt' and kind = 'message') as attempts,
      (select count(*) from deliveries where status = 'sent') as sent,
      (select count(*) from messages where purpose = 'reply') as answers,
      (select count(*) from messages where direction = 'inbound') as heard,
      (select count(*) from appointments where status = 'confirmed') as booked,
      (select count(*) from leads where opted_out_at is not null) as opted_out,
      (select count(*) from runs r join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
       where s.key = 'cold') as cold`;
  if (!row) throw new Error('nothing could be counted');
  return row;
}

async function faultsOf(sql: Sql, workspaceId: string, receiver: Receiver, at: Date): Promise<string[]> {
  const own = await sql.reserve();
  // These look at every message there is, which takes longer than a request may.
  await own`set statement_timeout = 0`;
  await own`set work_mem = '128MB'`;
  const found = [
    ...(await findStandingFaults(own, [workspaceId], at)),
    ...(await findSentFaults(own, [workspaceId])),
    ...(await findCadenceFaults(own, [workspaceId], { workflow: WORKFLOW, promise })),
  ];
  own.release();
  const told = [...receiver.faults, ...found.map(({ rule, leadId, found: what }) => `${rule}: ${leadId} ${what}`)];
  return told.length > MOST_FAULTS ? [...told.slice(0, MOST_FAULTS), `and ${told.length - MOST_FAULTS} more`] : told;
}
