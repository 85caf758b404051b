import { splitName } from '../../kernel/contact.ts';
import type { Lead } from '../../modules/leads/index.ts';
import type { LeadOverview } from '../../modules/overview/index.ts';
import type { OmniLead, OmniMatch } from './schemas.ts';

/** The page's 21 keys, and the later ones where there is something to say. */
export function fromLead(lead: Pick<Lead, Shown>, workspaceId: string): OmniLead {
  return {
    id: lead.id,
    activitySummary: lead.activitySummary,
    assigneeType: lead.owner === 'agent' ? 'AI_AGENT' : 'HUMAN_AGENT',
    businessName: lead.businessName,
    createdAt: lead.createdAt,
    // A deleted lead reads as missing.
    deletedAt: null,
    didOptOut: lead.optedOut,
    email: lead.email,
    emailVerifiedAt: lead.emailVerifiedAt,
    externalLeadId: lead.externalId,
    externalPortalLink: lead.externalPortalLink,
    firstName: lead.givenName,
    isTest: lead.isTest,
    lastName: lead.familyName,
    phoneNumber: lead.phone,
    phoneVerifiedAt: lead.phoneVerifiedAt,
    source: lead.source ?? lead.channel,
    submittedAt: lead.submittedAt,
    updatedAt: lead.updatedAt,
    website: lead.website,
    workspaceId,
    ...(lead.middleName !== null && { middleName: lead.middleName }),
    ...(lead.optedOutAt !== null && { optOutAt: lead.optedOutAt }),
    ...(lead.tags.length > 0 && { tags: lead.tags }),
    ...(lead.timeZone !== null && { timezone: lead.timeZone }),
  };
}

type Shown =
  | 'id'
  | 'givenName'
  | 'middleName'
  | 'familyName'
  | 'email'
  | 'emailVerifiedAt'
  | 'phone'
  | 'phoneVerifiedAt'
  | 'businessName'
  | 'website'
  | 'source'
  | 'channel'
  | 'optedOut'
  | 'optedOutAt'
  | 'owner'
  | 'isTest'
  | 'tags'
  | 'externalId'
  | 'externalPortalLink'
  | 'activitySummary'
  | 'timeZone'
  | 'submittedAt'
  | 'createdAt'
  | 'updatedAt';
type Match = LeadOverview['matchingLeads'][number];

/** Enough to know who it is and to open it. */
export function fromMatch({
  id,
  name,
  email,
  phone,
  createdAt,
}: Pick<Match, 'id' | 'name' | 'email' | 'phone' | 'createdAt'>): OmniMatch {
  const { givenName, familyName } = splitName(name ?? '');
  return { id, firstName: givenName, lastName: familyName, email, phoneNumber: phone, createdAt };
}
