import { getLeadOverview, type OverviewAction } from '../../modules/overview/index.ts';
import {
  type Event,
  minutes,
  newHexSecret,
  textIn,
  type WebhookDialect,
  type WebhookFact,
} from '../../modules/webhooks/index.ts';
import { fromAction } from './from-action.ts';

export const omniEvents = [
  'action_log.completed',
  'action_log.failed',
  'document.received',
  'document.extracted',
  'lead.created',
  'lead.updated',
  'lead.completed',
] as const;

const same: Readonly<Record<string, readonly (typeof omniEvents)[number][]>> = {
  'lead.created': ['lead.created'],
  'lead.updated': ['lead.updated'],
  'variable.changed': ['lead.updated'],
  'checklist.item_changed': ['lead.updated'],
  'checklist.completed': ['lead.completed'],
  // What is in a document is compared with its item when it comes in.
  'document.received': ['document.received', 'document.extracted', 'action_log.completed'],
  'message.received': ['action_log.completed'],
  'message.sent': ['action_log.completed'],
  'message.failed': ['action_log.failed'],
};

/** Omni's webhooks: the secret itself in a header, two envelopes, 5 s, three retries. */
export const omniWebhooks: WebhookDialect = {
  name: 'omni',
  eventTypes: omniEvents,
  typesOf,
  needsLead: true,
  render: (ctx, fact) => (fact.eventType.startsWith('action_log.') ? renderAction(ctx, fact) : renderLead(fact)),
  headersOf: ({ secrets: [secret] }) => (secret === undefined ? {} : { 'x-webhook-secret': secret }),
  absentPasses: false,
  newSecret: newHexSecret,
  timeoutMs: 5_000,
  retryAfterMs: minutes(1, 2, 4),
  isFinal: () => false,
};

function typesOf({ type, data }: Event): readonly string[] {
  if (type === 'lead.stage_changed') return data.to === 'converted' || data.to === 'booked' ? ['lead.completed'] : [];
  return same[type] ?? [];
}

async function renderLead({ event, eventType, lead }: WebhookFact): Promise<unknown> {
  const documentId = textIn(event, 'documentId');
  const about = {
    leadId: event.leadId,
    externalId: lead?.externalId ?? null,
    firstName: lead?.givenName ?? null,
    middleName: lead?.middleName ?? null,
    lastName: lead?.familyName ?? null,
    phoneNumber: lead?.phone ?? null,
    email: lead?.email ?? null,
    businessName: lead?.businessName ?? null,
    website: lead?.website ?? null,
    source: lead?.source ?? lead?.channel ?? null,
  };
  if (documentId === undefined) return { event: eventType, data: about };
  const leadChecklistItemId = textIn(event, 'leadChecklistItemId') ?? null;
  return { event: eventType, data: { ...about, documentId, leadChecklistItemId } };
}

type RenderCtx = Parameters<WebhookDialect['render']>[0];

async function renderAction(ctx: RenderCtx, { event, eventType, lead, isTest }: WebhookFact): Promise<unknown> {
  const { leadId, timestamp: occurredAt } = event;
  const found =
    lead && leadId !== null && !isTest
      ? findAction((await getLeadOverview(ctx, { leadId })).actions, event)
      : undefined;
  const status = eventType === 'action_log.failed' ? 'FAILED' : 'COMPLETED';
  const fallback = { id: event.id, type: 'MESSAGE', summary: event.type, createdAt: occurredAt, leadId };
  const actionLog = { ...(found && leadId !== null ? fromAction(found, leadId) : fallback), status };
  return { event: eventType, actionLog, occurredAt, workspaceId: ctx.workspace.id };
}

/** The line of the log that tells of the same message or document. */
function findAction(actions: readonly OverviewAction[], event: Event): OverviewAction | undefined {
  const wanted = [textIn(event, 'messageId'), textIn(event, 'documentId')];
  return actions.find(({ messages, documents }) => [...messages, ...documents].some(({ id }) => wanted.includes(id)));
}
