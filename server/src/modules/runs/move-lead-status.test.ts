import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf, type TestTenant } from '../../../test/api.ts';
import { pipelineOf, pipelineTenant } from '../../../test/pipeline.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let tenant: TestTenant;
let pipeline: ReturnType<typeof pipelineOf>;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  tenant = await pipelineTenant(server);
  pipeline = pipelineOf(tenant);
});
afterAll(() => server.stop());

const statusChanges = async (id: string) =>
  (await eventsOf(tenant, id)).filter(({ type }) => type === 'lead.status_changed').map(({ data }) => data);
const book = (leadId: string, startAt: string) =>
  tenant.ask('POST', '/v1/appointments', { body: { leadId, startAt, workflow: 'sales' } });
const tomorrow = () => `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T10:00:00.000Z`;

describe('moving a lead to a status', () => {
  it('tells who did it and why, on the timeline and as an event', async () => {
    const { id, run } = await pipeline.create();
    const moved = (await pipeline.move(id, { status: 'later', reason: 'asked to be called in May' })).json();
    expect(moved).toMatchObject({
      changed: true,
      previousStatus: 'new',
      run: { leadId: id, status: { key: 'later' } },
    });
    expect(await statusChanges(id)).toEqual([
      { actor: 'api_key', runId: run.id, from: 'new', to: 'later', reason: 'asked to be called in May' },
    ]);
    const { data } = (await tenant.ask('GET', `/v1/leads/${id}/actions`)).json();
    expect(data).toContainEqual(
      expect.objectContaining({
        summary: 'Status "Later": asked to be called in May',
        actor: expect.objectContaining({ kind: 'api_key' }),
      }),
    );
    const again = (await pipeline.move(id, { status: 'later' })).json();
    expect(again).toMatchObject({ changed: false, previousStatus: 'later' });
    expect(await statusChanges(id)).toHaveLength(1);
  });

  it('refuses with the fields that are missing, and moves nothing', async () => {
    const { id, revision } = await pipeline.create({ variables: { name: 'Ana' } });
    const refused = await pipeline.move(id, { status: 'ready' });
    expect(refused.json()).toMatchObject({ status: 422, reason: 'missing_fields', missingFields: ['budget'] });
    expect(await pipeline.lead(id)).toMatchObject({ revision, run: { status: { key: 'new' } } });
  });

  it('refuses what the rules do not allow, an unknown status, and a lead in no workflow', async () => {
    const { id } = await pipeline.create({ variables: { name: 'Ana', budget: 1 } });
    expect((await pipeline.move(id, { status: 'ready' })).json()).toMatchObject({
      status: 422,
      reason: 'rules_not_met',
    });
    expect((await pipeline.move(id, { status: 'nowhere' })).json()).toMatchObject({
      status: 400,
      errors: [{ pointer: '#/status', detail: expect.stringContaining('new, ready, booked') }],
    });
    expect((await pipeline.move(id, { status: 'new', workflow: 'winback' })).json()).toMatchObject({
      reason: 'no_run',
    });
    expect((await pipeline.move(id, { status: 'new', workflow: 'gone' })).statusCode).toBe(404);
    const key = await tenant.keyWith(['leads:read']);
    const unscoped = await tenant.ask('POST', `/v1/leads/${id}/status`, { body: { status: 'later' }, key });
    expect(unscoped.json()).toMatchObject({ status: 403, scope: 'leads:write' });
    const other = await tenant.ask('POST', `/v1/leads/${id}/status`, {
      body: { status: 'later' },
      key: tenant.testKey,
    });
    expect(other.statusCode).toBe(404);
  });

  it('books by an appointment alone, and then puts nobody off', async () => {
    const { id } = await pipeline.create();
    expect((await pipeline.move(id, { status: 'booked' })).json()).toMatchObject({ reason: 'no_appointment' });
    const appointment = (await book(id, tomorrow())).json();
    expect(await pipeline.lead(id)).toMatchObject({ stage: 'booked', run: { status: { key: 'booked' } } });
    expect((await pipeline.move(id, { status: 'later' })).json()).toMatchObject({
      status: 422,
      reason: 'booked_or_won',
    });
    expect((await pipeline.move(id, { status: 'desk' })).statusCode).toBe(200);
    expect((await pipeline.move(id, { status: 'booked' })).statusCode).toBe(200);
    await tenant.ask('POST', `/v1/appointments/${appointment.id}/cancel`);
    expect((await pipeline.lead(id)).run.status.key).toBe('ready');
    expect((await pipeline.move(id, { status: 'booked' })).json()).toMatchObject({ reason: 'no_appointment' });
  });

  it('takes the stage along: lost with its reason, and up again', async () => {
    const { id } = await pipeline.create();
    await pipeline.move(id, { status: 'lost', reason: 'bought elsewhere' });
    expect(await pipeline.lead(id)).toMatchObject({
      stage: 'lost',
      lostReason: 'bought elsewhere',
      run: { isActive: false, runStatus: 'completed' },
    });
    await pipeline.move(id, { status: 'desk' });
    expect(await pipeline.lead(id)).toMatchObject({ stage: 'engaged', run: { isActive: true, runStatus: 'running' } });
  });
});

describe('a gate that opens by itself', () => {
  const ready = { stage: 'qualified', run: { status: { key: 'ready' } } };
  const open = { name: 'Ana', budget: 20 };

  it.each([
    ['a new lead brings all', async () => pipeline.create({ variables: open })],
    [
      'a change of the lead',
      async () => {
        const { id } = await pipeline.create({ variables: { name: 'Ana' } });
        return pipeline.update(id, { variables: { budget: 20 } });
      },
    ],
    [
      'a variable is set',
      async () => {
        const { id } = await pipeline.create({ variables: { name: 'Ana' } });
        await tenant.ask('PUT', `/v1/leads/${id}/variables/budget`, { body: { value: 20 } });
        return pipeline.lead(id);
      },
    ],
    [
      'an upsert',
      async () => {
        await pipeline.create({ email: 'up@example.com', variables: { name: 'Ana' } });
        const body = { email: 'up@example.com', variables: { budget: 20 } };
        return (await tenant.ask('PUT', '/v1/leads', { body })).json().lead;
      },
    ],
    [
      'enrolling',
      async () => {
        const { id } = await pipeline.create({ workflow: 'winback', variables: open });
        expect((await pipeline.enrol(id, { workflow: 'sales' })).json().run.status.key).toBe('ready');
        return pipeline.lead(id);
      },
    ],
  ])('is entered where %s, in the same answer, once', async (_how, act) => {
    const lead = await act();
    expect(lead).toMatchObject(ready);
    expect(await statusChanges(lead.id)).toEqual([
      expect.objectContaining({ from: 'new', to: 'ready', reason: 'what it asks for is known' }),
    ]);
  });

  it('is not entered while the run is paused, and never left again by itself', async () => {
    const { id, run } = await pipeline.create();
    await tenant.ask('POST', `/v1/runs/${run.id}/pause`);
    expect((await pipeline.update(id, { variables: open })).run.status.key).toBe('new');
    await tenant.ask('POST', `/v1/runs/${run.id}/resume`);
    expect((await pipeline.update(id, { variables: { size: 'big' } })).run.status.key).toBe('ready');
    expect((await pipeline.update(id, { variables: { budget: null } })).run.status.key).toBe('ready');
  });
});
