import type { Lead } from '../../modules/leads/index.ts';
import type { NexorCreatedLead, NexorEnrolment, NexorLead, NexorUpdatedLead, NexorVariables } from './schemas.ts';
import { toGoalType, toSeconds } from './words.ts';

type Run = NonNullable<Lead['run']>;

/** The lead of the page's example, with `assigned_user` where the page's text has it. */
export function fromLead(lead: Lead): NexorLead {
  const run = activeRun(lead);
  const assigned = run?.goal === 'appointment' ? lead.assignedMember : null;
  const { created_at, ...summary } = toSummary(lead);
  return {
    ...summary,
    tags: lead.tags,
    campaign: lead.campaign && { id: lead.campaign.id, name: lead.campaign.name },
    active_workflow_run: run && toRun(lead, run),
    ...(assigned && { assigned_user: { id: assigned.id, name: assigned.name, email: assigned.email } }),
    created_at,
    updated_at: toSeconds(lead.updatedAt),
  };
}

/** What was learned, by field key. */
export function fromVariables(variables: Lead['variables']): NexorVariables {
  const shown = Object.entries(variables).map(([key, { value, valueText, confidence, updatedAt }]) => [
    key,
    { value, value_text: valueText, confidence, updated_at: toSeconds(updatedAt) },
  ]);
  return Object.fromEntries(shown);
}

/** The shorter lead that answers its creation. */
export function toSummary(lead: Lead): NexorCreatedLead {
  return {
    id: lead.id,
    first_name: lead.givenName ?? '',
    last_name: lead.familyName,
    email: lead.email,
    phone: lead.phone,
    source: lead.source ?? lead.channel,
    company: lead.businessName,
    title: lead.title,
    metadata: lead.metadata,
    created_at: toSeconds(lead.createdAt),
  };
}

/** The shorter lead that answers a change. */
export function toUpdated(lead: Lead): NexorUpdatedLead {
  return { ...toSummary(lead), campaign_id: lead.campaign?.id ?? null };
}

/** The run that answers a lead's creation, or null where it is in none. */
export function toEnrolment(lead: Lead): NexorEnrolment | null {
  const run = activeRun(lead);
  return (
    run && {
      id: run.id,
      job_id: run.id,
      workflow: { id: run.workflowId, name: run.workflowName },
      cadence: { stepIndex: 0, channel: null, attemptNumber: 0, maxAttempts: 0, totalSteps: 0 },
    }
  );
}

function activeRun({ run }: Lead): Run | null {
  return run?.isActive ? run : null;
}

function toRun(lead: Lead, run: Run): NexorLead['active_workflow_run'] {
  const { id, key, label, category } = run.status;
  return {
    id: run.id,
    workflow_id: run.workflowId,
    is_active: true,
    human_takeover: run.humanTakeover || run.runStatus === 'paused' || lead.needsHuman || lead.owner === 'person',
    cadence_state: run.cadenceState,
    run_status: run.runStatus,
    workflow: { id: run.workflowId, name: run.workflowName, goal_type: toGoalType(run.goal) },
    current_status: { id, key, label, category: endOf(lead) ?? category },
  };
}

/** What the lead came to, whatever its run's status says. */
function endOf({ optedOut, stage }: Lead): 'lost' | 'won' | undefined {
  if (optedOut) return 'lost';
  if (stage === 'converted') return 'won';
  return stage === 'lost' ? 'lost' : undefined;
}
