import { setTimeout as delay } from 'node:timers/promises';
import type { Channel } from '../../src/adapters/channels/port.ts';
import { openPool, type Sql } from '../../src/db/database.ts';
import { startWorker } from '../../src/worker.ts';
import { type ChannelPeer, type Manner, type Received, startChannelPeer } from '../http-channel.ts';
import { startTestServer, type TestServer } from '../server.ts';
import { VirtualClock } from '../virtual-time.ts';
import { installWitness } from './witness.ts';

/** A message that reached a receiver, and how that answered. */
export interface Arrival extends Received {
  readonly channel: string;
  readonly manner: Manner;
  /** Its place among all that the house notes, calls of the API too. */
  readonly n: number;
}

/** The whole product in virtual time: an API, two processes that work, and receivers that behave as told. */
export interface House {
  readonly server: TestServer;
  readonly clock: VirtualClock;
  /** As the superuser. */
  readonly sql: Sql;
  readonly arrivals: readonly Arrival[];
  /** How receivers answer what is sent to this number from now on. */
  setManner(to: string, manner: Manner): void;
  release(): void;
  /** Counts what happens, so that it can be told what came first. */
  tick(): number;
  /** Ends one process in the middle of whatever it does, and starts another. */
  crash(): Promise<void>;
  /** Until nothing is left to do at this moment but what hangs. */
  idle(): Promise<void>;
  pass(ms: number, how: { readonly jumps: boolean }): Promise<void>;
  stop(): Promise<void>;
}

interface Process {
  kill(): Promise<void>;
}

const PATIENCE_MS = 20_000;
/** Longer than any message takes that does not hang: what is still being sent then has died with its process. */
const SETTLES_WITHIN_MS = 500;
const STOPS_IN_A_PASSAGE = 25;
const MINUTE_MS = 60_000;

export async function openHouse(start: string): Promise<House> {
  const clock = new VirtualClock(start);
  const manners = new Map<string, Manner>();
  const arrivals: Arrival[] = [];
  const unsettled = new Set<string>();
  let n = 0;
  const tick = () => ++n;
  const receive = (channel: string) => (message: Received) => {
    const manner = manners.get(message.to) ?? 'ok';
    arrivals.push({ ...message, channel, manner, n: tick() });
    if (manner === 'hangs') unsettled.add(message.key);
    else unsettled.delete(message.key);
    return manner;
  };
  const peers = [await startChannelPeer('sms'), await startChannelPeer('fax', { takesIdempotencyKey: false })];
  for (const peer of peers) peer.manner = receive(peer.channel.name);
  const server = await startTestServer({ worker: false, clock, channels: peers.map(({ channel }) => channel) });
  await installWitness(server.database);
  const sql = openPool(server.database.admin, 4);
  const processes = [startProcess(server), startProcess(server)];
  const release = () => {
    unsettled.clear();
    for (const peer of peers) peer.release();
  };
  const idle = () => untilIdle({ server, clock, sql, unsettled });
  return {
    server,
    clock,
    sql,
    arrivals,
    setManner: (to, manner) => manners.set(to, manner),
    release,
    tick,
    idle,
    crash: async () => {
      await processes.shift()?.kill();
      processes.push(startProcess(server));
    },
    pass: async (ms, { jumps }) => {
      const until = clock.now().getTime() + ms;
      const least = Math.max(MINUTE_MS, ms / STOPS_IN_A_PASSAGE);
      // What falls due at the end is done at the end.
      while (!jumps && clock.now().getTime() < until) {
        const next = await nextDue(sql);
        if (next === null || next > until) break;
        clock.set(new Date(Math.min(until, Math.max(next, clock.now().getTime() + least))));
        await idle();
      }
      clock.set(new Date(until));
      await idle();
    },
    stop: async () => {
      await endPeers(peers, () => Promise.all(processes.map((one) => one.kill())));
      await sql.end();
      await server.stop();
    },
  };
}

async function endPeers(peers: readonly ChannelPeer[], end: () => Promise<unknown>): Promise<void> {
  for (const peer of peers) peer.release();
  await end();
  for (const peer of peers) await peer.stop();
}

/** All that works in one process of the product, with connections of its own, that can die. */
function startProcess({ context, database }: TestServer): Process {
  const sql = openPool(database.server, 8);
  const death = new AbortController();
  const dying = (channel: Channel): Channel => ({
    ...channel,
    send: (message, signal) => channel.send(message, AbortSignal.any([signal, death.signal])),
  });
  const channels = new Map([...context.channels].map(([name, channel]) => [name, dying(channel)]));
  const worker = startWorker({ ...context, channels, db: { ...context.db, sql } });
  return {
    kill: async () => {
      await sql.end({ timeout: 0 });
      death.abort(new Error('the process has died'));
      await worker.stop();
    },
  };
}

interface Waiting extends Pick<House, 'server' | 'clock' | 'sql'> {
  /** Messages that are being sent and whose end does not come by itself: they hang, or their process has died. */
  readonly unsettled: Set<string>;
}

const SUBJECTS = ['timers', 'stimuli', 'deliveries'];

async function untilIdle({ server, clock, sql, unsettled }: Waiting): Promise<void> {
  const began = Date.now();
  for (let look = 0; ; look += 1) {
    if (look % 10 === 0) for (const subject of SUBJECTS) server.context.db.signals.send(subject);
    const open = await openWork(sql, clock.now(), unsettled);
    if (open.length === 0) return;
    const waitsMs = Date.now() - began;
    if (waitsMs > SETTLES_WITHIN_MS && open.every(({ what }) => what === 'sending'))
      for (const { messageId } of open) if (messageId) unsettled.add(messageId);
    if (waitsMs > PATIENCE_MS) throw new Error(`does not come to rest: ${JSON.stringify(open)}`);
    await delay(3);
  }
}

interface OpenWork {
  readonly what: string;
  readonly more: string | null;
  readonly messageId: string | null;
}

function openWork(sql: Sql, at: Date, unsettled: ReadonlySet<string>): Promise<OpenWork[]> {
  return sql<OpenWork[]>`
    select 'stimulus' as what, s.kind || coalesce(': ' || s.last_error, '') as more, null::uuid as message_id from stimuli s
    where s.dead_at is null and s.available_at <= ${at} and ${isFirst(sql)}
    union all select 'timer', kind, null from timers where due_at <= ${at}
    union all select d.status, d.last_error, d.message_id from deliveries d
    where (d.available_at <= ${at} or (d.status = 'sending' and d.message_id <> all (${[...unsettled]}::uuid[])))
      and d.status in ('pending', 'sending') and ${mayGo(sql)}
    limit 50`;
}

/** Of a stimulus `s`: its lead has none before it. */
function isFirst(sql: Sql) {
  return sql`not exists (
    select from stimuli e
    where e.workspace_id = s.workspace_id and e.lead_id = s.lead_id and e.id < s.id and e.dead_at is null)`;
}

/** Of a delivery `d`. */
function mayGo(sql: Sql) {
  return sql`not waits_for_earlier(d.workspace_id, d.conversation_id, d.id)`;
}

/** Without what stands behind something else: that may be due long before it can be done. */
async function nextDue(sql: Sql): Promise<number | null> {
  const [row] = await sql<{ at: Date | null }[]>`
    select min(at) as at from (
      select due_at as at from timers
      union all select s.available_at from stimuli s where s.dead_at is null and ${isFirst(sql)}
      union all select d.available_at from deliveries d where d.status in ('pending', 'sending') and ${mayGo(sql)}) due`;
  return row?.at?.getTime() ?? null;
}
