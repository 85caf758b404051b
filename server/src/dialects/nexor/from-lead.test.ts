import { describe, expect, it } from 'vitest';
import { sampleLead, sampleVariable } from '../../../test/sample-lead.ts';
import type { Lead } from '../../modules/leads/index.ts';
import { fromLead, fromVariables, toEnrolment, toSummary, toUpdated } from './from-lead.ts';
import page from './page.fixture.json' with { type: 'json' };

type Run = NonNullable<Lead['run']>;

/** The run of the page's example, or as `changes` say. */
function sampleRun(changes: Partial<Run> = {}): Run {
  return {
    id: 'uuid',
    workflowId: 'uuid',
    workflowKey: 'sales-pipeline',
    workflowName: 'Sales Pipeline',
    workflowVersion: 1,
    goal: 'appointment',
    isActive: true,
    runStatus: 'running',
    cadenceState: 'active',
    humanTakeover: false,
    status: { id: 'uuid', key: 'contacted', label: 'Contacted', category: 'active' },
    startedAt: '2026-02-10T12:00:00.000Z',
    ...changes,
  };
}

/** The lead of the page's example, or as `changes` say. */
function pageLead(changes: Partial<Lead> = {}): Lead {
  const { lead } = page;
  return sampleLead({
    id: lead.id,
    name: 'Carlos Lopez',
    givenName: lead.first_name,
    familyName: lead.last_name,
    email: lead.email,
    phone: lead.phone,
    businessName: lead.company,
    metadata: lead.metadata,
    campaign: lead.campaign,
    run: sampleRun(),
    createdAt: '2026-02-10T12:00:00.000Z',
    updatedAt: '2026-02-10T12:00:00.999Z',
    ...changes,
  });
}

const member = { id: 'm1', name: 'Mia', email: 'mia@example.com' };

describe('fromLead', () => {
  it("is the page's example, no key more and none less", () => {
    expect(fromLead(pageLead())).toStrictEqual(page.lead);
  });

  it('shows a lead of whom nothing is known', () => {
    const {
      metadata: _metadata,
      tags: _tags,
      ...lead
    } = fromLead(sampleLead({ name: null, givenName: null, familyName: null, channel: 'web_chat' }));
    expect(lead).toStrictEqual({
      id: expect.any(String),
      first_name: '',
      last_name: null,
      email: null,
      phone: null,
      source: 'web_chat',
      company: null,
      title: null,
      campaign: null,
      active_workflow_run: null,
      created_at: '2026-06-07T13:03:37Z',
      updated_at: '2026-06-07T13:03:37Z',
    });
  });

  it('has no run once it has ended', () => {
    expect(
      fromLead(pageLead({ run: sampleRun({ isActive: false, runStatus: 'completed' }) })).active_workflow_run,
    ).toBeNull();
  });

  it.each([
    ['appointment', true, member],
    ['qualification', true, undefined],
    ['collection', true, undefined],
    ['appointment', false, undefined],
  ] as const)('with the goal %s and an active run %s shows the assigned user %j', (goal, isActive, shown) => {
    const lead = fromLead(pageLead({ assignedMember: member, run: sampleRun({ goal, isActive }) }));
    expect(lead.assigned_user).toEqual(shown);
    expect('assigned_user' in lead).toBe(shown !== undefined);
  });

  it.each([
    ['appointment', 'appointment'],
    ['qualification', 'qualification'],
    ['collection', 'document_collection'],
  ] as const)('calls the goal %s %s', (goal, word) => {
    expect(fromLead(pageLead({ run: sampleRun({ goal }) })).active_workflow_run?.workflow.goal_type).toBe(word);
  });

  it.each<[string, Partial<Lead>, boolean]>([
    ['nobody asked for', {}, false],
    ['a run taken over', { run: sampleRun({ humanTakeover: true }) }, true],
    ['a lead that needs a person', { needsHuman: true }, true],
    ['a lead that a person owns', { owner: 'person' }, true],
  ])('says of %s whether a person has it', (_what, changes, isTaken) => {
    expect(fromLead(pageLead(changes)).active_workflow_run?.human_takeover).toBe(isTaken);
  });

  it.each<[Partial<Lead>, string]>([
    [{ stage: 'new' }, 'deferred'],
    [{ stage: 'qualified' }, 'deferred'],
    [{ stage: 'booked' }, 'deferred'],
    [{ stage: 'converted' }, 'won'],
    [{ stage: 'lost' }, 'lost'],
    [{ stage: 'converted', optedOut: true }, 'lost'],
  ])('with %j has a status of the category %s', (changes, category) => {
    const run = sampleRun({ status: { id: 's', key: 'later', label: 'Later', category: 'deferred' } });
    expect(fromLead(pageLead({ run, ...changes })).active_workflow_run?.current_status.category).toBe(category);
  });
});

it('shows what was learned with the words and how sure it is', () => {
  const at = '2026-02-10T13:00:00.000Z';
  const shown = fromVariables({
    edad: { ...sampleVariable(35), confidence: 0.95, updatedAt: at },
    broker_asociado: { ...sampleVariable('Juan Perez'), confidence: 0.9, updatedAt: '2026-02-10T13:05:00.123Z' },
  });
  expect(shown).toStrictEqual(page.variables);
});

it('answers a creation and a change with the shorter lead', () => {
  const { tags: _tags, campaign: _campaign, active_workflow_run: _run, updated_at: _updated, ...summary } = page.lead;
  expect(toSummary(pageLead())).toStrictEqual(summary);
  expect(toUpdated(pageLead())).toStrictEqual({ ...summary, campaign_id: 'uuid' });
  expect(toUpdated(pageLead({ campaign: null })).campaign_id).toBeNull();
});

it('answers a creation with the run and nothing planned in it', () => {
  expect(toEnrolment(pageLead())).toStrictEqual({
    id: 'uuid',
    job_id: 'uuid',
    workflow: { id: 'uuid', name: 'Sales Pipeline' },
    cadence: { stepIndex: 0, channel: null, attemptNumber: 0, maxAttempts: 0, totalSteps: 0 },
  });
  expect(toEnrolment(sampleLead())).toBeNull();
});
