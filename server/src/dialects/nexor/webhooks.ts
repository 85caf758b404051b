import { getAppointment } from '../../modules/appointments/index.ts';
import { listLeadRuns } from '../../modules/runs/index.ts';
import {
  type Event,
  hexSignature,
  minutes,
  newHexSecret,
  textIn,
  unlessGone,
  type WebhookDialect,
  type WebhookFact,
} from '../../modules/webhooks/index.ts';
import { getWorkflow } from '../../modules/workflows/index.ts';
import { fromLead } from './from-lead.ts';
import { toMeeting } from './meetings.ts';
import { toSeconds } from './words.ts';

/** Those of the vendor's page, and those that its own tools name in their place. */
export const nexorEvents = [
  'workflow_run.status_changed',
  'meeting.scheduled',
  'meeting.confirmed',
  'meeting.cancelled',
  'meeting.completed',
  'meeting.no_show',
  'meeting.created',
  'meeting.updated',
  'outreach.failed',
] as const;

const same: Readonly<Record<string, readonly (typeof nexorEvents)[number][]>> = {
  'lead.status_changed': ['workflow_run.status_changed'],
  'appointment.booked': ['meeting.scheduled', 'meeting.created'],
  'appointment.confirmed': ['meeting.confirmed', 'meeting.updated'],
  'appointment.rescheduled': ['meeting.updated'],
  'appointment.cancelled': ['meeting.cancelled', 'meeting.updated'],
  'appointment.completed': ['meeting.completed'],
  'appointment.no_show': ['meeting.no_show'],
  'message.failed': ['outreach.failed'],
};

/** Nexor's webhooks: its envelope, `X-Nexor-Signature`, retries after 1, 5 and 30 minutes, not after another 4xx. */
export const nexorWebhooks: WebhookDialect = {
  name: 'nexor',
  eventTypes: nexorEvents,
  typesOf: ({ type }) => same[type] ?? [],
  needsLead: true,
  render: async (ctx, fact) => ({
    event_type: fact.eventType,
    event_id: fact.event.id,
    webhook_id: fact.endpointId,
    delivery_id: fact.webhookId,
    timestamp: toSeconds(fact.event.timestamp),
    client_id: ctx.workspace.id,
    test: fact.isTest,
    data: { ...(await dataOf(ctx, fact)), ...(fact.includesLead && fact.lead && { lead: fromLead(fact.lead) }) },
  }),
  headersOf: ({ secrets, body }) => {
    const signature = hexSignature(secrets, body);
    return signature === undefined ? {} : { 'x-nexor-signature': `sha256=${signature}` };
  },
  factsOf: (ctx, event) => changeOf(ctx, event),
  absentPasses: true,
  newSecret: newHexSecret,
  timeoutMs: 10_000,
  retryAfterMs: minutes(1, 5, 30),
  isFinal: (status) => status >= 400 && status < 500 && status !== 429,
};

type RenderCtx = Parameters<WebhookDialect['render']>[0];

async function dataOf(ctx: RenderCtx, { event, eventType, lead, isTest }: WebhookFact): Promise<object> {
  const appointmentId = textIn(event, 'appointmentId');
  const about = { lead_id: event.leadId };
  if (eventType === 'workflow_run.status_changed')
    return { ...about, ...(isTest ? plain(event) : await changeOf(ctx, event)) };
  if (appointmentId === undefined) return { ...about, reason: textIn(event, 'reason') ?? null };
  const found = isTest ? undefined : await unlessGone(getAppointment(ctx, { appointmentId }));
  if (found && lead) return { ...about, meeting: toMeeting(found, lead) };
  return { ...about, meeting: { id: appointmentId, starts_at: textIn(event, 'startAt') ?? null } };
}

/** What a filter may name, and the data of a change of status. */
async function changeOf(ctx: RenderCtx, event: Event): Promise<object> {
  const runId = textIn(event, 'runId');
  if (event.type !== 'lead.status_changed' || event.leadId === null || runId === undefined) return plain(event);
  const leadId = event.leadId;
  const runs = await unlessGone(listLeadRuns(ctx, { leadId, limit: 100 }));
  const run = runs?.data.find(({ id }) => id === runId);
  const workflow = run && (await unlessGone(getWorkflow(ctx, { workflowId: run.workflowId })));
  const shown = (key: string | undefined) => {
    const status = workflow?.statuses.find((one) => one.key === key);
    return status ? { id: status.id, key: status.key, label: status.label, category: status.category } : { key };
  };
  return {
    ...plain(event),
    ...(run && { workflow_id: run.workflowId }),
    from_status: shown(textIn(event, 'from')),
    to_status: shown(textIn(event, 'to')),
  };
}

function plain(event: Event): object {
  const actor = textIn(event, 'actor');
  const [from, to] = [textIn(event, 'from'), textIn(event, 'to')];
  return {
    ...(textIn(event, 'runId') !== undefined && { workflow_run_id: textIn(event, 'runId') }),
    ...(from !== undefined && { from_status: { key: from } }),
    ...(to !== undefined && { to_status: { key: to } }),
    trigger_type: actor === 'api_key' ? 'api' : actor === 'person' ? 'manual' : 'automation',
    actor_type: actor === 'agent' ? 'ai' : (actor ?? 'system'),
    ...(textIn(event, 'reason') !== undefined && { reason: textIn(event, 'reason') }),
  };
}
