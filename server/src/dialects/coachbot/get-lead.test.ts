import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { coachbotClient, LEADS, submitLead } from '../../../test/coachbot-client.ts';
import type { Client } from '../../../test/http-client.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';
import page from './page.fixture.json' with { type: 'json' };

let server: TestServer;
let tenant: TestTenant;
let ask: Client;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await addTenant(server);
  ask = clientOf(tenant.liveKey);
});
afterAll(() => server.stop());

const clientOf = (key: string) => coachbotClient(server, key);
const submit = (body: object = {}, from = ask) => submitLead(from, body);

describe('reading a lead', () => {
  it('answers the page’s example, key by key', async () => {
    await addLeadOfPage();
    const { status, body } = await ask('GET', `${LEADS}/${page.lead.id}`);
    expect(status).toBe(200);
    expect(body).toStrictEqual(page);
  });

  it('has the same keys where little is known', async () => {
    const { body } = await submit();
    const read = await ask('GET', `${LEADS}/${body.lead.id}`);
    expect(read.status).toBe(200);
    expect(Object.keys(read.body)).toEqual(Object.keys(page));
    expect(Object.keys(read.body.lead).sort()).toEqual(Object.keys(page.lead).sort());
    expect(read.body).toMatchObject({
      lead: {
        channel: 'whatsapp',
        email: null,
        goal: null,
        status: 'new',
        qualificationNotes: null,
        bookingUid: null,
        bookingStart: null,
        metadata: {},
        createdAt: expect.stringMatching(ISO),
        updatedAt: expect.stringMatching(ISO),
      },
      voiceCall: null,
    });
  });

  it('tells of no call where the lead did not come by phone, or was never called', async () => {
    const { body } = await submit();
    await addCall(body.lead.id);
    expect((await ask('GET', `${LEADS}/${body.lead.id}`)).body.voiceCall).toBeNull();
    const other = (await submit({ phone: '+447700900000' })).body.lead.id;
    await transaction(
      tenant.ctx,
      ({ tx }) => tx`update leads set revision = revision + 1, channel = 'voice' where id = ${other}`,
    );
    expect((await ask('GET', `${LEADS}/${other}`)).body).toMatchObject({ lead: { channel: 'voice' }, voiceCall: null });
  });

  it.each([
    ['an unknown id', '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e55'],
    ['what is no id', 'f54466f4'],
    ['a long text', 'x'.repeat(100)],
  ])('answers %s with its 404', async (_what, id) => {
    const { status, body } = await ask('GET', `${LEADS}/${id}`);
    expect([status, body]).toStrictEqual([404, { ok: false, error: 'Lead not found.' }]);
  });

  it('answers another workspace’s lead, and a test key’s, as an unknown one', async () => {
    const other = await addTenant(server);
    const { body } = await submit();
    const { body: tested } = await submit({}, clientOf(tenant.testKey));
    const missing = [404, { ok: false, error: 'Lead not found.' }];
    for (const [key, id] of [
      [other.liveKey, body.lead.id],
      [tenant.testKey, body.lead.id],
      [tenant.liveKey, tested.lead.id],
    ]) {
      const read = await clientOf(key)('GET', `${LEADS}/${id}`);
      expect([read.status, read.body]).toStrictEqual(missing);
    }
    expect((await clientOf(tenant.testKey)('GET', `${LEADS}/${tested.lead.id}`)).status).toBe(200);
  });
});

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The lead of the page with its appointment and its call, as it would stand in the database. */
async function addLeadOfPage(): Promise<void> {
  const { id, metadata, name, phone: line, email, goal, bookingUid, bookingStart, createdAt, updatedAt } = page.lead;
  const { workspace } = tenant.ctx;
  await transaction(tenant.ctx, async ({ tx }) => {
    await tx`
      insert into leads (workspace_id, id, name, phone, email, goal, metadata, channel, stage, agent_id, last_activity_at,
        created_at, updated_at)
      select w.id, ${id}, ${name}, ${line}, ${email}, ${goal}, ${tx.json(metadata)}, 'voice', 'booked', w.default_agent_id,
        ${updatedAt}, ${createdAt}, ${updatedAt}
      from workspaces w where w.id = ${workspace.id}`;
    await tx`
      insert into conversations (workspace_id, id, lead_id, agent_id, channel, created_at, updated_at)
      select workspace_id, ${CONVERSATION}, id, agent_id, 'voice', ${createdAt}, ${createdAt} from leads where id = ${id}`;
    await tx`
      insert into appointments (workspace_id, id, uid, lead_id, title, start_at, end_at, blocked_until, time_zone, status,
        created_at, updated_at)
      values (${workspace.id}, ${CONVERSATION}, ${bookingUid}, ${id}, 'Consultation', ${bookingStart},
        ${bookingStart}::timestamptz + interval '1 hour', ${bookingStart}::timestamptz + interval '1 hour',
        'Europe/London', 'confirmed', ${createdAt}, ${createdAt})`;
    await tx`
      insert into calls (workspace_id, id, lead_id, conversation_id, direction, status, created_at, updated_at)
      values (${workspace.id}, ${EARLIER_CALL}, ${id}, ${CONVERSATION}, 'outbound', 'failed', ${createdAt}, ${createdAt})`;
  });
  await addCall(id);
}

/** The page's call, made with a lead. */
async function addCall(leadId: string): Promise<void> {
  const { status, startedAt, endedAt, durationSeconds, ...said } = page.voiceCall;
  const { summary, recordingUrl, endedReason } = said;
  const transcript = [
    { speaker: 'agent', text: 'Hello Jane.', at: null },
    { speaker: 'lead', text: 'Hello.', at: null },
  ];
  await transaction(
    tenant.ctx,
    ({ tx, at, newId }) => tx`
      insert into calls (workspace_id, id, lead_id, conversation_id, direction, status, started_at, ended_at,
        duration_seconds, summary, transcript, recording_url, ended_reason, created_at, updated_at)
      select workspace_id, ${newId(at)}, lead_id, id, 'outbound', ${status}, ${startedAt}, ${endedAt}, ${durationSeconds},
        ${summary}, ${tx.json(transcript)}, ${recordingUrl}, ${endedReason}, ${at}, ${at}
      from conversations where lead_id = ${leadId}`,
  );
}

const CONVERSATION = '019ea22e-80ca-7001-95fb-4932d5c048f3';
const EARLIER_CALL = '019ea22e-80ca-7001-95fb-4932d5c048f1';
