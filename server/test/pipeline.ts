import { expect } from 'vitest';
import { transaction } from '../src/db/database.ts';
import type { LeadRun } from '../src/modules/runs/run.ts';
import type { WorkflowFile } from '../src/modules/workflows/index.ts';
import { addTenant, type TestTenant } from './api.ts';
import type { TestServer } from './server.ts';

const field = (key: string, type: string) => ({ key, label: key, type, ask: `What is your ${key}?`, hints: [key] });
const agent = { name: 'Kim', role: 'the assistant' };
const allDay = [{ from: '00:00', to: '24:00' }];

/** Sales: gates, a time-out and a booking; its lost leads go to `winback`, where what is left says otherwise. */
export function salesWorkflow(more: object = {}): WorkflowFile {
  return fileOf({
    key: 'sales',
    name: 'Sales',
    goal: 'appointment',
    agent,
    fields: [field('name', 'name'), field('budget', 'number'), field('size', 'text')],
    statuses: [
      {
        key: 'new',
        label: 'New',
        category: 'active',
        flags: ['initial'],
        timeout: { after: 2, unit: 'days', to: 'later' },
      },
      {
        key: 'ready',
        label: 'Ready',
        category: 'active',
        flags: ['qualified'],
        gate: {
          requires: ['name', 'budget'],
          rules: { field: 'budget', operator: '>=', value: 10 },
          autoEvaluate: true,
        },
      },
      { key: 'booked', label: 'Booked', category: 'won', flags: ['booking_target'] },
      { key: 'desk', label: 'With the team', category: 'paused', flags: ['pauses_agent'] },
      { key: 'later', label: 'Later', category: 'deferred' },
      { key: 'lost', label: 'Lost', category: 'lost', flags: ['terminal'] },
      {
        key: 'over',
        label: 'Over',
        category: 'lost',
        flags: ['terminal'],
        transfer: { workflow: 'winback', copyFields: { size: 'rooms' } },
      },
    ],
    booking: {
      title: 'Visit',
      durationMinutes: 30,
      noticeMinutes: 0,
      hours: Object.fromEntries(days.map((day) => [day, allDay])),
    },
    ...more,
  });
}

export const winbackWorkflow = fileOf({
  key: 'winback',
  name: 'Win back',
  goal: 'qualification',
  agent: { ...agent, name: 'Lou' },
  fields: [field('rooms', 'text'), field('wish', 'text')],
  statuses: [
    { key: 'asleep', label: 'Asleep', category: 'active', flags: ['initial'] },
    { key: 'awake', label: 'Awake', category: 'active', flags: ['qualified'] },
  ],
});

export function fileOf(definition: { readonly key: string; readonly [more: string]: unknown }): WorkflowFile {
  return { text: JSON.stringify(definition), fileName: `${definition.key}.yaml` };
}

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** A tenant with both, `sales` the default. */
export function pipelineTenant(server: TestServer, sales: object = {}): Promise<TestTenant> {
  return addTenant(server, { workflows: [salesWorkflow(sales), winbackWorkflow] });
}

/** Members of a workspace by their first names, in this order; their ids. */
export function addMembers({ ctx }: TestTenant, ...members: { name: string; role?: string; isActive?: boolean }[]) {
  return transaction(ctx, async ({ tx, at, workspace, newId }) => {
    const ids: string[] = [];
    for (const { name, role = 'operator', isActive = true } of members) {
      const id = newId(at);
      await tx`
        insert into members (workspace_id, id, name, email, role, is_active, created_at, updated_at)
        values (${workspace.id}, ${id}, ${name}, ${`${name.toLowerCase()}@team.example`}, ${role}, ${isActive}, ${at}, ${at})`;
      ids.push(id);
    }
    return ids;
  });
}

/** What is done with leads in a pipeline. */
export function pipelineOf(tenant: TestTenant) {
  const { ask } = tenant;
  return {
    create: async (body: object = {}) => (await ask('POST', '/v1/leads', { body })).json(),
    lead: async (id: string) => (await ask('GET', `/v1/leads/${id}`)).json(),
    update: async (id: string, body: object) => (await ask('PATCH', `/v1/leads/${id}`, { body })).json(),
    move: (id: string, body: object) => ask('POST', `/v1/leads/${id}/status`, { body }),
    enrol: (id: string, body: object) => ask('POST', `/v1/leads/${id}/runs`, { body }),
    runs: async (id: string): Promise<LeadRun[]> => (await ask('GET', `/v1/leads/${id}/runs`)).json().data,
    timeline: async (id: string): Promise<string[]> =>
      (await ask('GET', `/v1/leads/${id}/actions?limit=100`))
        .json()
        .data.map(({ summary }: { summary: string }) => summary),
  };
}

/** Waits until the engine has nothing left to do now. One statement: what is a timer no more is a stimulus. */
export function settled(tenant: TestTenant): Promise<void> {
  return expect
    .poll(
      () =>
        transaction(tenant.ctx, async ({ tx, clock }) => [
          ...(await tx`
            select kind, last_error from stimuli where dead_at is null
            union all select kind, null from timers where due_at <= ${clock.now()}`),
        ]),
      // A machine that does much else takes its time.
      { timeout: 10_000 },
    )
    .toEqual([]);
}
