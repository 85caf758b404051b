import { defined } from '../../kernel/defined.ts';
import type { NewLead, updateLead } from '../../modules/leads/index.ts';
import type { CreateLeadBody, UpdateLeadBody, WritableFields } from './request-schemas.ts';
import { toLower } from './words.ts';

/** What `createLead` takes of a body. */
export function toNewLead(body: CreateLeadBody): NewLead {
  return toFields(body);
}

/** What `updateLead` takes of a body: only what was sent. A status says itself whether the lead opted out. */
export function toLeadChange(body: UpdateLeadBody): Parameters<typeof updateLead>[1]['change'] {
  const { optedOut, ...change } = toFields(body);
  return body.status === undefined && optedOut !== undefined ? { ...change, optedOut } : change;
}

/** The verb's word for a settable status. */
export function toCompletion(status: NonNullable<UpdateLeadBody['status']>): Lowercase<typeof status> {
  return toLower(status);
}

/** What `setChecklistItems` takes of a body. */
export function toItemValues(items: NonNullable<WritableFields['checklistItems']>): ItemValue[] {
  return items.map(({ code, value, status }) => ({
    code,
    ...(value !== undefined && { value: value === null || value === '' ? null : String(value) }),
    ...(status !== undefined && { status: toLower(status) }),
  }));
}
type ItemStatus = NonNullable<NonNullable<WritableFields['checklistItems']>[number]['status']>;
interface ItemValue {
  readonly code: string;
  readonly value?: string | null;
  readonly status?: Lowercase<ItemStatus>;
}

function toFields(body: WritableFields & { readonly firstName?: string | undefined }) {
  const { assigneeType } = body;
  const fields = {
    givenName: body.firstName,
    middleName: body.middleName,
    familyName: body.lastName,
    email: body.email,
    phone: body.phoneNumber,
    businessName: body.businessName,
    externalId: body.externalLeadId,
    timeZone: body.timezone,
    tags: body.tags,
    emailVerified: body.emailVerified,
    optedOut: body.didOptOut,
    owner: assigneeType && owners[assigneeType],
  };
  return defined(fields);
}

const owners = { agent: 'agent', AI_AGENT: 'agent', manual: 'person', HUMAN_AGENT: 'person' } as const;
