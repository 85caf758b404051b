import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { type ChannelPeer, startChannelPeer } from '../../../test/http-channel.ts';
import { linesOf } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';

let server: TestServer;
let tenant: TestTenant;
let peers: readonly ChannelPeer[];
beforeAll(async () => {
  peers = [await startChannelPeer('sms'), await startChannelPeer('email', { reaches: 'email' })];
  server = await startTestServer({ worker: false, channels: peers.map(({ channel }) => channel) });
  tenant = await addTenant(server, { shipped: ['salon-appointment'], country: 'BR' });
});
afterAll(async () => {
  await server.stop();
  for (const peer of peers) await peer.stop();
});

const add = (body: object, key?: string) => tenant.ask('POST', '/v1/suppressions', { body, ...(key && { key }) });
const remove = (id: string) => tenant.ask('DELETE', `/v1/suppressions/${id}`);
const list = async (query: string) => (await tenant.ask('GET', `/v1/suppressions?${query}`)).json().data;
const make = async (body: object, key?: string): Promise<{ id: string; conversationId: string }> =>
  (await tenant.ask('POST', '/v1/leads', { body, ...(key && { key }) })).json();

/** A conversation with a lead on a channel; returns its id. */
function openOn(lead: { id: string }, channel: string): Promise<string> {
  return transaction(tenant.ctx, async ({ tx, workspace, newId, at }) => {
    const id = newId(at);
    await tx`
      insert into conversations (workspace_id, id, lead_id, agent_id, channel, created_at, updated_at)
      select workspace_id, ${id}, lead_id, agent_id, ${channel}, ${timeOfId(id)}, ${at}
      from runs where workspace_id = ${workspace.id} and lead_id = ${lead.id}`;
    await tx`update leads set revision = revision + 1 where workspace_id = ${workspace.id} and id = ${lead.id}`;
    return id;
  });
}

/** Words of the agent that wait to be sent over a channel; returns how to see what became of them. */
async function queue(lead: { id: string }, channel: string): Promise<() => Promise<string>> {
  const conversationId = await openOn(lead, channel);
  const id = await transaction(tenant.ctx, async ({ tx, workspace, newId, at }) => {
    const messageId = newId(at);
    await tx`
      insert into messages (workspace_id, id, lead_id, conversation_id, seq, channel, direction, author, body, status, created_at)
      values (${workspace.id}, ${messageId}, ${lead.id}, ${conversationId}, 1, ${channel}, 'outbound', 'agent', 'Hello',
        'queued', ${timeOfId(messageId)})`;
    return messageId;
  });
  return async () => {
    const [row] = await transaction(
      tenant.ctx,
      ({ tx }) => tx<{ status: string }[]>`
      select status from messages where id = ${id}`,
    );
    return row?.status ?? 'gone';
  };
}

describe('a suppression', () => {
  it('is made, listed and lifted, and its row stays', async () => {
    const made = await add({ kind: 'email', address: ' Ana@Example.com ', reason: 'complaint' });
    expect(made.statusCode, made.body).toBe(201);
    const { id, ...rest } = made.json();
    expect(rest).toMatchObject({ kind: 'email', address: 'ana@example.com', reason: 'complaint', liftedAt: null });
    expect((await add({ kind: 'email', address: 'ana@example.com', reason: 'bounced' })).json()).toEqual(made.json());
    expect(await list('address=ANA@example.com')).toEqual([made.json()]);
    expect(await list('reason=bounced')).toEqual([]);
    expect((await remove(id)).statusCode).toBe(204);
    expect((await remove(id)).statusCode).toBe(404);
    expect(await list('kind=email')).toEqual([]);
    const [lifted] = await list('kind=email&isLifted=true');
    expect(lifted).toMatchObject({ id, liftedAt: expect.any(String) });
    const anew = (await add({ kind: 'email', address: 'ana@example.com' })).json();
    expect(anew).toMatchObject({ reason: 'manual', liftedAt: null });
    expect(anew.id).not.toBe(id);
    const audit = await transaction(
      tenant.ctx,
      ({ tx }) => tx`select verb from audit_log where object_id = ${id} order by id`,
    );
    expect(audit.map(({ verb }) => verb)).toEqual(['addSuppression', 'addSuppression', 'removeSuppression']);
  });

  it('is one for all spellings of a number', async () => {
    const spellings = [
      '+55 11 96123-4567',
      '(11) 96123-4567',
      '+55 11 6123-4567',
      '0055 11 96123 4567',
      '+5511961234567',
    ];
    const ids = [];
    for (const address of spellings)
      ids.push((await add({ kind: 'phone', address, reason: 'wrong_number' })).json().id);
    expect(new Set(ids).size).toBe(1);
    for (const address of spellings) {
      expect(await list(`kind=phone&address=${encodeURIComponent(address)}`), address).toHaveLength(1);
    }
  });

  it.each([
    [{ kind: 'email', address: 'nobody' }, '#/address'],
    [{ kind: 'phone', address: 'nobody' }, '#/address'],
    [{ kind: 'phone', address: '12' }, '#/address'],
    [{ kind: 'fax', address: '+5511961234567' }, '#/kind'],
    [{ kind: 'email', address: 'eve@example.com', reason: 'boredom' }, '#/reason'],
    [{ kind: 'email' }, '#/address'],
  ])('refuses %j', async (body, pointer) => {
    const refused = await add(body);
    expect(refused.statusCode).toBe(400);
    expect(refused.json().errors.map((one: { pointer: string }) => one.pointer)).toEqual([pointer]);
  });

  it("is no test key's to change, and no other workspace's to see", async () => {
    const refused = await add({ kind: 'email', address: 'eve@example.com' }, tenant.testKey);
    expect([refused.statusCode, refused.json().reason]).toEqual([403, 'test_key']);
    const { id } = (await add({ kind: 'email', address: 'eve@example.com' })).json();
    const other = await addTenant(server);
    expect((await other.ask('GET', '/v1/suppressions')).json().data).toEqual([]);
    expect((await other.ask('DELETE', `/v1/suppressions/${id}`)).statusCode).toBe(404);
    expect(await list('address=eve@example.com')).toHaveLength(1);
  });
});

describe('leads that have the address', () => {
  it('are told of on their timelines, and what waits to be sent to it is stopped', async () => {
    const lead = await make({ phone: '+5521961234567', email: 'bia@example.com' });
    const same = await make({ phone: '+552161234567' });
    const other = await make({ phone: '+5521961234568' });
    const test = await make({ phone: '+5521961234567' }, tenant.testKey);
    const [sms, email, chat] = [await queue(lead, 'sms'), await queue(lead, 'email'), await queue(lead, 'web_chat')];
    const [sameSms, otherSms] = [await queue(same, 'console'), await queue(other, 'sms')];
    const { id } = (await add({ kind: 'phone', address: '21 96123-4567', reason: 'wrong_number' })).json();
    expect([await sms(), await email(), await chat()]).toEqual(['cancelled', 'queued', 'queued']);
    expect([await sameSms(), await otherSms()]).toEqual(['cancelled', 'queued']);
    const lines = (await linesOf(tenant, lead.id)).map(({ summary }) => summary);
    expect(lines).toContain('Message withdrawn: the phone number is suppressed');
    expect(lines).toContain('The phone number is suppressed (wrong number): nothing is sent to it any more');
    for (const stranger of [other, test]) {
      expect((await linesOf(tenant, stranger.id)) ?? []).not.toContainEqual(
        expect.objectContaining({ summary: expect.stringContaining('suppressed') }),
      );
    }
    await remove(id);
    expect((await linesOf(tenant, lead.id))[0]).toMatchObject({
      summary: 'The phone number is not suppressed any more',
    });
  });

  it('keep what goes by the phone when their e-mail address is suppressed', async () => {
    const lead = await make({ phone: '+5531961234567', email: 'caio@example.com' });
    const [sms, email] = [await queue(lead, 'sms'), await queue(lead, 'email')];
    await add({ kind: 'email', address: 'caio@example.com', reason: 'bounced' });
    expect([await sms(), await email()]).toEqual(['queued', 'cancelled']);
  });
});

it('refuses what is sent to any spelling of the number', async () => {
  const lead = await make({ phone: '+5541961234567' });
  const url = `/v1/conversations/${await openOn(lead, 'sms')}/messages`;
  const { id } = (await add({ kind: 'phone', address: '+554161234567', reason: 'wrong_number' })).json();
  const refused = await tenant.ask('POST', url, { body: { text: 'Hello' } });
  expect([refused.statusCode, refused.json().reason]).toEqual([409, 'not_sendable']);
  expect(refused.json().detail).toContain('wrong_number');
  await remove(id);
  expect((await tenant.ask('POST', url, { body: { text: 'Hello' } })).statusCode).toBe(201);
});

describe('a lead that opted out', () => {
  const proved = async (email: string) => {
    const lead = await make({ email });
    await transaction(tenant.ctx, ({ tx, at }) => tx`update leads set email_verified_at = ${at} where id = ${lead.id}`);
    return lead;
  };
  const opt = (id: string, optedOut: boolean) => tenant.ask('PATCH', `/v1/leads/${id}`, { body: { optedOut } });

  it('has a suppression of its own, which its opting in lifts', async () => {
    const lead = await proved('dora@example.com');
    await opt(lead.id, true);
    expect(await list('address=dora@example.com')).toMatchObject([{ reason: 'opted_out', leadId: lead.id }]);
    await opt(lead.id, false);
    expect(await list('address=dora@example.com')).toEqual([]);
  });

  it("does not lift by opting in what has become a person's word", async () => {
    const lead = await proved('enzo@example.com');
    await opt(lead.id, true);
    const kept = (await add({ kind: 'email', address: 'enzo@example.com', reason: 'complaint' })).json();
    expect(kept).toMatchObject({ reason: 'complaint', leadId: null });
    await opt(lead.id, false);
    expect(await list('address=enzo@example.com')).toEqual([kept]);
    expect((await eventsOf(tenant, lead.id)).filter(({ type }) => type === 'suppression.lifted')).toEqual([]);
  });
});
