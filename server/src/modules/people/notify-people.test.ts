import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, openChat, type TestTenant } from '../../../test/api.ts';
import { addMember } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { createConsoleNotifier } from '../../adapters/notifiers/console/console-notifier.ts';
import type { Notifier, PersonNeeded } from '../../adapters/notifiers/port.ts';
import { transaction } from '../../db/database.ts';
import { handleNextStimulus } from '../../jobs/claim-stimulus.ts';
import { dispatch } from '../../jobs/dispatch.ts';
import { conversationStimuli } from '../engagement/index.ts';
import { takeNotification } from './notify-people.ts';

let now = new Date('2027-03-13T15:00:00.000Z');
let server: TestServer;
let tenant: TestTenant;
let memberId: string;
beforeAll(async () => {
  server = await startTestServer({ worker: false, clock: { now: () => now } });
  tenant = await addTenant(server);
  memberId = await addMember(tenant, { notifyTo: 'https://example.com/told' });
});
afterAll(() => server.stop());

/** Remembers what it was given; reaches nobody while it is `broken`. */
function notebook() {
  const told: (PersonNeeded & { key: string })[] = [];
  const notifier: Notifier & { isBroken: boolean } = {
    name: 'notebook',
    reaches: () => true,
    isBroken: false,
    tell: async () => [],
    notify: async (needed, { idempotencyKey: key }) => {
      told.push({ ...needed, key });
      if (!notifier.isBroken) return [];
      return needed.to.map(({ memberId }) => ({ memberId, reason: 'nobody is there', isWorthRetrying: true }));
    },
  };
  return { told, notifier };
}
async function tellAll(notifier: Notifier): Promise<void> {
  for (;;) {
    const taken = await takeNotification(server.context, notifier, []);
    if (!taken) return;
    await taken.work?.();
  }
}
const create = async (body: object, key?: string) =>
  (await tenant.ask('POST', '/v1/leads', { body, ...(key && { key }) })).json().id;
const update = (id: string, body: object) => tenant.ask('PATCH', `/v1/leads/${id}`, { body });
const statesOf = (leadId: string) =>
  transaction(tenant.ctx, async ({ tx }) =>
    (await tx<{ state: string }[]>`select state from notifications where lead_id = ${leadId} order by id`).map(
      ({ state }) => state,
    ),
  );

describe('that a lead needs a person', () => {
  it('is told once to whom it is addressed, and again when it needs one again', async () => {
    const { told, notifier } = notebook();
    const id = await create({ needsHuman: true, needsHumanReason: 'asks for Olga' });
    await update(id, { needsHuman: true, needsHumanReason: 'asks for Olga still' });
    await Promise.all([tellAll(notifier), tellAll(notifier)]);
    expect(told).toMatchObject([
      { leadId: id, reason: 'asks for Olga', to: [{ memberId, address: 'https://example.com/told' }] },
    ]);
    await tenant.ask('POST', `/v1/leads/${id}/take-over`);
    await tenant.ask('POST', `/v1/leads/${id}/hand-back`);
    await update(id, { needsHuman: true });
    await tellAll(notifier);
    expect(told).toHaveLength(2);
    expect(await statesOf(id)).toEqual(['sent', 'sent']);
  });

  it('is told where the agent asks for one', async () => {
    const { told, notifier } = notebook();
    const chat = await openChat(tenant, { text: 'I want to talk to a human' });
    const handle = dispatch(conversationStimuli('http://foyer.test'));
    while ((await handleNextStimulus(server.context, handle)).outcome === 'done');
    await tellAll(notifier);
    expect(told).toMatchObject([{ leadId: (await chat.lead()).id, reason: 'the lead asked for a person' }]);
  });

  it('is not told any more once somebody has come', async () => {
    const { told, notifier } = notebook();
    const id = await create({ needsHuman: true });
    await tenant.ask('POST', `/v1/leads/${id}/take-over`);
    await tellAll(notifier);
    expect([told, await statesOf(id)]).toEqual([[], ['withdrawn']]);
  });

  it('is told again under the same key where it could not be told, five times at most', async () => {
    const { told, notifier } = notebook();
    notifier.isBroken = true;
    const id = await create({ needsHuman: true });
    for (let times = 0; times < 7; times++) {
      await tellAll(notifier);
      now = new Date(now.getTime() + 61_000);
    }
    expect(told).toHaveLength(5);
    expect(new Set(told.map(({ key }) => key)).size).toBe(1);
    expect(await statesOf(id)).toEqual(['failed']);
    // Who looks at the lead, and whoever hears of events, learns that not all know.
    const timeline = (await tenant.ask('GET', `/v1/leads/${id}/actions`)).json().data;
    expect(timeline[0].summary).toBe('Not everybody could be told that a person is needed, after 5 attempts');
    const types = await transaction(tenant.ctx, ({ tx }) => tx`select type from events where lead_id = ${id}`);
    expect(types).toContainEqual({ type: 'notification.failed' });
  });

  it('is told in the order of need, and of others while a workspace is crowded', async () => {
    const { notifier } = notebook();
    const other = await addTenant(server);
    const need = async ({ ask }: TestTenant) => {
      await ask('POST', '/v1/leads', { body: { needsHuman: true } });
      now = new Date(now.getTime() + 1_000);
    };
    for (const one of [other, tenant, other]) await need(one);
    const take = async (crowded: string[]) => (await takeNotification(server.context, notifier, crowded))?.workspaceId;
    const [first, second] = [other.ctx.workspace.id, tenant.ctx.workspace.id];
    expect([await take([]), await take([second]), await take([first, second]), await take([])]).toEqual([
      first,
      first,
      undefined,
      second,
    ]);
  });

  it('stays in the house where the lead is a test', async () => {
    const { told, notifier } = notebook();
    await create({ needsHuman: true }, tenant.testKey);
    await tellAll(notifier);
    expect(told).toEqual([]);
  });
});

it('stands in the log without a word of the lead or its people', async () => {
  const lines: object[] = [];
  const notifier = createConsoleNotifier({ info: (facts) => lines.push(facts) });
  const id = await create({ name: 'Ada Lovelace', needsHuman: true, needsHumanReason: 'call +14155550123' });
  await tellAll(notifier);
  expect(lines).toMatchObject([{ leadId: id, memberIds: [memberId] }]);
  expect(JSON.stringify(lines)).not.toMatch(/Ada|4155550123|example\.com/);
});
