import type { NewLead, updateLead } from '../../modules/leads/index.ts';
import { metadataOfChange, metadataOfNew } from './metadata.ts';
import type { LeadChangeBody, NewLeadBody } from './request-schemas.ts';

type LeadChange = Parameters<typeof updateLead>[1]['change'];

/** A lead as Nexor's clients create it; what is empty is not said. */
export function toNewLead(body: NewLeadBody): NewLead {
  const metadata = metadataOfNew(body);
  return {
    givenName: body.first_name,
    familyName: said(body.last_name),
    email: said(body.email),
    phone: said(body.phone),
    businessName: said(body.company),
    title: said(body.title),
    source: said(body.source),
    externalId: said(body.external_id),
    tags: body.tags ?? undefined,
    campaignId: said(body.campaign_id),
    workflow: said(body.workflow_id),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(body.skip_first_message && { reachOut: false }),
    ...firstContactOf(body),
  };
}

function firstContactOf({ force_first_channel, force_first_message }: NewLeadBody): Pick<NewLead, 'firstContact'> {
  const channel = force_first_message?.channel ?? force_first_channel;
  if (!channel) return {};
  return { firstContact: { channel, ...(force_first_message && { text: force_first_message.content }) } };
}

/** A change: what is empty is cleared, what is missing stays. */
export function toChange(body: LeadChangeBody): LeadChange {
  const metadata = metadataOfChange(body);
  return {
    givenName: body.first_name,
    familyName: cleared(body.last_name),
    email: cleared(body.email),
    phone: cleared(body.phone),
    businessName: cleared(body.company),
    title: cleared(body.title),
    source: cleared(body.source),
    externalId: cleared(body.external_id),
    tags: body.tags === null ? [] : body.tags,
    campaignId: cleared(body.campaign_id),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

function said(text: string | null | undefined): string | undefined {
  return text || undefined;
}

function cleared(text: string | null | undefined): string | null | undefined {
  return text === '' ? null : text;
}
