import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { untilIdle } from './until-idle.ts';

export interface WebhookBench {
  readonly url: string;
  readonly secret: string;
  readonly workspaceId: string;
  /** As the superuser. */
  readonly sql: Sql;
}

export interface Timed {
  readonly perSecond: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}

const PATIENCE_MS = 120_000;
const EXPECTED_A_SECOND = 2_000;

/** Deliveries a second to a receiver that answers at once, of many events to so many endpoints, some of which hang. */
export async function measureDeliveries(
  bench: WebhookBench,
  { endpoints, hanging, seconds }: { endpoints: number; hanging: number; seconds: number },
): Promise<Timed> {
  const receiver = await startReceiver();
  try {
    const paths = Array.from({ length: endpoints }, (_, place) =>
      place < hanging ? `/hang/${place}` : `/fast/${place}`,
    );
    const ids = await Promise.all(paths.map((path) => addEndpoint(bench, receiver.url + path)));
    const events = Math.max(10, Math.round((seconds * EXPECTED_A_SECOND) / endpoints));
    const wanted = events * (endpoints - hanging);
    await insertEvents(bench, events);
    const giveUpAt = performance.now() + PATIENCE_MS;
    while (receiver.times.length < wanted && performance.now() < giveUpAt) await delay(10);
    if (receiver.times.length < wanted) throw new Error(`${receiver.times.length} of ${wanted} webhooks came`);
    const [first = 0, last = 0] = [receiver.times[0], receiver.times[wanted - 1]];
    for (const id of ids) await call(bench, 'DELETE', `/v1/webhook-endpoints/${id}`);
    return { perSecond: (wanted * 1000) / (last - first) };
  } finally {
    await receiver.close();
  }
}

/** From the request that makes a lead to the webhook that tells of it, one after the other while nothing else happens. */
export async function measureLatency(bench: WebhookBench, seconds: number): Promise<Timed> {
  const receiver = await startReceiver();
  try {
    const id = await addEndpoint(bench, `${receiver.url}/fast/0`, ['lead.created']);
    const took: number[] = [];
    const until = performance.now() + seconds * 1000;
    while (performance.now() < until || took.length < 20) {
      await untilIdle(bench.sql);
      const before = receiver.times.length;
      const since = performance.now();
      await call(bench, 'POST', '/v1/leads', {});
      while (receiver.times.length === before) await delay(1);
      took.push((receiver.times[before] ?? since) - since);
      await delay(100);
    }
    await call(bench, 'DELETE', `/v1/webhook-endpoints/${id}`);
    took.sort((one, other) => one - other);
    const at = (share: number) => took[Math.floor(share * (took.length - 1))] ?? 0;
    return { perSecond: took.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
  } finally {
    await receiver.close();
  }
}

async function startReceiver() {
  const times: number[] = [];
  const server: Server = createServer((request, response) => {
    request.resume().once('end', () => {
      if (request.url?.startsWith('/hang')) return;
      times.push(performance.now());
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${port}`, times, close };
}

async function addEndpoint(bench: WebhookBench, url: string, events = ['message.received']): Promise<string> {
  const { id } = await call(bench, 'POST', '/v1/webhook-endpoints', { url, events });
  return id;
}

/** As a verb would write them; the sequencer finds them by itself. */
async function insertEvents({ sql, workspaceId }: WebhookBench, count: number): Promise<void> {
  await sql`
    insert into events (workspace_id, id, type, lead_id, data, created_at)
    select ${workspaceId}, (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '70008000'
        || lpad(to_hex(place), 12, '0'))::uuid, 'message.received', null,
      ${sql.json({ messageId: '01935a3c-7f1e-7b2a-9c44-000000000007', channel: 'web_chat', actor: 'lead' })}, now()
    from generate_series(1, ${count}::int) place`;
}

export async function call(
  { url, secret }: Pick<WebhookBench, 'url' | 'secret'>,
  method: string,
  path: string,
  body?: object,
): Promise<{ id: string; secret?: string }> {
  const headers = { authorization: `Bearer ${secret}`, ...(body && { 'content-type': 'application/json' }) };
  const response = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? { id: '' } : JSON.parse(text);
}
