import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { begin } from '../../src/db/begin.ts';
import { bindWorkspace, openPool } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { findFreePort } from '../../src/find-free-port.ts';
import { followStream } from '../follow-stream.ts';

/** KILL_EVENTS=20000 is the long one. */
const EVENTS = Number(process.env.KILL_EVENTS ?? 1_500);
const KILLS = Math.max(6, Math.round(EVENTS / 1_300));
const WRITERS = 8;
const PATIENCE_MS = 120_000 + EVENTS * 25;
/** Less than the test has, so that it can say what did not come about. */
const STEP_MS = PATIENCE_MS - 30_000;

interface Listed {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
  readonly leadId: string | null;
}

let dataDir: string;
let url: string;
let product: Kept;
let receiver: Kept;
let receiverUrl: string;
let received: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'foyer-kill-'));
  // As root the embedded Postgres is another user's.
  await chmod(dataDir, 0o755);
  await mkdir(join(dataDir, 'data'), { mode: 0o755 });
  received = join(dataDir, 'received.txt');
  const port = await findFreePort('127.0.0.1', 0);
  url = `http://127.0.0.1:${port}`;
  const settings = {
    FOYER_DATA_DIR: join(dataDir, 'data'),
    PORT: String(port),
    LOG_LEVEL: 'silent',
    OUTBOUND_ALLOW: '127.0.0.1',
  };
  product = keep([fileURLToPath(new URL('../../src/main.ts', import.meta.url))], settings);
  const receiverPort = await findFreePort('127.0.0.1', 0);
  receiver = keep([fileURLToPath(new URL('receive-webhooks.ts', import.meta.url)), String(receiverPort), received], {});
  receiverUrl = `http://127.0.0.1:${receiverPort}`;
  await until('start', async () => (await ask('GET', '/readyz')).status === 200);
}, 120_000);
afterAll(async () => {
  await receiver.end('SIGKILL');
  await product.end('SIGTERM');
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);

it(
  `loses none of ${EVENTS} events while the product, its Postgres and the receiver are killed at random`,
  async () => {
    const key = await makeKey();
    for (const endpoint of [{ url: `${receiverUrl}/any` }, { url: `${receiverUrl}/ordered`, isOrdered: true }]) {
      await until('endpoint', async () => (await ask('POST', '/v1/webhook-endpoints', key, endpoint)).status === 201);
    }
    const start = (await ask('GET', '/v1/events?limit=500', key)).body.nextAfter;
    const isOver = { is: false };
    const list = readList(key, isOver);
    const stream = readStream(key, isOver);
    const { acknowledged } = await writeAndKill(key);
    const truth = await wholeList(key);
    expect(truth.length).toBeGreaterThanOrEqual(EVENTS);
    // No gap, and everything that was answered with 201 is there.
    expect(truth.map(({ seq }) => seq)).toEqual(truth.map((_, place) => place + 1));
    const created = new Set(truth.filter(({ type }) => type === 'lead.created').map(({ leadId }) => leadId));
    expect(acknowledged.filter((id) => !created.has(id))).toEqual([]);

    const last = truth.length;
    await until('reader at the end', () => list.at(-1) === last && stream.at(-1) === last);
    isOver.is = true;
    expect(list).toEqual(truth.map(({ seq }) => seq));
    expect(stream).toEqual(truth.map(({ seq }) => seq));
    const wanted = truth.filter(({ seq }) => seq > start).map(({ id }) => id);
    await until('webhook of every event', async () => {
      await makeRetriesDue();
      const came = await readReceived();
      return ['/any', '/ordered'].every((path) => {
        const ids = new Set(came.filter((one) => one.path === path).map(({ id }) => id));
        return wanted.every((id) => ids.has(id));
      });
    });
    expect(outOfOrder(await readReceived())).toEqual([]);
  },
  PATIENCE_MS,
);

interface Received {
  readonly path: string;
  readonly id: string;
  readonly seq: number;
  readonly leadId: string;
}

async function readReceived(): Promise<Received[]> {
  const lines = (await readFile(received, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [path = '', id = '', seq = '', leadId = ''] = line.split(' ');
    return { path, id, seq: Number(seq), leadId };
  });
}

/** What came to the endpoint that wants order for the first time after a later event of the same lead had come. */
function outOfOrder(came: readonly Received[]): Received[] {
  const known = new Set<string>();
  const lastOf = new Map<string, number>();
  return came.filter((one) => {
    if (one.path !== '/ordered' || known.has(one.id)) return false;
    known.add(one.id);
    const last = lastOf.get(one.leadId) ?? 0;
    lastOf.set(one.leadId, Math.max(last, one.seq));
    return one.leadId !== 'null' && one.seq < last;
  });
}

/** Writes until there are enough events, and kills something whenever a share of them is there. */
async function writeAndKill(key: string): Promise<{ acknowledged: string[] }> {
  const acknowledged: string[] = [];
  const victims = Array.from({ length: KILLS }, (_, place) => ['product', 'postgres', 'receiver'][place % 3] ?? '');
  victims.sort(() => Math.random() - 0.5);
  let events = 0;
  let killed = 0;
  let isKilling = false;
  const write = async (writer: number) => {
    for (let turn = 0; events < EVENTS; turn += 1) {
      const idempotencyKey = `${writer}-${turn}`;
      await until('answer', async () => {
        const made = await ask('POST', '/v1/leads', key, { name: 'Ada' }, { 'idempotency-key': idempotencyKey });
        if (made.status === 201) acknowledged.push(made.body.id);
        return made.status === 201;
      });
      // A lead, its conversation, its run.
      events += 3;
      if (!isKilling && killed < KILLS && events > ((killed + 1) * EVENTS) / (KILLS + 1)) {
        isKilling = true;
        await kill(victims[killed++]);
        isKilling = false;
      }
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  return { acknowledged };
}

async function kill(victim: string | undefined): Promise<void> {
  if (victim === 'product') product.kill();
  if (victim === 'receiver') receiver.kill();
  if (victim !== 'postgres') return;
  const data = join(dataDir, 'data');
  const home =
    (await readFile(join(data, 'database-location.txt'), 'utf8').catch(() => '')).trim() || join(data, 'postgres');
  const file = await readFile(join(home, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(file.split('\n')[0]);
  if (pid > 0) process.kill(pid, 'SIGKILL');
}

/** As time would: what waits for its retry, and what a process that died had taken, is due now. */
async function makeRetriesDue(): Promise<void> {
  const log = { info: () => undefined, warn: () => undefined };
  const settings = loadConfig({ FOYER_DATA_DIR: join(dataDir, 'data') }, dataDir);
  const database = await openDatabase(settings, { log, beside: true });
  const sql = openPool(database.server, 1);
  const [workspace] = await sql<{ id: string }[]>`select id from find_workspace('demo')`;
  await begin(sql, async (tx) => {
    await bindWorkspace(tx, workspace?.id ?? '');
    await tx`update webhook_deliveries set available_at = now() where state = 'pending'`;
  });
  await sql.end();
  await database.stop();
  await delay(500);
}

/** Follows the list as a client does, through all failures. */
function readList(key: string, isOver: { is: boolean }): number[] {
  const seen: number[] = [];
  void (async () => {
    let after = 0;
    while (!isOver.is) {
      const page = await ask('GET', `/v1/events?after=${after}&wait=5`, key);
      if (page.status !== 200) await delay(50);
      else {
        seen.push(...page.body.data.map(({ seq }) => seq));
        after = page.body.nextAfter;
      }
    }
  })();
  return seen;
}

function readStream(key: string, isOver: { is: boolean }): number[] {
  const seen: number[] = [];
  void (async () => {
    while (!isOver.is) {
      try {
        const headers = { authorization: `Bearer ${key}`, 'last-event-id': String(seen.at(-1) ?? 0) };
        const stream = await followStream(`${url}/v1/stream`, headers);
        let isEnded = false;
        void stream.ended.then(() => {
          isEnded = true;
        });
        while (!isEnded && !isOver.is) {
          seen.push(...stream.events.splice(0).map(({ id }) => Number(id)));
          await delay(20);
        }
        seen.push(...stream.events.splice(0).map(({ id }) => Number(id)));
        stream.close();
      } catch {
        await delay(50);
      }
    }
  })();
  return seen;
}

async function wholeList(key: string): Promise<Listed[]> {
  const found: Listed[] = [];
  let quiet = 0;
  await until('end of the list', async () => {
    const { status, body } = await ask('GET', `/v1/events?after=${found.length}&limit=500`, key);
    if (status !== 200) return false;
    found.push(...body.data);
    quiet = body.data.length === 0 ? quiet + 1 : 0;
    return quiet > 20;
  });
  return found;
}

async function makeKey(): Promise<string> {
  const first = (await readFile(join(dataDir, 'data', 'demo.key'), 'utf8')).trim();
  const { body } = await ask('POST', '/v1/keys', first, { limitPerMinute: 1_000_000 });
  return body.secret;
}

interface Body {
  readonly id: string;
  readonly secret: string;
  readonly data: Listed[];
  readonly nextAfter: number;
}

interface Answer {
  readonly status: number;
  readonly body: Body;
}

/** Status 0 where there was no answer. */
async function ask(method: string, path: string, key = '', body?: object, headers = {}): Promise<Answer> {
  try {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    return { status: response.status, body: asBody(await response.json().catch(() => ({}))) };
  } catch {
    return { status: 0, body: asBody({}) };
  }
}

/** The tests ask for what the answer's status promises. */
function asBody(body: unknown): Body {
  return body as Body;
}

interface Kept {
  kill(): void;
  end(signal: NodeJS.Signals): Promise<void>;
}

/** A process that is started again whenever it ends. */
function keep(args: readonly string[], env: Readonly<Record<string, string>>): Kept {
  let isWanted = true;
  let child: ChildProcess;
  const start = () => {
    child = spawn(process.execPath, args, {
      env: { ...environment(), ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('exit', () => {
      if (isWanted) setTimeout(start, 100);
    });
  };
  start();
  return {
    kill: () => void child.kill('SIGKILL'),
    end: async (signal) => {
      isWanted = false;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

function environment(): Record<string, string> {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE } = process.env;
  return { PATH, HOME, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) };
}

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + STEP_MS;
  while (!(await condition())) {
    if (Date.now() > giveUpAt) throw new Error(`in time there was no ${what}`);
    await delay(30);
  }
}
