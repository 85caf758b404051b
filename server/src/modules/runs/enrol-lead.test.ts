import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf, openChat, type TestTenant } from '../../../test/api.ts';
import { fileOf, pipelineOf, pipelineTenant, settled } from '../../../test/pipeline.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { transaction } from '../../db/database.ts';

let server: TestServer;
let tenant: TestTenant;
let pipeline: ReturnType<typeof pipelineOf>;
beforeAll(async () => {
  server = await startTestServer();
  tenant = await pipelineTenant(server);
  pipeline = pipelineOf(tenant);
});
afterAll(() => server.stop());

describe('enrolling a lead', () => {
  it('ends the run in the other workflow as transferred, and what was learned stays', async () => {
    const { id, run } = await pipeline.create({ variables: { size: 'big' } });
    const moved = await pipeline.enrol(id, { workflow: 'winback', reason: 'wrong desk' });
    expect(moved.json()).toMatchObject({
      movement: 'reassignment',
      run: { workflowKey: 'winback', status: { key: 'asleep' } },
    });
    const runs = await pipeline.runs(id);
    expect(runs).toMatchObject([
      { workflowKey: 'winback', isActive: true },
      { id: run.id, workflowKey: 'sales', isActive: false, runStatus: 'transferred', endedAt: expect.any(String) },
    ]);
    expect(await pipeline.lead(id)).toMatchObject({ run: { id: runs[0]?.id }, variables: { size: { value: 'big' } } });
    expect(await pipeline.timeline(id)).toContain('Workflow "Win back": wrong desk');
    const ended = (await eventsOf(tenant, id)).find(({ type }) => type === 'run.ended');
    expect(ended?.data).toMatchObject({ runId: run.id, outcome: 'transferred', toWorkflow: 'winback' });
  });

  it('again changes nothing; ten at once make one run', async () => {
    const { id } = await pipeline.create();
    const all = await Promise.all(Array.from({ length: 10 }, () => pipeline.enrol(id, { workflow: 'winback' })));
    expect(all.map((one) => one.json().movement).sort()).toEqual([...Array(9).fill('none'), 'reassignment']);
    expect(await pipeline.runs(id)).toHaveLength(2);
  });

  it('is silent where a person has the lead, and refused where it opted out', async () => {
    const taken = await pipeline.create({ owner: 'person' });
    expect((await pipeline.enrol(taken.id, { workflow: 'winback' })).json().run.humanTakeover).toBe(true);
    const out = await pipeline.create({ optedOut: true });
    expect((await pipeline.enrol(out.id, { workflow: 'winback' })).json()).toMatchObject({
      status: 409,
      reason: 'opted_out',
    });
    expect((await pipeline.enrol(out.id, { workflow: 'gone' })).statusCode).toBe(404);
  });

  it('sends what the lead says next to the new agent', async () => {
    const chat = await openChat(tenant);
    expect(await chat.talk('hello')).toContain('name');
    const { id } = await chat.lead();
    await pipeline.enrol(id, { workflow: 'winback' });
    expect(await chat.talk('hello again')).toMatch(/rooms|wish/);
    expect((await chat.lead()).run?.workflowKey).toBe('winback');
  });
});

describe('a terminal status that leads to another workflow', () => {
  it('ends the run as transferred and begins there, with fields under their names there', async () => {
    const { id, conversationId, run } = await pipeline.create({ variables: { size: 'two floors' } });
    const moved = (await pipeline.move(id, { status: 'over' })).json();
    expect(moved.run).toMatchObject({ id: run.id, runStatus: 'transferred', status: { key: 'over' } });
    const lead = await pipeline.lead(id);
    expect(lead).toMatchObject({
      conversationId,
      run: { workflowKey: 'winback', status: { key: 'asleep' } },
      variables: { size: { value: 'two floors' }, rooms: { value: 'two floors' } },
    });
    const conversation = (await tenant.ask('GET', `/v1/conversations/${conversationId}`)).json();
    expect(conversation.agentId).toBe(lead.agentId);
  });

  it('does not while a person has the lead, and says so', async () => {
    const { id } = await pipeline.create({ owner: 'person' });
    await pipeline.move(id, { status: 'over' });
    expect(await pipeline.runs(id)).toMatchObject([{ workflowKey: 'sales', runStatus: 'completed' }]);
    expect(await pipeline.timeline(id)).toContain('Not transferred to the workflow winback: a person has the lead');
  });

  it('does not go round in a circle, and says where the other workflow is missing', async () => {
    const field = { key: 'name', label: 'Name', type: 'name', ask: 'Name?' };
    const gate = { requires: ['name'], autoEvaluate: true };
    const circle = (key: string, workflow: string) =>
      fileOf({
        key,
        name: key,
        goal: 'qualification',
        agent: { name: 'Kim', role: 'the assistant' },
        fields: [field],
        statuses: [
          { key: 'new', label: 'New', category: 'active', flags: ['initial'] },
          { key: 'end', label: 'End', category: 'won', flags: ['terminal'], gate, transfer: { workflow } },
        ],
      });
    const files = [circle('one', 'two'), circle('two', 'one'), circle('three', 'nowhere')];
    for (const { text } of files) await tenant.ask('PUT', '/v1/workflows', { body: { source: text } });
    const round = await pipeline.create({ workflow: 'one', variables: { name: 'Ana' } });
    expect((await pipeline.runs(round.id)).map(({ workflowKey }) => workflowKey)).toEqual(['two', 'one']);
    expect(await pipeline.timeline(round.id)).toContain(
      'Not transferred to the workflow one: it has just come from there',
    );
    const lost = await pipeline.create({ workflow: 'three', variables: { name: 'Ana' } });
    expect(await pipeline.timeline(lost.id)).toContain(
      'Not transferred to the workflow nowhere: there is no such workflow',
    );
  });
});

describe('a run that is paused', () => {
  const pause = async (runId: string) => (await tenant.ask('POST', `/v1/runs/${runId}/pause`)).json();
  const resume = async (runId: string) => (await tenant.ask('POST', `/v1/runs/${runId}/resume`)).json();

  it('silences the agent, which learns and answers upon resuming who still waits', async () => {
    const chat = await openChat(tenant);
    await chat.talk('hello');
    const { run } = await chat.lead();
    const runId = run?.id ?? '';
    expect(await pause(runId)).toMatchObject({ changed: true, run: { runStatus: 'paused', isActive: true } });
    expect(await chat.talk('my name is Ana Diaz', 1)).toBe('');
    await settled(tenant);
    expect((await chat.lead()).variables.name?.value).toBe('Ana Diaz');
    expect(await pipeline.timeline((await chat.lead()).id)).toContain('Did not send: the run is paused');
    const { message } = (await chat.say({ text: 'are you there?' })).json();
    await settled(tenant);
    expect(await resume(runId)).toMatchObject({ changed: true, run: { runStatus: 'running' } });
    const answers = await chat.read(`after=${message.seq}&wait=5`);
    expect(answers).toHaveLength(1);
    expect(answers[0]?.text).toContain('budget');
    expect(await resume(runId)).toMatchObject({ changed: false });
    await settled(tenant);
    expect(await chat.read(`after=${message.seq}`)).toHaveLength(1);
  });

  it('says nothing upon resuming where nobody waits', async () => {
    const chat = await openChat(tenant);
    await chat.talk('hello');
    const runId = (await chat.lead()).run?.id ?? '';
    await pause(runId);
    await resume(runId);
    await settled(tenant);
    expect((await chat.read('')).filter(({ author }) => author === 'lead')).toHaveLength(1);
    expect((await chat.read('')).at(-1)?.author).toBe('agent');
  });

  it('has nothing left that was to come, and hears an opt-out', async () => {
    const chat = await openChat(tenant);
    await chat.talk('hello');
    const { id, run } = await chat.lead();
    const runId = run?.id ?? '';
    await transaction(tenant.ctx, async ({ tx, at, workspace, newId }) => {
      await tx`
        insert into messages (workspace_id, id, conversation_id, lead_id, seq, kind, direction, author, channel, body, status, created_at)
        values (${workspace.id}, ${newId(at)}, ${chat.conversationId}, ${id}, 99, 'follow_up', 'outbound', 'agent', 'api', 'Hi?', 'scheduled', ${at})`;
      await tx`
        insert into timers (workspace_id, id, lead_id, kind, payload, due_at, created_at)
        values (${workspace.id}, ${newId(at)}, ${id}, 'attempt_due', ${tx.json({ runId })}, '2100-01-01', ${at})`;
    });
    expect(await pause(runId)).toMatchObject({ cancelled: 2 });
    expect(await pause(runId)).toMatchObject({ changed: false, cancelled: 0 });
    await chat.say({ text: 'stop' });
    await settled(tenant);
    expect((await chat.lead()).optedOut).toBe(true);
    expect((await tenant.ask('POST', `/v1/runs/${runId}/resume`)).json()).toMatchObject({
      status: 409,
      reason: 'run_ended',
    });
  });
});

describe('a run that is cancelled', () => {
  it('asks for nothing any more, and a new one can begin', async () => {
    const chat = await openChat(tenant);
    await chat.talk('hello');
    const { id, run } = await chat.lead();
    const cancelled = (
      await tenant.ask('POST', `/v1/runs/${run?.id}/cancel`, { body: { reason: 'a mistake' } })
    ).json();
    expect(cancelled).toMatchObject({ leadId: id, isActive: false, runStatus: 'cancelled' });
    expect(await pipeline.timeline(id)).toContain('Out of "Sales": a mistake');
    expect(await chat.talk('so what now?')).not.toContain('budget');
    expect((await pipeline.enrol(id, { workflow: 'sales' })).json()).toMatchObject({ movement: 'enrollment' });
    expect((await tenant.ask('POST', `/v1/runs/${id}/cancel`)).statusCode).toBe(404);
  });
});
