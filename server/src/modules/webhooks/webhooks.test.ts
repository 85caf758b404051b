import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { eventually } from '../../../test/eventually.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { type ReceivedWebhook, startReceiver, type WebhookReceiver } from '../../../test/webhook-receiver.ts';
import { openPool, type Sql } from '../../db/database.ts';

let server: TestServer;
let tenant: TestTenant;
let receiver: WebhookReceiver;
let admin: Sql;
let clock = () => new Date();
beforeAll(async () => {
  server = await startTestServer({ config: { outboundAllow: ['127.0.0.1'] }, clock: { now: () => clock() } });
  admin = openPool(server.database.admin, 1);
});
afterAll(async () => {
  await admin.end();
  await server.stop();
  await receiver.close();
});
beforeEach(async () => {
  await receiver?.close();
  receiver = await startReceiver();
  clock = () => new Date();
  tenant = await addTenant(server);
});

const addEndpoint = async (body: object = {}, key = tenant.liveKey) => {
  const response = await tenant.ask('POST', '/v1/webhook-endpoints', {
    body: { url: `${receiver.url}/hook`, ...body },
    key,
  });
  expect(response.statusCode, response.body).toBe(201);
  return response.json();
};
const createLead = async (body: object = {}, key = tenant.liveKey) =>
  (await tenant.ask('POST', '/v1/leads', { body, key })).json();
const path = (id: string, rest = '') => `/v1/webhook-endpoints/${id}${rest}`;
const deliveriesOf = async (id: string) => (await tenant.ask('GET', path(id, '/deliveries?limit=100'))).json().data;
const getDelivery = async (endpointId: string, id: string) =>
  (await tenant.ask('GET', path(endpointId, `/deliveries/${id}`))).json();
const verify = (secret: string, { text, headers }: ReceivedWebhook) =>
  new Webhook(secret).verify(text, headers as Record<string, string>);
const typesOf = () => receiver.received.map(({ text }) => JSON.parse(text).type);
const inFuture = (ms: number) => {
  const real = clock;
  clock = () => new Date(real().getTime() + ms);
  server.context.db.signals.send('webhooks');
};

describe('an endpoint', () => {
  it('is sent what happens from then on, signed so that the standard library verifies it, and the log says how', async () => {
    await createLead();
    await eventually(async () => (await tenant.ask('GET', '/v1/events')).json().nextAfter).toBe(2);
    const { id, secret } = await addEndpoint({ events: ['lead.*'], headers: { Authorization: 'Bearer abc' } });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const lead = await createLead({ source: 'ad' });
    await eventually(() => receiver.received.length).toBe(1);
    const [webhook] = receiver.received;
    if (!webhook) throw new Error('nothing came');
    const { type, timestamp, data } = verify(secret, webhook) as { type: string; timestamp: string; data: object };
    expect({ type, data }).toMatchObject({
      type: 'lead.created',
      data: { leadId: lead.id, seq: 3, isTest: false, channel: 'api', source: 'ad', actor: 'api_key' },
    });
    expect(timestamp).toBe(lead.createdAt);
    expect(webhook.headers).toMatchObject({ authorization: 'Bearer abc', 'content-type': 'application/json' });
    await eventually(async () => (await deliveriesOf(id))[0].state).toBe('delivered');
    const [delivery] = await deliveriesOf(id);
    expect(delivery).toMatchObject({ id: webhook.headers['webhook-id'], attempts: 1, lastStatus: 200, seq: 3 });
    expect(await getDelivery(id, delivery.id)).toMatchObject({
      request: webhook.text,
      log: [{ outcome: 'answered', status: 200, reason: null, durationMs: expect.any(Number) }],
    });
    const shown = await tenant.ask('GET', path(id));
    expect(shown.json()).toMatchObject({ headerNames: ['Authorization'], events: ['lead.*'], failingSince: null });
    expect(shown.body).not.toMatch(/abc|whsec/);
    const [{ secret: sealed, headers } = { secret: '', headers: '' }] = await admin<
      { secret: string; headers: string }[]
    >`
      select secret, headers from webhook_endpoints where id = ${id}`;
    expect(`${sealed}${headers}`).not.toMatch(/abc|whsec/);
  });

  it('must be where Foyer may send to', async () => {
    const refuse = async (url: string) => {
      const response = await tenant.ask('POST', '/v1/webhook-endpoints', { body: { url } });
      expect(response.statusCode, url).toBe(400);
      return response.json().errors[0].pointer;
    };
    const inside = ['http://8.8.8.8', 'https://10.0.0.1', 'https://2852039166/', 'https://[::ffff:10.0.0.1]'];
    // Owners are told of an address as it is written: it is no place for words of somebody else's.
    for (const url of [...inside, 'https://example.com/\n\nCall +1 415 555 0123', 'https://example.com/a b']) {
      expect(await refuse(url)).toBe('#/url');
    }
    expect(
      (await tenant.ask('POST', '/v1/webhook-endpoints', { body: { url: 'https://example.com', events: ['x.y'] } }))
        .statusCode,
    ).toBe(400);
    const key = await tenant.keyWith(['events:read']);
    expect(
      (await tenant.ask('POST', '/v1/webhook-endpoints', { body: { url: 'https://example.com' }, key })).statusCode,
    ).toBe(403);
  });

  it('gets what its conditions hold for, and what its key may see', async () => {
    await addEndpoint({
      events: ['lead.created'],
      conditions: [{ field: 'data.channel', operator: 'in', value: ['api', 'form'] }],
    });
    await addEndpoint({
      events: ['lead.created'],
      conditions: [{ field: 'data.source', operator: 'contains', value: 'spring' }],
      url: `${receiver.url}/spring`,
    });
    await addEndpoint({ events: ['lead.created'], url: `${receiver.url}/test` }, tenant.testKey);
    await createLead({ source: 'ad' });
    await createLead({ source: 'ad of spring' });
    const tested = await createLead({}, tenant.testKey);
    await eventually(() => receiver.received.length).toBe(4);
    const paths = receiver.received.map((webhook) => webhook.path);
    expect(paths.sort()).toEqual(['/hook', '/hook', '/spring', '/test']);
    const test = receiver.received.find((webhook) => webhook.path === '/test');
    expect(JSON.parse(test?.text ?? '').data).toMatchObject({ leadId: tested.id, isTest: true });
  });

  it('signs with two secrets while one takes over from the other', async () => {
    const { id, secret: before } = await addEndpoint({ events: ['lead.created'] });
    const own = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    const rotated = (await tenant.ask('POST', path(id, '/rotate-secret'), { body: { secret: own } })).json();
    expect(rotated).toMatchObject({ secret: own, oldSecretUntil: expect.any(String) });
    await createLead();
    await eventually(() => receiver.received.length).toBe(1);
    const [webhook] = receiver.received;
    if (!webhook) throw new Error('nothing came');
    expect(String(webhook.headers['webhook-signature']).split(' ')).toHaveLength(2);
    for (const secret of [before, own]) expect(() => verify(secret, webhook)).not.toThrow();
    await tenant.ask('POST', path(id, '/rotate-secret'), { body: { oldSecretValidHours: 0 } });
    await createLead();
    await eventually(() => receiver.received.length).toBe(2);
    const [, second] = receiver.received;
    if (!second) throw new Error('nothing came');
    for (const secret of [before, own]) expect(() => verify(secret, second)).toThrow();
    // Without a body it is as without any wish.
    const last = await tenant.ask('POST', path(id, '/rotate-secret'));
    expect([last.statusCode, last.json()]).toMatchObject([200, { oldSecretUntil: expect.any(String) }]);
  });

  it('is sent the lead as it is by then where it asks for that, and a link where that is too much', async () => {
    await addEndpoint({ events: ['lead.created'], includesLead: true });
    const small = await createLead({ name: 'Ada' });
    await eventually(() => receiver.received.length).toBe(1);
    expect(JSON.parse(receiver.received[0]?.text ?? '').data.lead).toMatchObject({ id: small.id, name: 'Ada' });
    const large = await createLead({ metadata: { text: 'x'.repeat(30_000) } });
    await eventually(() => receiver.received.length).toBe(2);
    const { text } = receiver.received[1] ?? { text: '' };
    expect(Buffer.byteLength(text)).toBeLessThan(20_000);
    const { data } = JSON.parse(text);
    expect(data).toMatchObject({
      leadId: large.id,
      leadUrl: `${server.context.config.publicUrl}/v1/leads/${large.id}`,
    });
    expect(data).not.toHaveProperty('lead');
    const { pathname } = new URL(data.url);
    expect((await tenant.ask('GET', pathname)).json()).toMatchObject({ id: data.id, type: 'lead.created' });
  });

  it('can be tested with the example of a type', async () => {
    const { id, secret } = await addEndpoint();
    const tested = await tenant.ask('POST', path(id, '/test'), { body: { type: 'appointment.booked' } });
    expect(tested.statusCode).toBe(202);
    await eventually(() => receiver.received.length).toBe(1);
    const [webhook] = receiver.received;
    if (!webhook) throw new Error('nothing came');
    expect(verify(secret, webhook)).toMatchObject({
      type: 'appointment.booked',
      data: { isTest: true, startAt: '2026-12-01T13:30:00.000Z' },
    });
    expect((await tenant.ask('POST', path(id, '/test'), { body: { type: 'x' } })).statusCode).toBe(400);
  });
});

describe('the headers of an endpoint', () => {
  const headers = { Authorization: 'Bearer only-for-them' };

  it('stay with the host that they were given for', async () => {
    const { id } = await addEndpoint({ events: ['lead.*'], headers });
    const elsewhere = { url: 'https://elsewhere.example.com/hook' };
    const refused = await tenant.ask('PATCH', path(id), { body: elsewhere });
    expect([refused.statusCode, refused.body]).toEqual([400, expect.stringContaining('given for another host')]);
    const here = await tenant.ask('PATCH', path(id), { body: { url: `${receiver.url}/other` } });
    expect(here.json().headerNames).toEqual(['Authorization']);
    const moved = await tenant.ask('PATCH', path(id), { body: { ...elsewhere, headers: {} } });
    expect([moved.statusCode, moved.json().headerNames]).toEqual([200, []]);
  });

  it('are masked where the receiver repeats them', async () => {
    const { id } = await addEndpoint({ events: ['lead.created'], headers });
    receiver.respond = ({ headers: got }) => ({ status: 200, body: `you sent ${got.authorization}` });
    await createLead();
    await eventually(async () => (await deliveriesOf(id))[0]?.state).toBe('delivered');
    const [{ id: deliveryId }] = await deliveriesOf(id);
    expect((await getDelivery(id, deliveryId)).log).toMatchObject([{ answer: 'you sent …' }]);
  });
});

describe('a delivery that fails', () => {
  it('is tried again with the same id under a new signature, as late as its schedule and the receiver say', async () => {
    const { id, secret } = await addEndpoint({ events: ['lead.created'] });
    receiver.respond = () =>
      receiver.received.length === 1
        ? { status: 500, body: 'oops' }
        : { status: 429, headers: { 'retry-after': '900' } };
    await createLead();
    await eventually(async () => (await deliveriesOf(id))[0]?.attempts).toBe(1);
    const first = (await deliveriesOf(id))[0];
    const wait = new Date(first.nextAttemptAt).getTime() - Date.now();
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(6_000);
    expect((await tenant.ask('GET', path(id))).json().failingSince).not.toBeNull();
    inFuture(7_000);
    await eventually(async () => (await deliveriesOf(id))[0].attempts).toBe(2);
    const second = (await deliveriesOf(id))[0];
    // Five minutes by its schedule, fifteen by Retry-After.
    expect(new Date(second.nextAttemptAt).getTime() - clock().getTime()).toBeGreaterThan(890_000);
    receiver.respond = () => ({ status: 204 });
    inFuture(901_000);
    await eventually(async () => (await deliveriesOf(id))[0].state).toBe('delivered');
    expect((await tenant.ask('GET', path(id))).json().failingSince).toBeNull();
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids)).toEqual(new Set([first.id]));
    const [webhook] = receiver.received;
    if (webhook) expect(() => verify(secret, webhook)).not.toThrow();
    expect((await getDelivery(id, first.id)).log).toMatchObject([
      { status: 500, answer: 'oops' },
      { status: 429 },
      { status: 204 },
    ]);
  });

  it('is tried as often as its endpoint says, which can be changed', async () => {
    const { id } = await addEndpoint({ events: ['lead.created'], mostRetries: 1 });
    receiver.respond = () => ({ status: 500 });
    await createLead();
    await eventually(async () => (await deliveriesOf(id))[0]?.attempts).toBe(1);
    inFuture(7_000);
    await eventually(async () => (await deliveriesOf(id))[0]?.state).toBe('failed');
    expect(await deliveriesOf(id)).toMatchObject([{ attempts: 2, nextAttemptAt: null }]);
    const none = await tenant.ask('PATCH', path(id), { body: { mostRetries: 0 } });
    expect([none.statusCode, none.json().mostRetries]).toEqual([200, 0]);
    expect((await tenant.ask('PATCH', path(id), { body: { mostRetries: 21 } })).statusCode).toBe(400);
  });

  it('is given up after its schedule, and can be sent again by hand, alone or with a range', async () => {
    const { id } = await addEndpoint({ events: ['lead.created'] });
    receiver.respond = () => ({ status: 302, headers: { location: `${receiver.url}/elsewhere` } });
    await createLead();
    for (let attempts = 1; attempts <= 10; attempts += 1) {
      await eventually(async () => (await deliveriesOf(id))[0]?.attempts).toBe(attempts);
      const [{ nextAttemptAt }] = await deliveriesOf(id);
      if (nextAttemptAt !== null) inFuture(new Date(nextAttemptAt).getTime() - clock().getTime() + 1_000);
    }
    const [failed] = await deliveriesOf(id);
    expect(failed).toMatchObject({ state: 'failed', nextAttemptAt: null, lastStatus: 302 });
    expect(receiver.received.map((webhook) => webhook.path)).not.toContain('/elsewhere');
    expect((await tenant.ask('GET', path(id))).json().isEnabled).toBe(true);
    inFuture(3 * 86_400_000);
    await createLead();
    // It failed for more than five days.
    await eventually(async () => (await tenant.ask('GET', path(id))).json().isEnabled).toBe(false);
    const replay = () => tenant.ask('POST', path(id, `/deliveries/${failed.id}/replay`));
    expect((await replay()).json()).toMatchObject({ reason: 'disabled' });
    await tenant.ask('PATCH', path(id), { body: { isEnabled: true } });
    receiver.respond = () => ({});
    expect((await replay()).statusCode).toBe(202);
    await eventually(async () => (await getDelivery(id, failed.id)).state).toBe('delivered');
    const before = receiver.received.length;
    const all = await tenant.ask('POST', path(id, '/replay'), { body: { after: 0, upTo: 10 } });
    expect(all.json()).toEqual({ deliveries: 2 });
    await eventually(() => receiver.received.length).toBe(before + 2);
    const { id: later } = await addEndpoint({ events: ['*'], url: `${receiver.url}/later` });
    expect((await tenant.ask('POST', path(later, '/replay'), { body: { after: 0, upTo: 2 } })).json()).toEqual({
      deliveries: 2,
    });
    await eventually(() => typesOf().slice(-2).sort()).toEqual(['conversation.created', 'lead.created']);
  });

  it('long after another one is no reason to disable its endpoint', async () => {
    const { id } = await addEndpoint({ events: ['lead.created'], mostRetries: 0 });
    receiver.respond = () => ({ status: 500 });
    const failures = async () => (await deliveriesOf(id)).filter(({ state }: { state: string }) => state === 'failed');
    for (const [place, days] of [0, 6, 3].entries()) {
      inFuture(days * 86_400_000);
      await createLead();
      await eventually(async () => (await failures()).length).toBe(place + 1);
    }
    inFuture(3 * 86_400_000);
    await createLead();
    // It failed for six days, and never rested for five of them.
    await eventually(async () => (await tenant.ask('GET', path(id))).json().isEnabled).toBe(false);
    expect(await failures()).toHaveLength(4);
  });

  it('with 410 disables its endpoint at once; the owner is told and others hear of it', async () => {
    await tenant.ask('POST', '/v1/members', { body: { name: 'Olga', email: 'olga@example.com', role: 'owner' } });
    const watcher = await addEndpoint({ events: ['webhook_endpoint.disabled'], url: `${receiver.url}/watch` });
    const { id } = await addEndpoint({ events: ['lead.created'] });
    receiver.respond = (webhook) => ({ status: webhook.path === '/hook' ? 410 : 200 });
    await createLead();
    await eventually(async () => (await tenant.ask('GET', path(id))).json()).toMatchObject({
      isEnabled: false,
      disabledReason: 'the receiver answered 410 Gone',
    });
    await eventually(async () => (await deliveriesOf(watcher.id))[0]?.state).toBe('delivered');
    expect(JSON.parse(receiver.received.at(-1)?.text ?? '').data).toMatchObject({ webhookEndpointId: id });
    await eventually(
      async () => (await admin`select tell_owner_at from webhook_endpoints where id = ${id}`)[0]?.tellOwnerAt,
    ).toBeNull();
    const before = receiver.received.length;
    await createLead();
    await eventually(async () => (await tenant.ask('GET', '/v1/events')).json().data.length).toBe(5);
    expect(receiver.received.length).toBe(before);
  });

  it("holds a lead's later events back where order is kept, and nobody else's", async () => {
    const { id } = await addEndpoint({ events: ['lead.*'], isOrdered: true });
    receiver.respond = ({ text }) => ({ status: JSON.parse(text).data.leadId === held.id ? 500 : 200 });
    let held = { id: '' };
    held = await createLead();
    await eventually(() => receiver.received.length).toBe(1);
    await tenant.ask('PATCH', `/v1/leads/${held.id}`, { body: { title: 'one' } });
    const free = await createLead();
    await tenant.ask('PATCH', `/v1/leads/${free.id}`, { body: { title: 'one' } });
    await eventually(() => receiver.received.filter(({ text }) => text.includes(free.id)).length).toBe(2);
    expect(receiver.received.filter(({ text }) => text.includes(held.id))).toHaveLength(1);
    const [{ text = '' } = {}] = receiver.received;
    receiver.respond = () => ({});
    inFuture(7_000);
    await eventually(async () =>
      (await deliveriesOf(id)).every(({ state }: { state: string }) => state === 'delivered'),
    ).toBe(true);
    const ofHeld = receiver.received
      .filter((webhook) => webhook.text.includes(held.id))
      .map((webhook) => JSON.parse(webhook.text).type);
    expect(ofHeld).toEqual(['lead.created', 'lead.created', 'lead.updated']);
    expect(text).toContain('lead.created');
  });

  it('by hanging does not slow the others', async () => {
    receiver.respond = (webhook) => (webhook.path.startsWith('/hang') ? 'hang' : {});
    for (let place = 0; place < 10; place += 1) {
      await addEndpoint({ events: ['lead.created'], url: `${receiver.url}/${place < 5 ? 'hang' : 'fast'}/${place}` });
    }
    const LEADS = 30;
    for (let made = 0; made < LEADS; made += 1) await createLead();
    const fast = () => receiver.received.filter((webhook) => webhook.path.startsWith('/fast')).length;
    await eventually(fast).toBe(5 * LEADS);
    expect(receiver.received.filter((webhook) => webhook.path === '/hang/0').length).toBeLessThanOrEqual(20);
    await receiver.close();
    receiver = await startReceiver();
  });
});

it('keeps nothing of an erased lead, and sends no more of it but that', async () => {
  const { id } = await addEndpoint({ events: ['*'], includesLead: true });
  receiver.respond = () => ({ status: 500 });
  const lead = await createLead({ name: 'Zora Unique' });
  await eventually(
    async () => (await deliveriesOf(id)).filter(({ attempts }: { attempts: number }) => attempts === 1).length,
  ).toBe(2);
  expect(
    (await admin`select 1 from webhook_deliveries where last_request like '%Zora Unique%'`).length,
  ).toBeGreaterThan(0);
  await tenant.ask('POST', `/v1/leads/${lead.id}/erase`, { body: {} });
  expect(await admin`select 1 from webhook_deliveries where last_request like '%Zora Unique%'`).toEqual([]);
  const states = (await deliveriesOf(id)).map(({ eventType, state }: { eventType: string; state: string }) => [
    eventType,
    state,
  ]);
  expect(states).toContainEqual(['lead.created', 'cancelled']);
  await eventually(async () => (await deliveriesOf(id))[0].eventType).toBe('lead.erased');
});
