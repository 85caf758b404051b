import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, type TestTenant } from '../../../test/api.ts';
import { coachbotClient, LEADS, newPhone, submitLead } from '../../../test/coachbot-client.ts';
import type { Client } from '../../../test/http-client.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';

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
let phone: string;
beforeEach(() => {
  phone = newPhone();
});
const submit = (body: object = {}, from = ask) => submitLead(from, { phone, ...body });

describe('submitting a lead', () => {
  it('keeps all that came with it', async () => {
    const given = {
      email: 'Jane@Acme.com',
      goal: 'Move away from a competitor',
      metadata: { companyName: 'Acme Corp', seats: 12, nothing: null },
      formResponses: { q1: 'Yes' },
    };
    const { status, body } = await submit(given);
    expect(status).toBe(201);
    expect(body).toStrictEqual({
      ok: true,
      lead: {
        id: expect.any(String),
        channel: 'whatsapp',
        name: 'Jane Doe',
        phone,
        email: 'jane@acme.com',
        goal: given.goal,
        status: 'new',
        qualificationNotes: null,
        bookingUid: null,
        bookingStart: null,
        metadata: given.metadata,
        createdAt: expect.stringMatching(ISO),
        updatedAt: expect.stringMatching(ISO),
      },
      voiceCall: null,
      leadId: body.lead.id,
    });
    const native = (await tenant.ask('GET', `/v1/leads/${body.leadId}`)).json();
    expect(native).toMatchObject({ givenName: 'Jane', familyName: 'Doe', formResponses: given.formResponses });
    const consents = await transaction(
      tenant.ctx,
      ({ tx }) => tx`select basis from consents where lead_id = ${body.leadId}`,
    );
    expect(consents.map(({ basis }) => basis)).toEqual(['api']);
  });

  it('refuses a phone that a lead has, however it is written, also of two at once', async () => {
    const spellings = [phone, phone.replace('+44', '0044 '), ` ${phone.slice(0, 5)} ${phone.slice(5)}`];
    const answers = await Promise.all(spellings.map((spelling) => submit({ phone: spelling })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toStrictEqual({
      ok: false,
      error: 'duplicate_phone',
      message: 'Another lead has this phone number.',
    });
    const other = await addTenant(server);
    expect((await submit({}, clientOf(other.liveKey))).status).toBe(201);
    expect((await submit({}, clientOf(tenant.testKey))).status).toBe(201);
  });

  it.each([
    ['no JSON', '{"name":'],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['nothing', ''],
  ])('answers a body that is %s', async (_what, body) => {
    const answer = await ask('POST', LEADS, { body });
    expect([answer.status, answer.body]).toStrictEqual([400, { ok: false, error: 'Request body must be valid JSON.' }]);
  });

  it.each([[{ consent: false }], [{ consent: 'yes' }], [{ consent: undefined }], [{ consent: false, name: '' }]])(
    'asks for the consent that %j lacks',
    async (given) => {
      const { status, body } = await submit(given);
      expect([status, body.error]).toEqual([400, '`consent` must be true.']);
      expect(body.issues.map((issue: { path: string }) => issue.path)).toContain('consent');
    },
  );

  it.each([
    [{ name: undefined }, 'name'],
    [{ name: 'x'.repeat(121) }, 'name'],
    [{ name: 'Jane\0Doe' }, 'name'],
    [{ name: 'Jane \ud83d Doe' }, 'name'],
    [{ phone: '12' }, 'phone'],
    [{ phone: 'call me maybe' }, 'phone'],
    [{ email: 'jane@' }, 'email'],
    [{ goal: 'x'.repeat(2001) }, 'goal'],
    [{ metadata: 'text' }, 'metadata'],
    [{ metadata: { long: 'x'.repeat(70_000) } }, 'metadata'],
    [{ metadata: { 'a\0': 1 } }, 'metadata.a\0'],
    [{ formResponses: { q1: 1 } }, 'formResponses.q1'],
  ])('names what is wrong with %j', async (given, path) => {
    const { status, body } = await submit(given);
    expect([status, body]).toStrictEqual([
      400,
      { ok: false, error: 'Validation failed.', issues: [{ path, message: expect.stringMatching(/\w/) }] },
    ]);
  });

  it('refuses what is nested too deep, and a list', async () => {
    const deep = '['.repeat(100) + ']'.repeat(100);
    const answer = await ask('POST', LEADS, {
      body: `{"name":"J","phone":"${phone}","consent":true,"metadata":{"a":${deep}}}`,
    });
    expect([answer.status, answer.body.error]).toEqual([400, 'Validation failed.']);
    expect((await ask('POST', LEADS, { body: [] })).status).toBe(400);
  });

  it('leaves alone what it does not know', async () => {
    const { status, body } = await submit({ status: 'booked', source: 'ads', voice: { id: 1 } });
    expect([status, body.lead.status, body.lead.metadata]).toEqual([201, 'new', {}]);
  });
});

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
