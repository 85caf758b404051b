import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { eventually } from '../../../test/eventually.ts';
import { type FollowedStream, followStream } from '../../../test/follow-stream.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { type Ctx, openPool } from '../../db/database.ts';
import { streamEvents } from './stream-events.ts';
import { MOST_OF_KEY, MOST_OF_WORKSPACE, takeStreamRoom } from './stream-room.ts';

let server: TestServer;
let tenant: TestTenant;
const open: FollowedStream[] = [];
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server);
});
afterAll(async () => {
  for (const stream of open) stream.close();
  await server.stop();
});

const follow = async (query = '', headers: Record<string, string> = {}, key = tenant.liveKey) => {
  const stream = await followStream(`${server.url}/v1/stream${query}`, { authorization: `Bearer ${key}`, ...headers });
  open.push(stream);
  return stream;
};
const createLead = async (key?: string) =>
  (await tenant.ask('POST', '/v1/leads', { body: {}, ...(key && { key }) })).json();
const lastSeq = async () => (await tenant.ask('GET', '/v1/events?limit=500')).json().nextAfter;
const seqs = ({ events }: FollowedStream) => events.map(({ id }) => Number(id));

describe('a stream', () => {
  it('gives what comes, in order, each once, and goes on after the last event a client had', async () => {
    const stream = await follow();
    const leads = [];
    for (let made = 0; made < 20; made += 1) leads.push(await createLead());
    await eventually(() => stream.events.length).toBe(40);
    expect(seqs(stream)).toEqual(Array.from({ length: 40 }, (_, place) => place + 1));
    const [first] = stream.events;
    expect(first).toMatchObject({ event: 'lead.created' });
    expect(JSON.parse(first?.data ?? '')).toMatchObject({ seq: 1, type: 'lead.created', leadId: leads[0].id });

    const again = await follow('', { 'last-event-id': '17' });
    await eventually(() => again.events.length).toBe(23);
    await createLead();
    await eventually(() => again.events.length).toBe(25);
    expect(seqs(again)).toEqual(Array.from({ length: 25 }, (_, place) => place + 18));
    const fromNow = await follow();
    await createLead();
    await eventually(() => fromNow.events.length).toBe(2);
    expect(seqs(fromNow)).toEqual([43, 44]);
  });

  it('is filtered, and is of its key and workspace alone', async () => {
    const filtered = await follow('?types=conversation.created');
    const test = await follow('', {}, tenant.testKey);
    const other = await addTenant(server);
    const foreign = await follow('', {}, other.liveKey);
    await createLead();
    const tested = await createLead(tenant.testKey);
    await eventually(() => filtered.events.length).toBe(1);
    await eventually(() => test.events.length).toBe(2);
    expect(filtered.events.map(({ event }) => event)).toEqual(['conversation.created']);
    expect(test.events.map(({ data }) => JSON.parse(data).leadId)).toEqual([tested.id, tested.id]);
    expect(foreign.events).toEqual([]);
  });

  it('goes on from the last event there is for a client that had a later one, as after a backup was put back', async () => {
    const last = String(await lastSeq());
    const stream = await follow('', { 'last-event-id': '99999999' });
    await eventually(() => stream.lastEventId()).toBe(last);
    stream.close();
    await createLead();
    const again = await follow('', { 'last-event-id': stream.lastEventId() });
    await eventually(() => again.events.length).toBe(2);
  });

  it('that cannot be is answered as any request', async () => {
    const statusOf = async (query: string, headers: Record<string, string> = {}, key = tenant.liveKey) =>
      (await tenant.ask('GET', `/v1/stream${query}`, { headers, key })).statusCode;
    expect(await statusOf('?types=nothing')).toBe(400);
    expect(await statusOf('', { 'last-event-id': 'x' })).toBe(400);
    expect(await statusOf('', {}, await tenant.keyWith(['leads:read']))).toBe(403);
    const admin = openPool(server.database.admin, 1);
    await admin`update workspaces set forgotten_event_seq = 5 where id = ${tenant.ctx.workspace.id}`;
    expect(await statusOf('', { 'last-event-id': '4' })).toBe(409);
    await admin.end();
  });
});

it('has room for so many of a key, and gives it back', async () => {
  const holder = await addTenant(server);
  const [key] = (await holder.ask('GET', '/v1/keys')).json().data.filter((one: { isTest: boolean }) => !one.isTest);
  const ctx: Ctx = { ...holder.ctx, actor: { kind: 'api_key', id: key.id } };
  const gone = new AbortController();
  const streams = await Promise.all(Array.from({ length: MOST_OF_KEY - 1 }, () => streamEvents(ctx, {}, gone.signal)));
  // What is refused leaves no trace.
  await expect(streamEvents(ctx, {}, gone.signal, 'x')).rejects.toMatchObject({ code: 'invalid_input' });
  const last = await follow('', {}, holder.liveKey);
  const refused = await holder.ask('GET', '/v1/stream');
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '30']);
  expect(refused.json()).toMatchObject({ reason: 'too_many_streams', detail: expect.stringContaining('500 streams') });
  await follow('', {}, await holder.keyWith(['events:read']));
  last.close();
  const again = async () => (await follow('', {}, holder.liveKey)).lastEventId();
  await expect.poll(() => again().catch(() => undefined)).toBeDefined();
  gone.abort();
  await Promise.all(streams.map((stream) => once(stream, 'close').catch(() => undefined)));
});

it('has room for so many of a workspace', () => {
  const ctxOf = (id: string): Ctx => ({
    ...tenant.ctx,
    workspace: { ...tenant.ctx.workspace, id: 'w' },
    actor: { kind: 'api_key', id },
  });
  const taken = Array.from({ length: MOST_OF_WORKSPACE }, (_, place) => takeStreamRoom(ctxOf(`${place % 5}`)));
  expect(() => takeStreamRoom(ctxOf('another'))).toThrow('This workspace has 2000 streams open');
  taken.pop()?.();
  takeStreamRoom(ctxOf('another'))();
  for (const giveBack of taken) giveBack();
});

it('ends at once when the server closes', async () => {
  const closing = await startTestServer();
  const { liveKey } = await addTenant(closing);
  const stream = await followStream(`${closing.url}/v1/stream`, { authorization: `Bearer ${liveKey}` });
  await Promise.all([closing.stop(), stream.ended]);
});
