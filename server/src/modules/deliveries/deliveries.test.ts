import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { type ChannelPeer, startChannelPeer } from '../../../test/http-channel.ts';
import { linesOf, settle } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { stopPending } from '../conversations/index.ts';
import { startDelivering } from './index.ts';

let now = Date.parse('2027-03-01T12:00:00.000Z');
let server: TestServer;
let tenant: TestTenant;
/** One that knows a message by its key, and one that does not. */
let sms: ChannelPeer;
let fax: ChannelPeer;
let phones = 0;

beforeAll(async () => {
  sms = await startChannelPeer('sms');
  fax = await startChannelPeer('fax', { takesIdempotencyKey: false });
  const channels = [sms.channel, fax.channel];
  server = await startTestServer({ clock: { now: () => new Date(now) }, channels });
  tenant = await addTenant(server);
});
afterEach(() => {
  for (const peer of [sms, fax]) {
    peer.manner = 'ok';
    peer.release();
  }
});
afterAll(async () => {
  await server.stop();
  await sms.stop();
  await fax.stop();
});

/** A lead with a phone number and a conversation on a channel. */
async function leadOn(
  channel: string,
  { tenant: of = tenant, key = of.liveKey, ...more }: { tenant?: TestTenant; key?: string } = {},
) {
  const phone = `+3519123456${String(++phones).padStart(2, '0')}`;
  const opened = await of.ask('POST', '/v1/conversations', { body: { channel, customerIdentifier: phone }, key });
  const conversationId: string = opened.json().id;
  const made = await of.ask('POST', '/v1/leads', { body: { phone, conversationId, ...more }, key });
  return { id: made.json().id as string, phone, conversationId, key };
}
type TestLead = Awaited<ReturnType<typeof leadOn>>;

const say = ({ conversationId, key }: TestLead, text: string) =>
  tenant.ask('POST', `/v1/conversations/${conversationId}/messages`, { body: { text }, key });
const statuses = async ({ conversationId, key }: TestLead): Promise<string[]> => {
  const { data } = (await tenant.ask('GET', `/v1/conversations/${conversationId}/messages`, { key })).json();
  return data.map(({ text, status }: { text: string; status: string }) => `${text}: ${status}`);
};
const received = (peer: ChannelPeer, { phone }: TestLead) => peer.received.filter(({ to }) => to === phone);
const pass = (ms: number) => {
  now += ms;
  server.context.db.signals.send('deliveries');
};

it('gives a message to its channel and keeps what became of it', async () => {
  const lead = await leadOn('sms');
  const message = (await say(lead, 'Hello')).json();
  expect(message).toMatchObject({ status: 'queued', channel: 'sms' });
  await expect.poll(() => statuses(lead)).toEqual(['Hello: sent']);
  expect(received(sms, lead)).toEqual([{ key: message.id, to: lead.phone, text: 'Hello' }]);
  const told = (await eventsOf(tenant, lead.id)).map(({ type }) => type).filter((type) => type.startsWith('message.'));
  expect(told).toEqual(['message.queued', 'message.sent']);
  expect(await linesOf(tenant, lead.id)).toContainEqual(
    expect.objectContaining({ summary: 'Message on sms', status: 'completed' }),
  );
});

it('tries again what the channel is too busy for, as one message under one key', async () => {
  const lead = await leadOn('sms');
  sms.manner = 'busy';
  const { id } = (await say(lead, 'Are you there?')).json();
  await expect.poll(() => waiting(lead)).toEqual(['HTTP 503']);
  pass(4_000);
  await settle(tenant);
  expect(received(sms, lead)).toHaveLength(1);
  sms.manner = 'ok';
  pass(2_000);
  await expect.poll(() => statuses(lead)).toEqual(['Are you there?: sent']);
  expect(received(sms, lead).map(({ key }) => key)).toEqual([id, id]);
});

it('tells a person of an answer that cannot be delivered', async () => {
  const lead = await leadOn('sms');
  sms.manner = 'refuses';
  await say(lead, 'Hello?');
  await expect.poll(() => statuses(lead)).toEqual(['Hello?: failed']);
  const shown = (await tenant.ask('GET', `/v1/leads/${lead.id}`)).json();
  expect(shown).toMatchObject({ needsHuman: true, needsHumanReason: 'a message on sms may not have arrived' });
  expect((await linesOf(tenant, lead.id)).map(({ summary }) => summary)).toContain(
    'Could not send a message on sms: HTTP 422',
  );
  expect(await eventsOf(tenant, lead.id)).toContainEqual(expect.objectContaining({ type: 'message.failed' }));
});

it('gives up after an hour of trying', async () => {
  const lead = await leadOn('sms');
  sms.manner = 'busy';
  await say(lead, 'Anybody?');
  for (const [tries, ms] of [6_000, 40_000, 150_000, 700_000, 4_000_000].entries()) {
    await expect.poll(() => received(sms, lead).length).toBe(tries + 1);
    await expect.poll(() => waiting(lead)).toEqual(['HTTP 503']);
    pass(ms);
  }
  await expect.poll(() => statuses(lead)).toEqual(['Anybody?: failed']);
  expect(received(sms, lead)).toHaveLength(6);
});

it('keeps the order of a lead’s messages, and lets one that hangs hold up no other lead', async () => {
  const [slow, quick] = [await leadOn('sms'), await leadOn('sms')];
  sms.manner = 'hangs';
  await say(slow, 'First');
  await expect.poll(() => received(sms, slow).length).toBe(1);
  sms.manner = 'ok';
  await say(slow, 'Second');
  await say(quick, 'Hello');
  await expect.poll(() => statuses(quick)).toEqual(['Hello: sent']);
  expect(await statuses(slow)).toEqual(['First: queued', 'Second: queued']);
  sms.release();
  await expect.poll(() => statuses(slow)).toEqual(['First: sent', 'Second: sent']);
  expect(received(sms, slow).map(({ text }) => text)).toEqual(['First', 'Second']);
});

it('holds up no other tenant by what waits in a conversation, and no other conversation of the lead', async () => {
  const other = await addTenant(server);
  const [slow, quick] = [await leadOn('sms'), await leadOn('sms', { tenant: other })];
  sms.manner = 'busy';
  await say(slow, 'First');
  await expect.poll(() => waiting(slow)).toEqual(['HTTP 503']);
  await say(slow, 'Second');
  sms.manner = 'ok';
  await say(quick, 'Hello');
  await expect.poll(() => statuses(quick)).toEqual(['Hello: sent']);
  expect(await statuses(slow)).toEqual(['First: queued', 'Second: queued']);
  pass(6_000);
  await expect.poll(() => statuses(slow)).toEqual(['First: sent', 'Second: sent']);
});

it('does not try again what was stopped while it was being sent', async () => {
  const lead = await leadOn('sms');
  sms.manner = 'hangs';
  const { id } = (await say(lead, 'Hello')).json();
  await expect.poll(() => received(sms, lead).length).toBe(1);
  await transaction(tenant.ctx, (ctx) => stopPending(ctx, { leadIds: [lead.id], reason: 'no need any more' }));
  expect(await statuses(lead)).toEqual(['Hello: queued']);
  sms.refuse(503);
  await expect.poll(() => statuses(lead)).toEqual(['Hello: cancelled']);
  expect(received(sms, lead).map(({ key }) => key)).toEqual([id]);
});

it('sets aside what cannot be looked at, and goes on with the rest', async () => {
  const broken = await addTenant(server);
  const [odd, sound] = [await leadOn('sms', { tenant: broken }), await leadOn('sms')];
  sms.manner = 'busy';
  await say(odd, 'Hello');
  await expect.poll(() => triesOf(broken, odd)).toEqual(['pending 1']);
  await transaction(broken.ctx, async ({ tx, workspace }) => {
    await tx`update deliveries set purpose = 'reminder' where workspace_id = ${workspace.id}`;
    await tx`update workspaces set quiet_hours = '{"from": 7}' where id = ${workspace.id}`;
    await tx`update conversations set owner = 'agent' where id = ${odd.conversationId}`;
    await tx`update leads set owner = 'agent', revision = revision + 1 where id = ${odd.id}`;
  });
  sms.manner = 'ok';
  pass(6_000);
  await say(sound, 'Hello');
  await expect.poll(() => statuses(sound)).toEqual(['Hello: sent']);
  for (const tries of [2, 3, 4]) {
    await expect.poll(() => triesOf(broken, odd)).toEqual([`pending ${tries}`]);
    pass(61_000);
  }
  await expect.poll(() => statuses(odd)).toEqual(['Hello: failed']);
  expect(received(sms, odd)).toHaveLength(1);
});

it('sends again what a process that died had sent, where the channel knows it by its key', async () => {
  const lead = await leadOn('sms');
  sms.manner = 'hangs';
  const { id } = (await say(lead, 'Hello')).json();
  await expect.poll(() => received(sms, lead).length).toBe(1);
  sms.manner = 'ok';
  // Another process, after the lease of the first has ended.
  now += 61_000;
  const other = startDelivering(server.context);
  await expect.poll(() => statuses(lead)).toEqual(['Hello: sent']);
  await other.stop();
  expect(received(sms, lead).map(({ key }) => key)).toEqual([id, id]);
  expect((await tenant.ask('GET', `/v1/leads/${lead.id}`)).json().needsHuman).toBe(false);
});

it('does not send twice where the channel would take it for two: a person is told that it may have arrived', async () => {
  const lead = await leadOn('fax');
  fax.manner = 'hangs';
  await say(lead, 'Hello');
  await expect.poll(() => received(fax, lead).length).toBe(1);
  now += 61_000;
  const other = startDelivering(server.context);
  await expect.poll(() => statuses(lead)).toEqual(['Hello: unknown']);
  await other.stop();
  fax.release();
  expect(received(fax, lead)).toHaveLength(1);
  expect((await tenant.ask('GET', `/v1/leads/${lead.id}`)).json().needsHuman).toBe(true);
  expect((await linesOf(tenant, lead.id)).map(({ summary }) => summary)).toContain(
    'May or may not have sent a message on fax: the process that sent it ended before it knew what became of it',
  );
});

it('does not say that a message was not sent of which an earlier try may have arrived', async () => {
  const [refused, stopped, failed] = [await leadOn('sms'), await leadOn('sms'), await leadOn('sms')];
  sms.manner = 'cuts';
  for (const lead of [refused, stopped, failed]) await say(lead, 'Hello');
  for (const lead of [refused, stopped, failed]) await expect.poll(() => waiting(lead)).toHaveLength(1);
  await expect.poll(() => received(sms, failed).length).toBe(1);
  await expect.poll(() => waiting(failed)).toEqual([expect.stringContaining('the channel failed')]);
  await transaction(tenant.ctx, (ctx) => suppress(ctx, refused.phone));
  await tenant.ask('PATCH', `/v1/leads/${stopped.id}`, { body: { optedOut: true } });
  sms.manner = 'refuses';
  pass(6_000);
  await expect.poll(() => statuses(failed)).toEqual(['Hello: unknown']);
  await expect.poll(() => statuses(refused)).toEqual(['Hello: unknown']);
  expect(await statuses(stopped)).toEqual(['Hello: cancelled']);
  const told = async (lead: TestLead) => (await linesOf(tenant, lead.id)).map(({ summary }) => summary);
  expect(await told(failed)).toContain(
    'May or may not have sent a message on sms: an earlier try may have arrived; then HTTP 422',
  );
  expect(await told(stopped)).toContain('Message withdrawn: the lead opted out; a try may have arrived');
  expect((await tenant.ask('GET', `/v1/leads/${refused.id}`)).json().needsHuman).toBe(true);
});

it('does not know either what became of a message whose connection was cut', async () => {
  const lead = await leadOn('fax');
  fax.manner = 'cuts';
  await say(lead, 'Hello');
  await expect.poll(() => statuses(lead)).toEqual(['Hello: unknown']);
});

it('refuses what a person may not send either, and says why', async () => {
  const lead = await leadOn('sms');
  await transaction(tenant.ctx, (ctx) => suppress(ctx, lead.phone));
  const refused = await say(lead, 'Hello');
  expect([refused.statusCode, refused.json()]).toMatchObject([409, { reason: 'not_sendable' }]);
  expect(refused.json().detail).toContain('its address must not be contacted: complaint');
  const test = await leadOn('sms', { key: tenant.testKey });
  expect((await say(test, 'Hello')).json()).toMatchObject({ rule: 'a test lead is never contacted for real' });
});

it('asks the policy once more when a message leaves, and tells the timeline what it refused', async () => {
  const lead = await leadOn('sms');
  sms.manner = 'busy';
  await say(lead, 'Hello');
  await expect.poll(() => waiting(lead)).toEqual(['HTTP 503']);
  await transaction(tenant.ctx, (ctx) => suppress(ctx, lead.phone));
  sms.manner = 'ok';
  pass(6_000);
  await expect.poll(() => statuses(lead)).toEqual(['Hello: cancelled']);
  expect(received(sms, lead)).toHaveLength(1);
  expect((await linesOf(tenant, lead.id)).map(({ summary }) => summary)).toContain(
    'Did not send a message on sms: its address must not be contacted: complaint',
  );
  expect(await eventsOf(tenant, lead.id)).toContainEqual(expect.objectContaining({ type: 'message.refused' }));
  const shown = (await tenant.ask('GET', `/v1/leads/${lead.id}`)).json();
  expect(shown).toMatchObject({ needsHuman: true, needsHumanReason: 'a message on sms was not sent' });
});

it('lets the list of suppressions stop no test lead', async () => {
  const lead = await leadOn('console', { key: tenant.testKey });
  await transaction(tenant.ctx, (ctx) => suppress(ctx, lead.phone));
  expect((await say(lead, 'Hello')).statusCode).toBe(201);
  await expect.poll(() => statuses(lead)).toEqual(['Hello: sent']);
});

it('is shared by processes: each message once', async () => {
  const others = [startDelivering(server.context), startDelivering(server.context)];
  const leads = await Promise.all(Array.from({ length: 20 }, () => leadOn('sms')));
  await Promise.all(leads.map((lead) => say(lead, 'Hello')));
  await vi.waitFor(async () => {
    for (const lead of leads) expect(await statuses(lead)).toEqual(['Hello: sent']);
  }, 15_000);
  await Promise.all(others.map((other) => other.stop()));
  expect(leads.map((lead) => received(sms, lead).length)).toEqual(leads.map(() => 1));
});

function triesOf({ ctx }: TestTenant, { id }: TestLead): Promise<string[]> {
  return transaction(ctx, async ({ tx }) =>
    (
      await tx<{ status: string; attempts: number }[]>`
        select status, attempts from deliveries where lead_id = ${id}`
    ).map(({ status, attempts }) => `${status} ${attempts}`),
  );
}

function waiting({ id }: TestLead): Promise<(string | null)[]> {
  return transaction(tenant.ctx, async ({ tx }) =>
    (
      await tx<{ lastError: string | null }[]>`
        select last_error from deliveries where lead_id = ${id} and status = 'pending'`
    ).map(({ lastError }) => lastError),
  );
}

function suppress({ tx, workspace, newId, at }: Parameters<Parameters<typeof transaction>[1]>[0], phone: string) {
  return tx`
    insert into suppressions (workspace_id, id, kind, address, address_hash, reason, created_at)
    values (${workspace.id}, ${newId(at)}, 'phone', ${phone}, sha256(convert_to(${`${workspace.id}:${phone}`}, 'UTF8')),
      'complaint', ${at})`;
}
