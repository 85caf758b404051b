import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, openChat, type TestTenant } from '../../../test/api.ts';
import { type ChannelPeer, startChannelPeer } from '../../../test/http-channel.ts';
import { linesOf, saidIn } from '../../../test/people.ts';
import { fileOf } from '../../../test/pipeline.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { idle, passTo, VirtualClock } from '../../../test/virtual-time.ts';
import { writeCollected } from '../../db/begin.ts';
import { type TxCtx, transaction } from '../../db/database.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { appendMessage } from '../conversations/index.ts';
import { renewCadence } from '../leads/index.ts';

const DAY_MS = 86_400_000;
const clock = new VirtualClock('2027-03-01T12:00:00.000Z');
/** When the test began: a Monday at noon, each three weeks after the one before, as ids never go back in time. */
let monday = clock.now().getTime() - 21 * DAY_MS;
let server: TestServer;
let sms: ChannelPeer;

beforeAll(async () => {
  sms = await startChannelPeer('sms');
  server = await startTestServer({ clock, channels: [sms.channel] });
});
afterEach(() => {
  sms.manner = 'ok';
});
afterAll(async () => {
  await server.stop();
  await sms.stop();
});

const workflow = (key: string, cadence: object) =>
  fileOf({
    key,
    name: key,
    goal: 'qualification',
    agent: { name: 'Mia', role: 'the assistant', greeting: 'Hi, this is Mia, an automated assistant.' },
    fields: [
      { key: 'size', label: 'Size', type: 'text', ask: 'Which size?' },
      { key: 'name', label: 'Name', type: 'name', ask: 'Your name?' },
    ],
    statuses: [
      { key: 'new', label: 'New', category: 'active', flags: ['initial'] },
      { key: 'talking', label: 'Talking', category: 'active', flags: ['engaged'] },
      { key: 'desk', label: 'With the team', category: 'paused', flags: ['pauses_agent'] },
      { key: 'cold', label: 'Cold', category: 'deferred' },
      { key: 'lost', label: 'Lost', category: 'lost', flags: ['terminal'] },
    ],
    cadence,
  });

async function tenantWith(cadence: object, key = 'reach'): Promise<TestTenant> {
  monday += 21 * DAY_MS;
  clock.set(new Date(monday));
  return addTenant(server, { timeZone: 'UTC', country: 'PT', workflows: [workflow(key, cadence)] });
}

const twice = { windows: [{ from: '09:00', to: '18:00' }], days: 2, channels: ['console'] };

const create = async (tenant: TestTenant, body: object = {}) =>
  (
    await tenant.ask('POST', '/v1/leads', {
      body: { name: 'Ana Silva', phone: '+351912345678', timeZone: 'UTC', ...body },
    })
  ).json();
const get = async (tenant: TestTenant, id: string) => (await tenant.ask('GET', `/v1/leads/${id}`)).json();
const lines = async (tenant: TestTenant, id: string) => (await linesOf(tenant, id)).map(({ summary }) => summary);
/** `2 09:00` is nine on the second day of the test. */
const at = (when: string) => {
  const [day = '', time = ''] = when.split(' ');
  const midnight = monday - (monday % DAY_MS) + (Number(day) - 1) * DAY_MS;
  return new Date(midnight + Number(time.slice(0, 2)) * 3_600_000 + Number(time.slice(3)) * 60_000);
};
const shown = (time: Date) => {
  const day = Math.floor(time.getTime() / DAY_MS) - Math.floor(monday / DAY_MS) + 1;
  return `${day} ${time.toISOString().slice(11, 16)}`;
};

/** What the agent wrote on a channel: `when: words`. */
function written(tenant: TestTenant, leadId: string, channel = 'console'): Promise<string[]> {
  return transaction(tenant.ctx, async ({ tx }) =>
    (
      await tx<{ sentAt: Date; body: string }[]>`
        select sent_at, body from messages
        where lead_id = ${leadId} and channel = ${channel} and kind = 'message' and direction = 'outbound'
          and status = 'sent' order by id`
    ).map(({ sentAt, body }) => `${shown(sentAt)}: ${body}`),
  );
}

/** The lead writes in the conversation that the agent began. */
function hears(tenant: TestTenant, leadId: string, text: string): Promise<void> {
  return transaction(tenant.ctx, (ctx) => hearsIn(ctx, leadId, text));
}

async function hearsIn(ctx: TxCtx, leadId: string, text: string): Promise<void> {
  const [found] = await ctx.tx<{ id: string; channel: string }[]>`
    select id, channel from conversations where lead_id = ${leadId} order by id desc limit 1`;
  if (!found) throw new Error('no conversation');
  const { id: conversationId, channel } = found;
  const said = { conversationId, leadId, channel, author: 'lead', text } as const;
  const { message } = await appendMessage(ctx, said);
  enqueueStimulus(ctx, { leadId, kind: 'message_received', payload: { conversationId, messageId: message.id } });
}

const timeOf = (line: string) => line.slice(0, line.indexOf(': '));

const timers = (tenant: TestTenant, leadId: string) =>
  transaction(tenant.ctx, async ({ tx }) =>
    (await tx<{ kind: string }[]>`select kind from timers where lead_id = ${leadId}`).map(({ kind }) => kind),
  );

describe('a lead that came by itself and is silent', () => {
  it('is written to at once, then inside the windows, and goes cold when the attempts are over', async () => {
    const tenant = await tenantWith(twice);
    const { id } = await create(tenant);
    await passTo(server, tenant, clock, at('10 12:00'));
    expect(await written(tenant, id)).toEqual([
      '1 12:00: Hi, this is Mia, an automated assistant. Which size?',
      '2 09:00: I wanted to check whether you saw my message. Which size?',
    ]);
    const lead = await get(tenant, id);
    expect(lead.run).toMatchObject({ cadenceState: 'exhausted', status: { key: 'cold' }, isActive: true });
    expect(await lines(tenant, id)).toContain('Attempts to reach the lead end: no answer to 2 attempts');
    expect(await timers(tenant, id)).toEqual([]);
    expect(lead.stage).toBe('engaged');
  });

  it('is written to also where a person is wanted beside the agent, who keeps the lead', async () => {
    const tenant = await tenantWith(twice);
    const { id } = await create(tenant, { needsHuman: true, owner: 'agent' });
    await passTo(server, tenant, clock, at('1 13:00'));
    expect(await written(tenant, id)).toHaveLength(1);
  });

  it('hears the workflow’s own words, with its name in them', async () => {
    const tenant = await tenantWith({ ...twice, words: ['Hello {name}, {agent} of {business} here.'] });
    const [named, nameless] = [await create(tenant), await create(tenant, { name: null })];
    await idle(server, tenant);
    expect(await written(tenant, named.id)).toEqual([`1 12:00: Hello Ana, Mia of ${tenant.slug} here.`]);
    expect(await written(tenant, nameless.id)).toEqual([`1 12:00: Hello, Mia of ${tenant.slug} here.`]);
  });

  it('is written to first as whoever sent it wished: on that channel, in those words', async () => {
    const tenant = await tenantWith({ ...twice, channels: ['sms', 'console'] });
    const wished = await create(tenant, { firstContact: { channel: 'console', text: 'Hello {name}!' } });
    const other = await create(tenant, { firstContact: { channel: 'pigeon' } });
    await idle(server, tenant);
    expect(await written(tenant, wished.id)).toEqual(['1 12:00: Hello Ana!']);
    expect(await written(tenant, wished.id, 'sms')).toEqual([]);
    expect(await written(tenant, other.id, 'sms')).toHaveLength(1);
  });

  it('is not written to where it was imported, is lost, or was sent with reachOut false', async () => {
    const tenant = await tenantWith(twice);
    const leads = [
      await create(tenant, { importedAt: '2020-01-01T00:00:00Z' }),
      await create(tenant, { stage: 'lost' }),
      await create(tenant, { reachOut: false }),
    ];
    for (const { id } of leads) expect(await timers(tenant, id)).toEqual([]);
  });

  it('is in a web chat: who is there is talked with, not sought out', async () => {
    const tenant = await tenantWith(twice);
    const chat = await openChat(tenant);
    const { id } = await chat.lead();
    expect(await timers(tenant, id)).toEqual([]);
    expect(await chat.talk('large')).toContain('name');
    expect(await timers(tenant, id)).toEqual(['attempt_due']);
  });
});

describe('a lead that answers', () => {
  it('ends the attempts in the transaction of its words, and is taken up again when it falls silent', async () => {
    const tenant = await tenantWith({ ...twice, recontact: { staleAfterHours: 4, coolDownHours: 24, atMost: 2 } });
    const { id } = await create(tenant);
    await idle(server, tenant);
    expect(await timers(tenant, id)).toEqual(['attempt_due']);
    const [run] = (await tenant.ask('GET', `/v1/leads/${id}/runs`)).json().data;
    expect(run).toMatchObject({ attempts: 1, nextAttemptAt: at('2 09:00').toISOString() });
    clock.set(at('1 13:00'));
    await transaction(tenant.ctx, async (ctx) => {
      await hearsIn(ctx, id, 'large');
      expect([...(await ctx.tx`select kind from timers where lead_id = ${id}`)]).toEqual([]);
    });
    await idle(server, tenant);
    expect((await get(tenant, id)).run.cadenceState).toBe('responded');
    await passTo(server, tenant, clock, at('10 12:00'));
    expect((await written(tenant, id)).map(timeOf)).toEqual(['1 12:00', '1 13:00', '1 17:00', '2 17:00']);
    expect(await lines(tenant, id)).toContain('Attempts to reach the lead end: no answer to 3 attempts');
  });

  it('is taken up once, though two answers to it came together', async () => {
    const tenant = await tenantWith({ ...twice, recontact: { staleAfterHours: 4, coolDownHours: 24, atMost: 2 } });
    const { id } = await create(tenant);
    await passTo(server, tenant, clock, at('1 13:00'));
    await transaction(tenant.ctx, async (ctx) => {
      await hearsIn(ctx, id, 'large');
      await hearsIn(ctx, id, 'I am Ana Lopez');
    });
    await passTo(server, tenant, clock, at('1 13:01'));
    const before = (await written(tenant, id)).length;
    expect(before).toBe(3);
    await passTo(server, tenant, clock, at('1 17:01'));
    expect(await timers(tenant, id)).toEqual(['attempt_due']);
    await passTo(server, tenant, clock, at('10 12:00'));
    expect((await written(tenant, id)).slice(before).map(timeOf)).toEqual(['1 17:00', '2 17:00']);
    const ends = (await lines(tenant, id)).filter((line) => line.startsWith('Attempts to reach the lead end'));
    expect(ends).toHaveLength(1);
  });

  it('ends the very first attempt too, where that stands in line already', async () => {
    const tenant = await tenantWith(twice);
    const { id } = await create(tenant);
    await idle(server, tenant);
    await transaction(tenant.ctx, async (ctx) => {
      const { tx } = ctx;
      await tx`update runs set cadence = '{}' where lead_id = ${id}`;
      await tx`delete from timers where lead_id = ${id}`;
      enqueueStimulus(ctx, { leadId: id, kind: 'attempt_due', payload: {} });
      await writeCollected(tx);
      await hearsIn(ctx, id, 'large');
      await writeCollected(tx);
      const kinds = [...(await tx<{ kind: string }[]>`select kind from stimuli where lead_id = ${id}`)];
      expect(kinds.map(({ kind }) => kind)).toEqual(['message_received']);
    });
    await idle(server, tenant);
  });

  it('withdraws what waits to leave, on whatever channel, and a draft', async () => {
    const tenant = await tenantWith({ ...twice, channels: ['sms'] });
    sms.manner = 'busy';
    const phone = '+351919191919';
    const { id } = await create(tenant, { phone });
    await expect.poll(() => pending(tenant, id)).toEqual(['HTTP 503']);
    await hears(tenant, id, 'large');
    sms.manner = 'ok';
    await passTo(server, tenant, clock, at('1 12:30'));
    expect(sms.received.filter(({ to, text }) => to === phone && text.includes('Mia'))).toHaveLength(1);
    expect(await lines(tenant, id)).toContain('Message withdrawn: the lead has written since');
    expect(await written(tenant, id, 'sms')).toHaveLength(1);
  });
});

describe('what keeps the agent from reaching out', () => {
  it('a person who takes the lead, until it is handed back', async () => {
    const tenant = await tenantWith(twice);
    const { id } = await create(tenant);
    await idle(server, tenant);
    await tenant.ask('POST', `/v1/leads/${id}/take-over`);
    expect(await timers(tenant, id)).toEqual([]);
    await passTo(server, tenant, clock, at('2 11:00'));
    expect(await written(tenant, id)).toHaveLength(1);
    await tenant.ask('POST', `/v1/leads/${id}/hand-back`);
    await passTo(server, tenant, clock, at('2 12:00'));
    expect(await written(tenant, id)).toHaveLength(2);
  });

  it('a stop of the workspace, and of the workflow, until they go on', async () => {
    const tenant = await tenantWith(twice);
    const stops = [
      ['/v1/workspace', { isStopped: true }, { isStopped: false }],
      ['/v1/workflows/reach', { isPaused: true }, { isPaused: false }],
    ] as const;
    for (const [url, stop, go] of stops) {
      await tenant.ask('PATCH', url, { body: stop });
      const { id } = await create(tenant);
      await passTo(server, tenant, clock, new Date(clock.now().getTime() + 3_600_000));
      expect(await written(tenant, id)).toEqual([]);
      expect((await get(tenant, id)).run.cadenceState).toBe('paused');
      await tenant.ask('PATCH', url, { body: go });
      await idle(server, tenant);
      expect(await written(tenant, id)).toHaveLength(1);
      expect((await get(tenant, id)).run.cadenceState).toBe('active');
    }
  });

  it('an opt-out, for good', async () => {
    const tenant = await tenantWith(twice);
    const { id } = await create(tenant);
    await idle(server, tenant);
    await hears(tenant, id, 'STOP');
    await passTo(server, tenant, clock, at('10 12:00'));
    expect((await written(tenant, id)).slice(1)).toEqual([expect.stringContaining('I will not contact you again')]);
    expect((await get(tenant, id)).optedOut).toBe(true);
  });

  it('words of before it, which waited for the morning while it opted out: they take nothing back', async () => {
    const tenant = await tenantWith(twice);
    const { id } = await create(tenant);
    await idle(server, tenant);
    await tenant.ask('PATCH', `/v1/leads/${id}`, { body: { optedOut: true } });
    await tenant.ask('PATCH', '/v1/workspace', { body: { isStopped: true } });
    clock.set(at('1 20:30'));
    await hears(tenant, id, 'START');
    await tenant.ask('POST', `/v1/leads/${id}/take-over`);
    await idle(server, tenant);
    await tenant.ask('PATCH', '/v1/workspace', { body: { isStopped: false } });
    clock.set(at('1 22:00'));
    await tenant.ask('PATCH', `/v1/leads/${id}`, { body: { optedOut: false } });
    await tenant.ask('PATCH', `/v1/leads/${id}`, { body: { optedOut: true } });
    await tenant.ask('POST', `/v1/leads/${id}/hand-back`);
    await passTo(server, tenant, clock, at('3 12:00'));
    expect((await get(tenant, id)).optedOut).toBe(true);
    expect(await written(tenant, id)).toHaveLength(1);
  });

  it('quiet hours, where a channel has no windows, until they end', async () => {
    const tenant = await tenantWith({ ...twice, channels: [{ channel: 'console', anyTime: true }] });
    clock.set(at('1 23:00'));
    const { id } = await create(tenant);
    await passTo(server, tenant, clock, at('2 08:00'));
    expect((await written(tenant, id)).map(timeOf)).toEqual(['2 08:00']);
  });

  it('consent, where the workspace wants it', async () => {
    const tenant = await tenantWith({ ...twice, channels: ['sms'] });
    await tenant.ask('PATCH', '/v1/workspace', { body: { requiresConsent: true } });
    const [without, given] = [await create(tenant), await create(tenant, { consent: { basis: 'contact form' } })];
    await idle(server, tenant);
    expect(await written(tenant, without.id, 'sms')).toEqual([]);
    expect(await written(tenant, given.id, 'sms')).toHaveLength(1);
    expect(await lines(tenant, without.id)).toContain('Did not send: the lead has not agreed to be contacted');
  });

  it('a status that pauses the agent, until it leaves it', async () => {
    const tenant = await tenantWith(twice);
    const { id } = await create(tenant);
    await idle(server, tenant);
    await tenant.ask('POST', `/v1/leads/${id}/status`, { body: { status: 'desk' } });
    await passTo(server, tenant, clock, at('2 11:00'));
    expect(await written(tenant, id)).toHaveLength(1);
    await tenant.ask('POST', `/v1/leads/${id}/status`, { body: { status: 'new' } });
    await passTo(server, tenant, clock, at('2 12:00'));
    expect(await written(tenant, id)).toHaveLength(2);
  });
});

describe('is taken up again', () => {
  const once = { windows: [{ from: '09:00', to: '18:00' }], days: 1, channels: ['console'] };

  it('by whoever moves it back from cold', async () => {
    const tenant = await tenantWith(once);
    const { id } = await create(tenant);
    await passTo(server, tenant, clock, at('4 12:00'));
    expect((await get(tenant, id)).run.status.key).toBe('cold');
    await tenant.ask('POST', `/v1/leads/${id}/status`, { body: { status: 'new' } });
    await passTo(server, tenant, clock, at('4 12:30'));
    expect(await written(tenant, id)).toHaveLength(2);
    expect((await get(tenant, id)).run).toMatchObject({ cadenceState: 'active', status: { key: 'new' } });
  });

  it('and shows it, whatever took it up and changed nothing else of the lead', async () => {
    const tenant = await tenantWith(twice);
    const { id } = await create(tenant);
    await passTo(server, tenant, clock, at('10 12:00'));
    const before = await get(tenant, id);
    expect(before.run.cadenceState).toBe('exhausted');
    await transaction(tenant.ctx, (ctx) => renewCadence(ctx, id));
    const { revision, run } = await get(tenant, id);
    expect([revision, run.cadenceState]).toEqual([before.revision + 1, 'active']);
  });

  it('with the days it has left, after a stop that lasted longer', async () => {
    const tenant = await tenantWith({ ...twice, days: 3 });
    const stop = (isStopped: boolean) => tenant.ask('PATCH', '/v1/workspace', { body: { isStopped } });
    const begun = await create(tenant);
    await idle(server, tenant);
    await stop(true);
    const fresh = await create(tenant);
    await passTo(server, tenant, clock, at('10 12:00'));
    await stop(false);
    await passTo(server, tenant, clock, at('20 12:00'));
    expect((await written(tenant, begun.id)).map(timeOf)).toEqual(['1 12:00', '10 12:00', '11 09:00']);
    expect((await written(tenant, fresh.id)).map(timeOf)).toEqual(['10 12:00', '11 09:00', '12 09:00']);
  });

  it('where an address, or a consent, has come', async () => {
    const tenant = await tenantWith({ ...once, channels: ['sms'] });
    const { id } = await create(tenant, { phone: null });
    await tenant.ask('PATCH', '/v1/workspace', { body: { requiresConsent: true } });
    const asked = await create(tenant, { phone: '+351917777777' });
    await idle(server, tenant);
    for (const lead of [id, asked.id]) expect((await get(tenant, lead)).run.cadenceState).toBe('paused');
    expect(await lines(tenant, id)).toContain('Attempts to reach the lead stop: no channel can reach the lead');
    await tenant.ask('POST', `/v1/leads/${asked.id}/consents`, { body: { basis: 'by phone' } });
    await tenant.ask('PATCH', '/v1/workspace', { body: { requiresConsent: false } });
    await tenant.ask('PATCH', `/v1/leads/${id}`, { body: { phone: '+351918888888' } });
    await idle(server, tenant);
    for (const lead of [id, asked.id]) expect(await written(tenant, lead, 'sms')).toHaveLength(1);
  });

  it('never where the agent is not to write first', async () => {
    const tenant = await tenantWith(twice);
    const { id } = await create(tenant, { reachOut: false });
    await tenant.ask('POST', `/v1/leads/${id}/take-over`);
    await tenant.ask('POST', `/v1/leads/${id}/hand-back`);
    await tenant.ask('POST', `/v1/leads/${id}/status`, { body: { status: 'cold' } });
    await tenant.ask('POST', `/v1/leads/${id}/status`, { body: { status: 'new' } });
    await passTo(server, tenant, clock, at('5 12:00'));
    expect(await written(tenant, id)).toEqual([]);
  });
});

describe('channels', () => {
  it('go on with the next one where the first is not connected or has no address', async () => {
    const tenant = await tenantWith({ ...twice, channels: ['whatsapp', 'sms', 'console'] });
    const { id } = await create(tenant, { phone: null, email: 'ana@example.com' });
    await idle(server, tenant);
    expect(await written(tenant, id, 'sms')).toEqual([]);
    expect(await written(tenant, id)).toHaveLength(1);
    expect(await lines(tenant, id)).toContain('Does not try whatsapp: not connected here');
  });

  it('keep a gap between them', async () => {
    const tenant = await tenantWith({ ...twice, channels: ['sms', 'console'], gapMinutes: 30 });
    const { id } = await create(tenant);
    await passTo(server, tenant, clock, at('1 13:00'));
    expect((await written(tenant, id, 'sms')).map(timeOf)).toEqual(['1 12:00']);
    expect((await written(tenant, id)).map(timeOf)).toEqual(['1 12:30']);
  });
});

it('an agent that listens has its attempt approved first', async () => {
  const tenant = await tenantWith(twice);
  const { data } = (await tenant.ask('GET', '/v1/agents')).json();
  const agentId = data.find(({ name }: { name: string }) => name === 'Mia').id;
  await tenant.ask('PATCH', `/v1/agents/${agentId}`, { body: { autonomy: 'listen' } });
  const { id } = await create(tenant);
  await idle(server, tenant);
  const [draft] = (await tenant.ask('GET', '/v1/drafts')).json().data;
  expect(await written(tenant, id)).toEqual([]);
  await tenant.ask('POST', `/v1/messages/${draft.id}/approve`);
  await idle(server, tenant);
  expect(await written(tenant, id)).toEqual(['1 12:00: Hi, this is Mia, an automated assistant. Which size?']);
  expect(await saidIn(tenant, draft.conversationId)).toHaveLength(1);
});

it('a lead that is taken up again by a draft shows that attempts go on', async () => {
  const tenant = await tenantWith({ ...twice, recontact: { staleAfterHours: 4, coolDownHours: 24, atMost: 2 } });
  const { id } = await create(tenant);
  await passTo(server, tenant, clock, at('1 13:00'));
  await hears(tenant, id, 'large');
  await idle(server, tenant);
  expect((await get(tenant, id)).run.cadenceState).toBe('responded');
  const { data } = (await tenant.ask('GET', '/v1/agents')).json();
  const agentId = data.find(({ name }: { name: string }) => name === 'Mia').id;
  await tenant.ask('PATCH', `/v1/agents/${agentId}`, { body: { autonomy: 'listen' } });
  await passTo(server, tenant, clock, at('1 17:01'));
  expect((await tenant.ask('GET', '/v1/drafts')).json().data).toHaveLength(1);
  expect((await get(tenant, id)).run.cadenceState).toBe('active');
});

it('a lead that is handed back while its answer waits for the morning has one attempt to come', async () => {
  const recontact = { staleAfterHours: 4, coolDownHours: 24, atMost: 2 };
  const tenant = await tenantWith({ ...twice, channels: ['sms'], recontact });
  const { id } = await create(tenant);
  await passTo(server, tenant, clock, at('1 17:00'));
  await tenant.ask('POST', `/v1/leads/${id}/take-over`);
  await hears(tenant, id, 'large');
  await passTo(server, tenant, clock, at('1 23:00'));
  await tenant.ask('POST', `/v1/leads/${id}/hand-back`);
  await idle(server, tenant);
  expect((await timers(tenant, id)).sort()).toEqual(['answer_due', 'attempt_due']);
  await passTo(server, tenant, clock, at('2 08:30'));
  expect((await written(tenant, id, 'sms')).map(timeOf)).toEqual(['1 12:00', '2 08:00']);
  expect(await timers(tenant, id)).toEqual(['attempt_due']);
});

function pending(tenant: TestTenant, leadId: string): Promise<(string | null)[]> {
  return transaction(tenant.ctx, async ({ tx }) =>
    (
      await tx<{ lastError: string | null }[]>`
        select last_error from deliveries where lead_id = ${leadId} and status = 'pending'`
    ).map(({ lastError }) => lastError),
  );
}
