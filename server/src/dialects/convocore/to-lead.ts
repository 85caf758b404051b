import { isDeepStrictEqual } from 'node:util';
import { defined } from '../../kernel/defined.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { type Lead, type LeadChange, leadFields, type NewLead } from '../../modules/leads/index.ts';
import { toConvocoreLead } from './from-lead.ts';
import type { ImportedLead, LeadPatch, NewLeadBody } from './request-schemas.ts';

type LeadWords = Pick<
  NewLead,
  | 'name'
  | 'email'
  | 'phone'
  | 'businessName'
  | 'website'
  | 'source'
  | 'qualificationNotes'
  | 'qualificationScore'
  | 'lostReason'
>;

/** What a new lead of this API is to Foyer. */
export function toNewLead(body: NewLeadBody): NewLead {
  const { agentId, crmActivities, lastActivityDate, ...lead } = body;
  const metadata = {
    ...otherKeys(lead.metaData ?? {}),
    ...defined({ crmActivities, lastActivityDate }),
  };
  return { ...toFields(lead), agentId, metadata: fitting(withoutNulls(metadata)) };
}

/** Raises `invalid_input` for more than a lead keeps. */
function fitting(metadata: Record<string, unknown>): Record<string, unknown> {
  const read = leadFields.metadata.safeParse(metadata);
  if (read.success) return read.data;
  const message = read.error.issues[0]?.message ?? 'It cannot be kept.';
  throw invalidInput('The metadata cannot be kept.', [{ path: ['lead', 'metaData'], message }]);
}

/**
 * What a patch changes of a lead. What it says as the lead shows it already is no change: clients send back whole leads,
 * and some of what those show is not their own.
 */
export function toChange(patch: LeadPatch, lead: Lead): LeadChange {
  const shown = toConvocoreLead(lead, '');
  const { metaData, crmActivities, lastActivityDate, ...rest } = unlike(patch, shown);
  const changed = unlike(metaData ?? {}, shown.metaData);
  const known = Object.keys(toFields({ metaData: changed })).length > 0;
  const metadata = {
    ...otherKeys(changed),
    ...defined({ crmActivities, lastActivityDate }),
    ...(known && shadowed(changed, lead.metadata)),
  };
  return {
    ...toFields({ ...rest, metaData: changed }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

/** What a row of an import is to Foyer: its names are not those of a lead. */
export function toImportedLead(row: ImportedLead, agentId: string): NewLead {
  const { userEmail, userName, userPhone, userAddress, userCompany, userWebsite, notes, userProfilePic } = row;
  return {
    ...defined({ email: userEmail, name: userName, phone: userPhone, businessName: userCompany, website: userWebsite }),
    ...defined({ qualificationNotes: notes }),
    source: 'import',
    agentId,
    metadata: withoutNulls(defined({ address: userAddress, profilePic: userProfilePic })),
  };
}

type MetaData = NonNullable<LeadPatch['metaData']>;

/** What is given of a lead's own fields. */
interface Said {
  readonly name?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly hotScore?: number | null | undefined;
  readonly metaData?: MetaData | null | undefined;
}

function toFields({ name, email, phone, hotScore, metaData }: Said): LeadWords {
  const { company, website, notes, source, lostReason } = metaData ?? {};
  return defined({
    name,
    email,
    phone,
    qualificationScore: typeof hotScore === 'number' ? Math.round(hotScore) : hotScore,
    businessName: company,
    website,
    qualificationNotes: notes,
    source,
    lostReason,
  });
}

const FIELD_KEYS: readonly string[] = ['company', 'website', 'notes', 'source', 'lostReason'];

/** The keys of `metaData` that are metadata; null takes one away. */
function otherKeys(metaData: MetaData): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(metaData).filter(([key, value]) => value !== undefined && !FIELD_KEYS.includes(key)),
  );
}

/** Metadata that another face wrote under the key of a field given here: it would come to light when that is cleared. */
function shadowed(metaData: MetaData, metadata: Readonly<Record<string, unknown>>): Record<string, null> {
  const keys = FIELD_KEYS.filter((key) => metaData[key] !== undefined && Object.hasOwn(metadata, key));
  return Object.fromEntries(keys.map((key) => [key, null]));
}

function unlike<T extends object>(one: T, other: object): Partial<T> {
  return Object.fromEntries(
    Object.entries(one).filter(
      ([key, value]) => !Object.hasOwn(other, key) || !isDeepStrictEqual(value, Reflect.get(other, key)),
    ),
  ) as Partial<T>;
}

function withoutNulls(metadata: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== null));
}
