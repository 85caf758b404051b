import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, openChat, type TestTenant } from '../../../test/api.ts';
import { bookingWorkflow } from '../../../test/booking-workflow.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server, { name: 'Studio', shipped, workflows: [bookingWorkflow()] });
});
afterAll(() => server.stop());

const shipped = ['salon-appointment'];
const startAt = '2027-03-01T08:07:00.000Z';
const says = (...texts: string[]) => texts.map((text) => ({ text }));
const ask = (body: object, more: { key?: string; workflow?: string } = {}) =>
  tenant.ask('POST', `/v1/workflows/${more.workflow ?? 'booking'}/simulations`, {
    body: { startAt, ...body },
    ...(more.key !== undefined && { key: more.key }),
  });

/** How many rows there are of what a conversation would leave. */
const rows = () =>
  transaction(tenant.ctx, async ({ tx }) => [
    ...(await tx`
      select (select count(*) from leads) as leads, (select count(*) from messages) as messages,
        (select count(*) from events) as events, (select count(*) from appointments) as appointments,
        (select count(*) from stimuli) as stimuli, (select count(*) from audit_log) as audit`),
  ]);

describe('simulateWorkflow', () => {
  it('answers 200 with each turn and the end, and writes nothing', async () => {
    const before = await rows();
    const response = await ask({ messages: says('small', 'tomorrow at 10', 'yes'), lead: { phone: '(202) 555-0143' } });
    expect(response.statusCode).toBe(200);
    const trace = response.json();
    expect(trace.turns.map(({ step }: { step: number }) => step)).toEqual([-1, 0, 1, 2]);
    expect(trace).toMatchObject({
      workflow: { key: 'booking' },
      startAt,
      variables: { size: { value: 'small' } },
      after: {
        stage: 'booked',
        statusKey: 'booked',
        appointment: { startAt: '2027-03-02T10:00:00.000Z' },
        contact: { phone: '+12025550143' },
      },
    });
    expect(await rows()).toEqual(before);
  });

  it('answers from the knowledge of the workspace, as a live turn does', async () => {
    const [own, other] = [await addTenant(server, { shipped }), await addTenant(server, { shipped })];
    const text = '# Comfort\n\n## Wi-Fi\n\nThe wireless network is free.\n';
    await own.ask('POST', '/v1/knowledge/documents', { body: { path: 'comfort.md', text } });
    const live = await (await openChat(own)).talk('Do you have wirelss?');
    expect(live).toContain('The wireless network is free. (From “Comfort”.)');
    const simulated = async (tenant: TestTenant) => {
      const body = { messages: says('Do you have wirelss?') };
      return (await tenant.ask('POST', `/v1/workflows/${shipped[0]}/simulations`, { body })).json();
    };
    const { turns, score, after } = await simulated(own);
    const words = turns[1].happened.find((one: { author?: string }) => one.author === 'agent');
    expect([words.text, after.needsHuman]).toEqual([live, false]);
    expect(score.parts).toContainEqual({ label: 'Says what it wants', points: 20, counts: false });
    expect((await simulated(other)).after.needsHuman).toBe(true);
  });

  it('lets time pass, and hears a person', async () => {
    const messages = [
      { text: 'a trim please' },
      { text: 'I am Ruth.', from: 'person', at: '2027-03-02T08:00:00Z' },
      { text: 'hello' },
    ];
    const { turns, after, endAt } = (
      await ask({ messages, until: '2027-03-20T08:00:00Z' }, { workflow: 'salon-appointment' })
    ).json();
    expect(turns.map(({ step, cause }: { step: number; cause: string }) => `${step} ${cause}`)).toEqual([
      '-1 lead_created',
      '0 message_received',
      '1 time_passed',
      '1 person_spoke',
      '2 message_received',
      ...Array.from({ length: 6 }, () => '3 status_timeout'),
      '3 time_passed',
    ]);
    expect(after).toMatchObject({ owner: 'person', statusKey: 'talking' });
    expect(endAt).toBe('2027-03-20T08:00:00.000Z');
  });

  it('takes a version, or a draft as text or JSON, in place of the newest; the agent is as it was changed', async () => {
    const { text } = bookingWorkflow();
    const first = async (body: object) => {
      const { turns } = (await ask({ messages: [], ...body })).json();
      const happened = turns.flatMap((turn: { happened: unknown[] }) => turn.happened);
      return happened.find(({ kind }: { kind: string }) => kind === 'message').text;
    };
    const draft = text.replace('Kim', 'Lou');
    expect(await first({ source: draft })).toContain('Lou');
    expect(await first({ definition: JSON.parse(draft) })).toContain('Lou');
    expect(await first({ version: 1 })).toContain('Kim');
    const { agent } = (await tenant.ask('GET', '/v1/workflows/booking')).json();
    await tenant.ask('PATCH', `/v1/agents/${agent.id}`, { body: { greeting: 'Good day.', autonomy: 'listen' } });
    const { after } = (await ask({ messages: [] })).json();
    expect(after.draft).toContain('Good day.');
    expect(await first({ autonomy: 'autopilot' })).toContain('Good day.');
    expect(await first({ approveDrafts: true })).toContain('Good day.');
  });

  it('answers 404 for a workflow or version that is not there', async () => {
    expect((await ask({ messages: [] }, { workflow: 'none' })).statusCode).toBe(404);
    expect((await ask({ messages: [], version: 99 })).statusCode).toBe(404);
    const other = await addTenant(server);
    expect((await ask({ messages: [] }, { key: other.liveKey })).statusCode).toBe(404);
  });

  it('answers 403 without workflows:read, and needs no more', async () => {
    expect((await ask({ messages: [] }, { key: await tenant.keyWith(['leads:read']) })).statusCode).toBe(403);
    expect((await ask({ messages: [] }, { key: await tenant.keyWith(['workflows:read']) })).statusCode).toBe(200);
    expect((await ask({ messages: [] }, { key: tenant.testKey })).statusCode).toBe(200);
  });

  it.each([
    [{}, '#/messages'],
    [{ messages: says(...Array.from({ length: 201 }, () => 'a')) }, '#/messages'],
    [{ messages: says('x'.repeat(4097)) }, '#/messages/0/text'],
    [{ messages: [{ text: 'a', at: '2027-02-01T00:00:00Z' }] }, '#/messages/0/at'],
    [{ messages: [], until: '2029-02-01T00:00:00Z' }, '#/until'],
    [{ messages: [], lead: { email: 'nobody' } }, '#/lead/email'],
    [{ messages: [], lead: { phone: '12' } }, '#/lead/phone'],
    [{ messages: [], source: 'key: x' }, '#/source'],
    [{ messages: [], definition: { key: 'x' } }, '#/definition'],
  ])('what is not right (case %#) is a 400 that names $1', async (body, pointer) => {
    const response = await ask(body);
    expect(response.statusCode).toBe(400);
    expect(response.json().errors[0].pointer).toContain(pointer);
  });

  it('answers others while it goes on', async () => {
    const messages = says(...Array.from({ length: 60 }, (_, index) => `tomorrow at ${index % 24}:30`));
    let isDone = false;
    const simulated = ask({ messages }).then((response) => {
      isDone = true;
      return response;
    });
    const meanwhile = await tenant.ask('GET', '/v1/workflows/booking');
    expect({ isDone, statusCode: meanwhile.statusCode }).toEqual({ isDone: false, statusCode: 200 });
    expect((await simulated).statusCode).toBe(200);
  });
});
