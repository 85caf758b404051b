import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { linesOf } from '../../../test/people.ts';
import { fileOf } from '../../../test/pipeline.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { idle, passTo, VirtualClock } from '../../../test/virtual-time.ts';
import { transaction } from '../../db/database.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { appendMessage } from '../conversations/index.ts';

const clock = new VirtualClock('2027-03-01T10:00:00.000Z');
let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer({ clock });
  const workflow = fileOf({
    key: 'reach',
    name: 'Reach',
    goal: 'qualification',
    agent: { name: 'Mia', role: 'the assistant', greeting: 'Hi, this is Mia, an automated assistant.' },
    fields: [{ key: 'party', label: 'Party size', type: 'integer', ask: 'For how many?' }],
    statuses: [{ key: 'new', label: 'New', category: 'active', flags: ['initial'] }],
    cadence: { windows: [{ from: '09:00', to: '18:00' }], days: 3, channels: ['console'] },
  });
  tenant = await addTenant(server, { timeZone: 'UTC', country: 'PT', workflows: [workflow] });
});
afterAll(() => server.stop());

const turns = (...texts: string[]) =>
  texts.map((text, index) => ({ speaker: index % 2 === 0 ? 'agent' : 'lead', text }));
let count = 0;
/** A lead of a day of its own. */
const add = async () => {
  clock.set(hours(24));
  count += 1;
  const made = await tenant.ask('POST', '/v1/leads', { body: { phone: `+35191234567${count}`, timeZone: 'UTC' } });
  await idle(server, tenant);
  return made.json();
};
const told = async (id: string) => (await linesOf(tenant, id)).map(({ summary }) => summary);

/** So many hours from now. */
const hours = (many: number) => new Date(clock.now().getTime() + many * 3_600_000);

/** Hands in a call that ended so many hours ago, and waits until it was heard. */
async function hand(leadId: string, { ago, said }: { ago: number; said: string[] }) {
  const times = { startedAt: hours(-ago - 0.1), endedAt: hours(-ago) };
  const made = await tenant.ask('POST', `/v1/leads/${leadId}/calls`, {
    body: { direction: 'outbound', ...times, transcript: turns(...said) },
  });
  expect(made.statusCode, made.body).toBe(201);
  // A lead that was busy is waited for.
  await passTo(server, tenant, clock, hours(0.02));
  const left = await transaction(tenant.ctx, ({ tx }) => tx`select last_error from stimuli where lead_id = ${leadId}`);
  expect(left).toEqual([]);
  return (await tenant.ask('GET', `/v1/leads/${leadId}`)).json();
}

async function writes(leadId: string, text: string): Promise<void> {
  await transaction(tenant.ctx, async (ctx) => {
    const [found] = await ctx.tx<{ id: string; channel: string }[]>`
      select id, channel from conversations where lead_id = ${leadId} order by id desc limit 1`;
    if (!found) throw new Error('no conversation');
    const { id: conversationId, channel } = found;
    const { message } = await appendMessage(ctx, { conversationId, leadId, channel, author: 'lead', text });
    enqueueStimulus(ctx, { leadId, kind: 'message_received', payload: { conversationId, messageId: message.id } });
  });
  await idle(server, tenant);
}

describe('a call that is handed in late', () => {
  it('changes nothing that the lead wrote after it, and says so', async () => {
    const { id } = await add();
    await passTo(server, tenant, clock, hours(2));
    await writes(id, 'We are five people');
    const after = await hand(id, { ago: 1, said: ['For how many?', 'four'] });
    expect(after.variables.party).toMatchObject({ value: 5 });
    const note = 'Did not change Party size to "four", as was said in a call: what is known is newer than the call';
    expect(await told(id)).toContain(note);
    expect((await hand(id, { ago: 0, said: ['For how many?', 'six'] })).variables.party).toMatchObject({ value: 6 });
  });

  it('stands by its own time among other calls, in whatever order they come', async () => {
    const said = (many: string) => ['For how many?', many];
    const inOrder = await add();
    await hand(inOrder.id, { ago: 3, said: said('three') });
    expect((await hand(inOrder.id, { ago: 2, said: said('two') })).variables.party).toMatchObject({ value: 2 });
    const reversed = await add();
    await hand(reversed.id, { ago: 2, said: said('two') });
    expect((await hand(reversed.id, { ago: 3, said: said('three') })).variables.party).toMatchObject({ value: 2 });
  });

  it('opts nobody out who has opted in since', async () => {
    const { id } = await add();
    const change = (optedOut: boolean) => tenant.ask('PATCH', `/v1/leads/${id}`, { body: { optedOut } });
    await change(true);
    expect((await change(false)).statusCode).toBe(200);
    await passTo(server, tenant, clock, hours(1));
    const said = ['Hello', 'Stop calling me'];
    expect(await hand(id, { ago: 2, said })).toMatchObject({ optedOut: false });
    expect(await hand(id, { ago: 0.5, said })).toMatchObject({ optedOut: true });
  });

  it('ends the attempts that began before it, and none of which one was made since', async () => {
    const states = async (leadId: string) =>
      transaction(tenant.ctx, async ({ tx }) => {
        const [run] = await tx`select cadence_state from runs where lead_id = ${leadId}`;
        const timers = await tx`select id from timers where lead_id = ${leadId} and kind = 'attempt_due'`;
        return [run?.cadenceState, timers.length];
      });
    const { id } = await add();
    await passTo(server, tenant, clock, hours(1));
    expect(await states(id)).toEqual(['active', 1]);
    await hand(id, { ago: 20, said: ['Hello', 'Hello'] });
    expect(await states(id)).toEqual(['active', 1]);
    await hand(id, { ago: 0, said: ['Hello', 'Hello'] });
    expect(await states(id)).toEqual(['responded', 0]);
  });

  it('withdraws only words that were prepared before it', async () => {
    const { id } = await add();
    const promise = () =>
      tenant.ask('POST', `/v1/leads/${id}/follow-ups`, { body: { text: 'Still there?', sendAt: hours(48) } });
    const made = await promise();
    expect(made.statusCode, made.body).toBe(201);
    await passTo(server, tenant, clock, hours(2));
    const withdrawn = 'Follow-up withdrawn: the lead was spoken with';
    await hand(id, { ago: 3, said: ['Hello', 'Hello'] });
    expect(await told(id)).not.toContain(withdrawn);
    await hand(id, { ago: 1, said: ['Hello', 'Hello'] });
    expect(await told(id)).toContain(withdrawn);
  });
});
