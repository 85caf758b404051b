import type { Lead } from '../../modules/leads/index.ts';
import type { ConvocoreLead } from './schemas.ts';

/** What of the metadata stands beside `metaData` here. */
const CRM_KEYS: ReadonlySet<string> = new Set(['crmActivities', 'lastActivityDate']);

/** A lead as this API shows it, of the workspace given. */
export function toConvocoreLead(lead: Lead, workspaceId: string): ConvocoreLead {
  const { metadata } = lead;
  const activities = metadata.crmActivities;
  return {
    id: lead.id,
    email: lead.email,
    name: lead.name,
    phone: lead.phone,
    agentId: lead.agentId,
    convoId: lead.conversationId,
    user_id: workspaceId,
    ts: Date.parse(lead.updatedAt),
    created_at: lead.createdAt,
    metaData: toMetaData(lead),
    ...(lead.qualificationScore !== null && { hotScore: lead.qualificationScore }),
    lastActivityDate: isDate(metadata.lastActivityDate) ? metadata.lastActivityDate : lead.lastActivityAt,
    ...(Array.isArray(activities) && { crmActivities: activities }),
  };
}

/** The metadata, with what are fields of the lead over it. */
function toMetaData(lead: Lead): Record<string, unknown> {
  const { crmActivities, lastActivityDate } = lead.metadata;
  const own = Object.entries(lead.metadata).filter(([key]) => !CRM_KEYS.has(key));
  return Object.fromEntries([
    ...own,
    // What another face wrote under these keys, and is none of what they hold here.
    ...(crmActivities !== undefined && !Array.isArray(crmActivities) ? [['crmActivities', crmActivities]] : []),
    ...(lastActivityDate !== undefined && !isDate(lastActivityDate) ? [['lastActivityDate', lastActivityDate]] : []),
    ...Object.entries(fieldsOf(lead)).filter(([, value]) => value !== null),
  ]);
}

function fieldsOf({ businessName, website, qualificationNotes, source, lostReason, appointment }: Lead) {
  return {
    company: businessName,
    website,
    notes: qualificationNotes,
    source,
    lostReason,
    ...(appointment?.status === 'confirmed' && toDemo(appointment)),
  };
}

/** The day and time in the appointment's own zone: YYYY-MM-DD and HH:MM. */
function toDemo({ startAt, timeZone }: NonNullable<Lead['appointment']>) {
  const [demoDate = null, demoTime = null] = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
    .format(new Date(startAt))
    .split(' ');
  return { demoDate, demoTime };
}

function isDate(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
