import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addNexorTenant, type NexorTenant } from '../../../test/nexor-tenant.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let nexor: NexorTenant;
let workflows: Record<string, string>;
beforeAll(async () => {
  server = await startTestServer({ worker: false });
  nexor = await addNexorTenant(server);
  const { data } = (await nexor.tenant.ask('GET', '/v1/workflows')).json();
  workflows = Object.fromEntries(data.map(({ key, id }: { key: string; id: string }) => [key, id]));
});
afterAll(() => server.stop());

let calls = 0;
const create = async (body: object = {}) =>
  (await nexor.ask('POST', '/leads', { first_name: 'Ann', email: `auto-${++calls}@example.com`, ...body })).json();
const read = async (id: string) => (await nexor.ask('GET', `/leads/${id}`)).json().lead;
const post = async (path: string, body?: object) => {
  const response = await nexor.ask('POST', path, body);
  return { status: response.statusCode, ...response.json() };
};
const soon = (days: number) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T15:00:00Z`;

describe('POST /leads/{id}/status', () => {
  it('answers with both statuses and the run', async () => {
    const { lead, workflow_run } = await create();
    const moved = { previous_status: 'new', new_status: 'contacted', changed: true };
    expect(await post(`/leads/${lead.id}/status`, { status_key: 'contacted', reason: 'called' })).toStrictEqual({
      status: 200,
      success: true,
      ...moved,
      workflow_run: { id: workflow_run.id, workflow_id: workflows['sales-pipeline'] },
    });
    const again = await post(`/leads/${lead.id}/status`, {
      status_key: 'contacted',
      workflow_id: workflows['sales-pipeline'],
    });
    expect(again).toMatchObject({ changed: false, previous_status: 'contacted', note: expect.any(String) });
    expect((await read(lead.id)).active_workflow_run.current_status.key).toBe('contacted');
  });

  it('refuses by the rules of the status, and names the missing fields', async () => {
    const { lead } = await create();
    const refused = await post(`/leads/${lead.id}/status`, { status_key: 'booked' });
    expect(refused).toStrictEqual({
      status: 400,
      error: 'Validation error',
      message: expect.stringContaining('appointment'),
    });
    await post('/meetings', { lead_id: lead.id, title: 'Call', starts_at: soon(2), duration_minutes: 30 });
    await nexor.tenant.ask('POST', `/v1/leads/${lead.id}/status`, { body: { status: 'contacted' } });
    expect(await post(`/leads/${lead.id}/status`, { status_key: 'booked' })).toStrictEqual({
      status: 400,
      error: 'Validation error',
      message: expect.stringContaining('edad'),
      missing_fields: ['edad'],
    });
    expect(await post(`/leads/${lead.id}/status`, { status_key: 'gone' })).toMatchObject({
      status: 400,
      message: expect.stringMatching(/^status_key: .*contacted/),
    });
    expect(await post(`/leads/${lead.id}/status`, {})).toMatchObject({
      status: 400,
      message: expect.stringContaining('status_key'),
    });
    const elsewhere = await post(`/leads/${lead.id}/status`, { status_key: 'new', workflow_id: workflows.survey });
    expect(elsewhere).toStrictEqual({ status: 404, error: 'No active workflow run found for this lead and workflow' });
    const nowhere = await post(`/leads/${lead.id}/status`, { status_key: 'new', workflow_id: crypto.randomUUID() });
    expect(nowhere).toMatchObject({ status: 400, message: expect.stringContaining('workflow_id') });
    expect(await post(`/leads/${crypto.randomUUID()}/status`, { status_key: 'new' })).toMatchObject({
      status: 404,
      error: 'Not found',
    });
  });
});

describe('automation', () => {
  it('is stopped and resumed, and says so', async () => {
    const { lead, workflow_run } = await create();
    const workflow_id = workflows['sales-pipeline'];
    const run = { status: 200, success: true, workflow_run_id: workflow_run.id };
    const paused = async (query = '') => (await nexor.ask('GET', `/leads/${lead.id}/is_paused${query}`)).json();
    expect(await paused()).toStrictEqual({ success: true, paused: false });
    expect(await post(`/leads/${lead.id}/automation/stop`, { workflow_id })).toStrictEqual({
      ...run,
      cadence_paused: true,
      tasks_cancelled: 0,
    });
    expect(await post(`/leads/${lead.id}/automation/stop`, { workflow_id })).toStrictEqual({
      ...run,
      already_stopped: true,
    });
    expect(await paused(`?workflow_id=${workflow_id}`)).toStrictEqual({ success: true, paused: true });
    expect(await paused(`?workflow_id=${workflows.survey}`)).toStrictEqual({ success: true, paused: false });
    const stopped = (await read(lead.id)).active_workflow_run;
    expect(stopped).toMatchObject({ human_takeover: true, run_status: 'paused', cadence_state: 'paused' });
    const resumed = await post(`/leads/${lead.id}/automation/resume`, { workflow_id, resume_cadence: true });
    expect(resumed).toStrictEqual({ ...run, cadence_resumed: true });
    expect(await post(`/leads/${lead.id}/automation/resume`, { workflow_id })).toStrictEqual({
      ...run,
      already_running: true,
    });
    expect(await paused()).toStrictEqual({ success: true, paused: false });
  });

  it('comes back from a person', async () => {
    const { lead } = await create();
    await nexor.tenant.ask('PATCH', `/v1/leads/${lead.id}`, { body: { owner: 'person' } });
    const paused = async () => (await nexor.ask('GET', `/leads/${lead.id}/is_paused`)).json().paused;
    expect(await paused()).toBe(true);
    const resumed = await post(`/leads/${lead.id}/automation/resume`, { workflow_id: workflows['sales-pipeline'] });
    expect(resumed).toMatchObject({ status: 200, cadence_resumed: false });
    expect(await paused()).toBe(false);
    expect((await read(lead.id)).active_workflow_run.human_takeover).toBe(false);
  });

  it.each(['stop', 'resume'])(
    '%s without a workflow, or in one that the lead is not in, has only an `error`',
    async (verb) => {
      const { lead } = await create();
      const path = `/leads/${lead.id}/automation/${verb}`;
      expect(await post(path, {})).toStrictEqual({ status: 400, error: 'workflow_id is required' });
      const none = { status: 404, error: 'No active workflow run found for this lead and workflow' };
      expect(await post(path, { workflow_id: workflows.survey })).toStrictEqual(none);
      expect(await post(path, { workflow_id: 'x' })).toStrictEqual(none);
      expect(await post(`/leads/x/automation/${verb}`, { workflow_id: workflows.survey })).toMatchObject({
        error: 'Not found',
      });
    },
  );
});

it('POST /leads/{id}/assign-workflow enrols and reassigns in camel case', async () => {
  const { lead } = await create();
  const path = `/leads/${lead.id}/assign-workflow`;
  const moved = await post(path, { workflowId: workflows.survey, reason: 'wrong desk', actorId: 'crm-7' });
  expect(moved).toStrictEqual({
    status: 200,
    workflowRunId: (await read(lead.id)).active_workflow_run.id,
    workflowId: workflows.survey,
    workflowName: 'Survey',
    movementType: 'reassignment',
    paused: false,
  });
  expect(await post(path, { workflowId: workflows.survey })).toStrictEqual({ ...moved, movementType: 'enrollment' });
  expect(await post(path, {})).toMatchObject({ status: 400, message: expect.stringContaining('workflowId') });
  expect(await post(path, { workflowId: 'gone' })).toMatchObject({
    status: 400,
    message: expect.stringContaining('no such workflow'),
  });
});

describe('meetings', () => {
  it('made elsewhere are logged once for an entry of a calendar, book the lead, and are listed', async () => {
    const { lead } = await create();
    const entry = { external_calendar_provider: 'google', external_event_id: `event-${lead.id}` };
    const body = { lead_email: lead.email, title: 'Intro', starts_at: soon(3), duration_minutes: 45, ...entry };
    const { status, success, meeting } = await post('/meetings', body);
    expect([status, success]).toEqual([201, true]);
    expect(meeting).toStrictEqual({
      id: expect.any(String),
      lead_id: lead.id,
      title: 'Intro',
      starts_at: soon(3),
      ends_at: soon(3).replace('15:00', '15:45'),
      duration_minutes: 45,
      timezone: 'UTC',
      status: 'scheduled',
      meeting_url: null,
      location_type: 'video',
      location_details: null,
      host_name: null,
      meeting_type: null,
      attendee_name: 'Ann',
      attendee_email: lead.email,
      confirmed_by_lead: false,
      cancelled_at: null,
      cancellation_reason: null,
      no_show_reason: null,
      outcome_notes: null,
      created_at: expect.any(String),
    });
    expect(await post('/meetings', { ...body, title: 'Again' })).toMatchObject({
      meeting: { id: meeting.id, title: 'Intro' },
    });
    const other = await create();
    expect(await post('/meetings', { ...body, lead_id: other.lead.id })).toMatchObject({
      status: 409,
      error: 'Conflict',
    });
    expect((await nexor.tenant.ask('GET', `/v1/leads/${lead.id}`)).json()).toMatchObject({ stage: 'booked' });
    const list = async (query = '') => (await nexor.ask('GET', `/leads/${lead.id}/meetings${query}`)).json();
    expect(await list()).toStrictEqual({ success: true, meetings: [meeting] });
    expect(await list('?status=cancelled,no_show')).toStrictEqual({ success: true, meetings: [] });
    expect(await list('?status=cancelled,scheduled')).toStrictEqual({ success: true, meetings: [meeting] });
  });

  it('that the lead has confirmed are kept so, and shown so until they have another end', async () => {
    const { lead } = await create();
    const body = { lead_id: lead.id, title: 'Intro', starts_at: soon(3), duration_minutes: 45 };
    const { meeting } = await post('/meetings', { ...body, status: 'confirmed' });
    expect(meeting).toMatchObject({ status: 'confirmed', confirmed_by_lead: true });
    const list = async (query: string) =>
      (await nexor.ask('GET', `/leads/${lead.id}/meetings?status=${query}`)).json().meetings;
    expect([await list('confirmed'), await list('scheduled')]).toStrictEqual([[meeting], []]);
    await nexor.tenant.ask('POST', `/v1/appointments/${meeting.id}/cancel`);
    expect(await list('cancelled')).toMatchObject([{ status: 'cancelled', confirmed_by_lead: true }]);
    const other = await post('/meetings', { ...body, status: 'scheduled' });
    expect(other.meeting).toMatchObject({ status: 'scheduled', confirmed_by_lead: false });
  });

  it('that are over book nobody', async () => {
    const { lead } = await create();
    await post('/meetings', {
      lead_id: lead.id,
      title: 'Past',
      starts_at: soon(-3),
      ends_at: soon(-3).replace('15:', '16:'),
    });
    expect((await nexor.tenant.ask('GET', `/v1/leads/${lead.id}`)).json()).toMatchObject({ stage: 'new' });
  });

  it.each([
    ['no lead', { lead_id: null }, 400, 'lead_email'],
    ['no end', { duration_minutes: null }, 400, 'ends_at'],
    ['an end before the start', { ends_at: '2020-01-01T00:00:00Z' }, 400, 'ends_at'],
    ['no time zone', { timezone: 'Mars/Base' }, 400, 'timezone'],
    ['half an entry of a calendar', { external_event_id: 'x' }, 400, 'external_event_id'],
    ['an unknown lead', { lead_id: 'x' }, 404, 'Lead not found'],
    ['an unknown e-mail', { lead_id: null, lead_email: 'nobody@example.com' }, 404, 'Lead not found'],
  ])('with %s are refused', async (_what, change, status, words) => {
    const { lead } = await create();
    const body = { lead_id: lead.id, title: 'Intro', starts_at: soon(3), duration_minutes: 45, ...change };
    expect(await post('/meetings', body)).toMatchObject({ status, message: expect.stringContaining(words) });
  });
});
