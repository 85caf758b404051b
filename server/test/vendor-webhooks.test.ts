import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Dialect } from '../src/kernel/key-format.ts';
import { createKey } from '../src/modules/keys/index.ts';
import { addTenant, type TestTenant } from './api.ts';
import { bookingWorkflow } from './booking-workflow.ts';
import { eventually } from './eventually.ts';
import { startTestServer, type TestServer } from './server.ts';
import { type ReceivedWebhook, startReceiver, type WebhookReceiver } from './webhook-receiver.ts';

let server: TestServer;
let tenant: TestTenant;
let receiver: WebhookReceiver;
beforeAll(async () => {
  server = await startTestServer({ config: { outboundAllow: ['127.0.0.1'] } });
  receiver = await startReceiver();
});
afterAll(async () => {
  await server.stop();
  await receiver.close();
});
beforeEach(async () => {
  tenant = await addTenant(server, { workflows: [bookingWorkflow()] });
  receiver.received.length = 0;
});

const headersFor: Readonly<Record<string, (secret: string) => Record<string, string>>> = {
  omni: (secret) => ({ 'x-api-key': secret }),
  nexor: (secret) => ({ 'x-api-key': secret }),
  vorel: (secret) => ({ authorization: `Bearer ${secret}` }),
  convocore: (secret) => ({ authorization: `Bearer ${secret}` }),
};

async function subscribe(dialect: Dialect, path: string, body: object) {
  const { secret } = await createKey(tenant.ctx, { dialect, limitPerMinute: 1_000_000 });
  const headers = headersFor[dialect]?.(secret) ?? {};
  const url = `${receiver.url}/${dialect}`;
  const payload = { url, target_url: url, name: 'CRM', ...body };
  const made = await server.app.inject({ method: 'POST', url: path, payload, headers });
  expect(made.statusCode, made.body).toBeLessThan(300);
  const listed = await server.app.inject({ method: 'GET', url: path, headers });
  expect(listed.body).toContain(url);
  return made.json();
}

const createLead = async (body: object = {}) => (await tenant.ask('POST', '/v1/leads', { body })).json();
const book = async (leadId: string) => {
  const [slot] = (await tenant.ask('GET', '/v1/workflows/booking/slots?limit=1')).json().data;
  const booked = await tenant.ask('POST', '/v1/appointments', { body: { leadId, startAt: slot.startAt } });
  return booked.json();
};
const bodies = () => receiver.received.map(({ text }) => JSON.parse(text));
const hex = (secret: string, { text }: ReceivedWebhook) => createHmac('sha256', secret).update(text).digest('hex');

it("Omni's have its two envelopes, and the secret itself in a header", async () => {
  const { webhook } = await subscribe('omni', '/omni/api/v1/webhooks', {
    secret: 'a secret-of-mine'.replace(' ', '-'),
  });
  const lead = await createLead({ name: 'Ada Lovelace', email: 'ada@example.com' });
  await tenant.ask('POST', `/v1/leads/${lead.id}/messages`, { body: { text: 'Hello' } });
  await eventually(() =>
    bodies()
      .map(({ event }) => event)
      .sort(),
  ).toEqual(expect.arrayContaining(['lead.created']));
  const created = bodies().find(({ event }) => event === 'lead.created');
  expect(created).toEqual({
    event: 'lead.created',
    data: {
      leadId: lead.id,
      externalId: null,
      firstName: 'Ada',
      middleName: null,
      lastName: 'Lovelace',
      phoneNumber: null,
      email: 'ada@example.com',
      businessName: null,
      website: null,
      source: 'api',
    },
  });
  expect(receiver.received[0]?.headers['x-webhook-secret']).toBe(webhook.secret);
  await tenant.ask('POST', `/v1/webhook-endpoints/${webhook.id}/test`, { body: { type: 'action_log.completed' } });
  await eventually(() => bodies().find(({ event }) => event === 'action_log.completed')).toBeDefined();
  const action = bodies().find(({ event }) => event === 'action_log.completed');
  expect(Object.keys(action).sort()).toEqual(['actionLog', 'event', 'occurredAt', 'workspaceId']);
});

it("Nexor's have its envelope and filters, and a signature of the body", async () => {
  const events = ['workflow_run.status_changed', 'meeting.scheduled', 'meeting.confirmed'];
  const filters = [{ field: 'to_status.category', operator: 'not_equals', value: 'lost' }];
  const made = await subscribe('nexor', '/nexor/api/public/webhooks', {
    events,
    filters,
    auth_type: 'header',
    auth_config: { name: 'X-CRM', value: 'token' },
    include_full_lead: true,
    max_retries: 2,
  });
  expect(made.webhook).toMatchObject({ retry_enabled: true, max_retries: 2 });
  const lead = await createLead({ name: 'Ada' });
  await tenant.ask('POST', `/v1/leads/${lead.id}/status`, { body: { status: 'ready' } });
  const appointment = await book(lead.id);
  await eventually(() => bodies().some(({ event_type }) => event_type === 'meeting.scheduled')).toBe(true);
  const meeting = bodies().find(({ event_type }) => event_type === 'meeting.scheduled');
  expect(meeting).toMatchObject({
    event_id: expect.any(String),
    webhook_id: made.webhook.id,
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    client_id: tenant.ctx.workspace.id,
    test: false,
    data: { lead_id: lead.id, meeting: { id: appointment.id, status: 'scheduled' }, lead: { id: lead.id } },
  });
  await tenant.ask('POST', `/v1/appointments/${appointment.id}/confirm`);
  const confirmed = () => bodies().find(({ event_type }) => event_type === 'meeting.confirmed');
  await eventually(confirmed).toMatchObject({
    data: { meeting: { id: appointment.id, status: 'confirmed', confirmed_by_lead: true } },
  });
  expect(Object.keys(meeting).sort()).toEqual(
    ['event_type', 'event_id', 'webhook_id', 'delivery_id', 'timestamp', 'client_id', 'test', 'data'].sort(),
  );
  const [webhook] = receiver.received;
  if (!webhook) throw new Error('nothing came');
  expect(webhook.headers['x-nexor-signature']).toBe(`sha256=${hex(made.webhook.signing_secret, webhook)}`);
  expect(webhook.headers['x-crm']).toBe('token');
  const changed = bodies().filter(({ event_type }) => event_type === 'workflow_run.status_changed');
  for (const { data } of changed)
    expect(data.to_status).toMatchObject({ key: expect.any(String), category: expect.any(String) });
  const once = await subscribe('nexor', '/nexor/api/public/webhooks', { events, retry_enabled: false, max_retries: 3 });
  expect(once.webhook).toMatchObject({ retry_enabled: false, max_retries: 0 });
});

it("Vorel's are tested at once, have its envelope, a signature in hexadecimal, and take a 4xx as final", async () => {
  receiver.respond = ({ text }) => ({ status: JSON.parse(text).event === 'booking.created' ? 404 : 200 });
  const made = await subscribe('vorel', '/vorel/api/v1/webhooks', { events: ['lead.created', 'booking.created'] });
  await eventually(() => receiver.received.length).toBe(1);
  const lead = await createLead({ name: 'Ada' });
  await book(lead.id);
  await eventually(() => receiver.received.length).toBe(3);
  const [tested, created, booked] = bodies();
  expect(tested).toMatchObject({ event: 'lead.created', data: { name: 'Sofia Marin' } });
  expect(created).toMatchObject({
    id: expect.any(String),
    event: 'lead.created',
    created_at: lead.createdAt,
    data: { id: lead.id, name: 'Ada', status: expect.any(String) },
  });
  expect(booked).toMatchObject({ data: { lead_id: lead.id, status: 'confirmed' } });
  const [webhook] = receiver.received;
  if (webhook) expect(webhook.headers['x-webhook-signature']).toBe(hex(made.secret, webhook));
  const deliveries = `/v1/webhook-endpoints/${made.id}/deliveries?state=failed`;
  await eventually(async () => (await tenant.ask('GET', deliveries)).json().data).toMatchObject([
    { eventType: 'booking.created', attempts: 1, lastStatus: 404 },
  ]);
  receiver.respond = () => ({});
});

it("Convocore's tell of leads that were captured", async () => {
  const { data } = await subscribe('convocore', '/convocore/v3/webhooks', {});
  const lead = await createLead({ name: 'Ada' });
  await eventually(() => receiver.received.length).toBe(1);
  expect(bodies()[0]).toMatchObject({
    event: 'lead_captured',
    ts: Date.parse(lead.createdAt),
    agentId: lead.agentId,
    data: { lead: { id: lead.id, name: 'Ada' } },
  });
  const [webhook] = receiver.received;
  if (webhook) expect(webhook.headers['x-convocore-signature']).toBe(hex(data.secret, webhook));
});

it.each<[Dialect, string, object]>([
  ['omni', '/omni/api/v1/webhooks', { secret: 'two\r\nlines of it' }],
  ['omni', '/omni/api/v1/webhooks', { secret: 'Schlüsselwort' }],
  ['nexor', '/nexor/api/public/webhooks', { auth_type: 'header' }],
  ['nexor', '/nexor/api/public/webhooks', { auth_type: 'header', auth_config: { name: 'X-A\r\nX-B', value: 'v' } }],
  ['nexor', '/nexor/api/public/webhooks', { auth_type: 'header', auth_config: { name: 'X-A', value: 'a\nb' } }],
  ['nexor', '/nexor/api/public/webhooks', { auth_type: 'custom_headers', auth_config: { 'x-nexor-signature': 'v' } }],
  ['nexor', '/nexor/api/public/webhooks', { auth_type: 'custom_headers' }],
  ['nexor', '/nexor/api/public/webhooks', { auth_type: 'basic', auth_config: { password: 'p' } }],
])("%s's %s are not made with credentials that cannot be sent: %j", async (dialect, path, body) => {
  const { secret } = await createKey(tenant.ctx, { dialect, limitPerMinute: 1_000_000 });
  const payload = { url: receiver.url, name: 'CRM', events: dialect === 'nexor' ? ['meeting.scheduled'] : undefined };
  const headers = headersFor[dialect]?.(secret) ?? {};
  const made = await server.app.inject({ method: 'POST', url: path, payload: { ...payload, ...body }, headers });
  expect(made.statusCode, made.body).toBe(400);
  expect(made.body).toMatch(/secret|auth_config/);
});
