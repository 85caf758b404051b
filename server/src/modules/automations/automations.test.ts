import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, eventsOf, type TestTenant } from '../../../test/api.ts';
import { automate, firingsOf, untilLookedAt, untilStates } from '../../../test/automations.ts';
import { addMember, linesOf, questions } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await addTenant(server, { workflows: [questions, other] });
});
afterAll(() => server.stop());

/** A second workflow, so that a lead may be in two. */
const other = {
  fileName: 'follow.yaml',
  text: questions.text.replaceAll('questions', 'follow').replaceAll('Questions', 'Follow'),
};

const makeLead = async (body: object = {}, key?: string) =>
  (await tenant.ask('POST', '/v1/leads', { body, ...(key !== undefined && { key }) })).json();
const readLead = async (id: string) => (await tenant.ask('GET', `/v1/leads/${id}`)).json();

describe('a verb', () => {
  it.each<[object, object]>([
    [{ do: 'addTag', with: { tag: 'from {{lead.source}}' } }, { tags: ['old', 'from ads'] }],
    [{ do: 'removeTag', with: { tag: 'OLD' } }, { tags: [] }],
    [
      { do: 'updateLead', with: { goal: 'Met by {{event.channel}}', intent: 'buy' } },
      { goal: 'Met by api', intent: 'buy' },
    ],
    [
      { do: 'setLeadVariable', with: { key: 'score', value: '{{lead.qualificationScore}}' } },
      { variables: { score: { value: 7 } } },
    ],
    [{ do: 'moveLeadStatus', with: { status: 'lost' } }, { run: { status: { key: 'lost' } } }],
    [{ do: 'enrolLead', with: { workflow: 'follow' } }, { run: { workflowKey: 'follow' } }],
    [
      { do: 'requestPerson', with: { reason: 'Call {{lead.name}}' } },
      { needsHuman: true, needsHumanReason: 'Call Ada' },
    ],
    [{ do: 'takeOverLead' }, { owner: 'person', needsHuman: false }],
  ])('%j is done once, and the timeline names the automation', async (action, expected) => {
    const id = await automate(tenant, { name: 'Tidy', action });
    const lead = await makeLead({ name: 'Ada', source: 'ads', tags: ['old'], qualificationScore: 7 });
    const [firing] = await untilStates(tenant, id, ['done']);
    expect(firing).toMatchObject({ leadId: lead.id, attempts: 0, error: null, event: { type: 'lead.created' } });
    expect(await readLead(lead.id)).toMatchObject(expected);
    expect((await linesOf(tenant, lead.id)).map(({ summary }) => summary)).toContainEqual(
      expect.stringMatching(/^Automation "Tidy": /),
    );
    expect((await eventsOf(tenant, lead.id)).filter(({ type }) => type === 'automation.fired')).toHaveLength(1);
    expect((await tenant.ask('DELETE', `/v1/automations/${id}`)).statusCode).toBe(204);
  });

  it('assigns a member', async () => {
    const memberId = await addMember(tenant);
    const id = await automate(tenant, { action: { do: 'assignMember', with: { memberId } } });
    const lead = await makeLead();
    await untilStates(tenant, id, ['done']);
    expect((await readLead(lead.id)).assignedMember.id).toBe(memberId);
    await tenant.ask('DELETE', `/v1/automations/${id}`);
  });

  it("that is refused fails with the verb's words, writes nothing else, and can be tried again", async () => {
    const id = await automate(tenant, { action: { do: 'moveLeadStatus', with: { status: 'nowhere' } } });
    const lead = await makeLead();
    const [firing] = await untilStates(tenant, id, ['failed']);
    expect(firing?.error).toContain('nowhere');
    expect((await eventsOf(tenant, lead.id)).map(({ type }) => type)).toContain('automation.failed');
    const retry = () => tenant.ask('POST', `/v1/automations/${id}/firings/${firing?.id}/retry`);
    await tenant.ask('PATCH', `/v1/automations/${id}`, {
      body: { action: { do: 'moveLeadStatus', with: { status: 'lost' } } },
    });
    const again = await retry();
    expect([again.statusCode, again.json().state]).toEqual([202, 'waiting']);
    await untilStates(tenant, id, ['done']);
    expect((await readLead(lead.id)).run.status.key).toBe('lost');
    expect((await retry()).json()).toMatchObject({ code: 'conflict', reason: 'not_failed' });
    await tenant.ask('DELETE', `/v1/automations/${id}`);
  });

  it('is not done by half where a value is missing: the firing and the timeline name it', async () => {
    const id = await automate(tenant, { action: { do: 'updateLead', with: { goal: 'x', intent: '{{lead.phone}}' } } });
    const lead = await makeLead();
    const [firing] = await untilStates(tenant, id, ['failed']);
    expect(firing?.error).toContain('lead.phone');
    expect((await readLead(lead.id)).goal).toBeNull();
    expect((await linesOf(tenant, lead.id)).map(({ summary }) => summary)).toContainEqual(
      expect.stringContaining('failed: Nothing is known for lead.phone'),
    );
    await tenant.ask('DELETE', `/v1/automations/${id}`);
  });
});

describe('a rule', () => {
  it("moves another workflow's run when a status of one changes, once, whatever follows", async () => {
    const conditions = {
      all: [
        { field: 'event.to', operator: '=', value: 'ready' },
        { field: 'workflow.key', operator: '=', value: 'questions' },
        { field: 'size', operator: '=', value: 'small' },
        { field: 'lead.tags', operator: 'contains', value: 'vip' },
      ],
    };
    const action = { do: 'moveLeadStatus', with: { status: 'lost', workflow: 'follow' } };
    const id = await automate(tenant, { on: ['lead.status_changed'], conditions, action });
    const lead = await makeLead({ workflow: 'questions', tags: ['VIP'], variables: { size: 'small' } });
    // In a second workflow, beside the first.
    await secondRun(lead.id);
    for (const status of ['ready', 'new', 'ready']) {
      const moved = await tenant.ask('POST', `/v1/leads/${lead.id}/status`, {
        body: { status, workflow: 'questions' },
      });
      expect(moved.statusCode).toBe(200);
    }
    await untilStates(tenant, id, ['done']);
    await untilLookedAt(tenant);
    const { data } = (await tenant.ask('GET', `/v1/leads/${lead.id}/runs`)).json();
    const statuses = Object.fromEntries(
      data.map((run: { workflowKey: string; status: { key: string } }) => [run.workflowKey, run.status.key]),
    );
    expect(statuses).toEqual({ questions: 'ready', follow: 'lost' });
    expect(await firingsOf(tenant, id)).toHaveLength(1);
    await tenant.ask('DELETE', `/v1/automations/${id}`);
  });

  it('and another that each set the other off come to an end', async () => {
    const set = (goal: string) => ({ on: ['lead.updated'], action: { do: 'updateLead', with: { goal } } });
    const rules = [await automate(tenant, set('one')), await automate(tenant, set('two'))];
    const lead = await makeLead();
    await tenant.ask('PATCH', `/v1/leads/${lead.id}`, { body: { name: 'Ada' } });
    for (const id of rules) await untilStates(tenant, id, ['done']);
    await untilLookedAt(tenant);
    expect((await eventsOf(tenant, lead.id)).filter(({ type }) => type === 'lead.updated')).toHaveLength(3);
    for (const id of rules) await tenant.ask('DELETE', `/v1/automations/${id}`);
  });

  it('begins with what happens after it was made, or after it was resumed', async () => {
    await makeLead();
    const id = await automate(tenant, { action: { do: 'addTag', with: { tag: 'seen' } } });
    const body = { isPaused: true };
    await tenant.ask('PATCH', `/v1/automations/${id}`, { body });
    await makeLead();
    await tenant.ask('PATCH', `/v1/automations/${id}`, { body: { isPaused: false } });
    const lead = await makeLead();
    const [firing] = await untilStates(tenant, id, ['done']);
    await untilLookedAt(tenant);
    expect(firing?.leadId).toBe(lead.id);
    expect(await firingsOf(tenant, id)).toHaveLength(1);
    await tenant.ask('DELETE', `/v1/automations/${id}`);
  });

  it('acts on test leads where it is made for them, and else on none', async () => {
    const action = { do: 'addTag', with: { tag: 'seen' } };
    const live = await automate(tenant, { action });
    const test = await automate(tenant, { action }, tenant.testKey);
    const lead = await makeLead();
    const trial = await makeLead({}, tenant.testKey);
    const [[first], [second]] = await Promise.all([
      untilStates(tenant, live, ['done']),
      untilStates(tenant, test, ['done']),
    ]);
    await untilLookedAt(tenant);
    expect([first?.leadId, second?.leadId]).toEqual([lead.id, trial.id]);
    for (const id of [live, test]) expect(await firingsOf(tenant, id)).toHaveLength(1);
    const key = tenant.testKey;
    expect(
      (await tenant.ask('GET', '/v1/automations', { key })).json().data.map((one: { id: string }) => one.id),
    ).toEqual([test]);
    expect((await tenant.ask('GET', `/v1/automations/${live}`, { key })).statusCode).toBe(404);
    const refused = await tenant.ask('POST', '/v1/automations', {
      body: { name: 'x', on: ['lead.created'], action, isTest: false },
      key,
    });
    expect(refused.json()).toMatchObject({ code: 'forbidden', reason: 'test_key' });
    for (const id of [live, test]) await tenant.ask('DELETE', `/v1/automations/${id}`);
  });

  it('acts in its own workspace, and is seen there only', async () => {
    const id = await automate(tenant, { action: { do: 'addTag', with: { tag: 'mine' } } });
    const stranger = await addTenant(server, { workflows: [questions] });
    const theirs = await automate(stranger, { action: { do: 'addTag', with: { tag: 'theirs' } } });
    const lead = (await stranger.ask('POST', '/v1/leads', { body: {} })).json();
    await untilStates(stranger, theirs, ['done']);
    await untilLookedAt(tenant);
    expect(await firingsOf(tenant, id)).toEqual([]);
    expect((await stranger.ask('GET', `/v1/leads/${lead.id}`)).json().tags).toEqual(['theirs']);
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['GET', '/firings'],
      ['POST', '/test'],
    ] as const) {
      const body = { PATCH: { name: 'x' }, POST: { leadId: lead.id } }[method as string];
      const answer = await stranger.ask(method, `/v1/automations/${id}${path}`, body && { body });
      expect(answer.statusCode).toBe(404);
    }
    await tenant.ask('DELETE', `/v1/automations/${id}`);
  });

  it('that is done for a lead is not done again for who turns out to be the same', async () => {
    const id = await automate(tenant, { on: ['lead.updated'], action: { do: 'addTag', with: { tag: 'once' } } });
    const [first, second] = [await makeLead(), await makeLead()];
    await tenant.ask('PATCH', `/v1/leads/${first.id}`, { body: { goal: 'a' } });
    await untilStates(tenant, id, ['done']);
    await tenant.ask('POST', `/v1/leads/${first.id}/merge`, { body: { intoLeadId: second.id } });
    await tenant.ask('PATCH', `/v1/leads/${second.id}`, { body: { goal: 'b' } });
    await untilLookedAt(tenant);
    expect(await firingsOf(tenant, id)).toMatchObject([{ leadId: second.id, state: 'done' }]);
    await tenant.ask('POST', `/v1/leads/${first.id}/unmerge`);
    expect(await firingsOf(tenant, id)).toMatchObject([{ leadId: first.id, state: 'done' }]);
    await tenant.ask('DELETE', `/v1/automations/${id}`);
  });

  it('that is done for both stays done for who they are', async () => {
    const id = await automate(tenant, { on: ['lead.updated'], action: { do: 'addTag', with: { tag: 'both' } } });
    const [first, second] = [await makeLead(), await makeLead()];
    for (const { id: leadId } of [first, second])
      await tenant.ask('PATCH', `/v1/leads/${leadId}`, { body: { goal: 'a' } });
    await untilStates(tenant, id, ['done', 'done']);
    await tenant.ask('POST', `/v1/leads/${first.id}/merge`, { body: { intoLeadId: second.id } });
    expect(await firingsOf(tenant, id)).toMatchObject([{ leadId: second.id }]);
    await tenant.ask('POST', `/v1/leads/${first.id}/unmerge`);
    expect(await firingsOf(tenant, id)).toHaveLength(2);
    await tenant.ask('DELETE', `/v1/automations/${id}`);
  });
});

/** Puts a lead into the workflow `follow` too, and leaves it in the other. */
async function secondRun(leadId: string): Promise<void> {
  const twin = await makeLead({ workflow: 'follow' });
  const merged = await tenant.ask('POST', `/v1/leads/${twin.id}/merge`, { body: { intoLeadId: leadId } });
  expect(merged.statusCode).toBeLessThan(300);
}
