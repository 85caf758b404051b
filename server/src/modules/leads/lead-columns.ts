import { joinName, type PersonName, parseEmail, parseSentPhone, splitName } from '../../kernel/contact.ts';
import { defined } from '../../kernel/defined.ts';
import { type Issue, invalidInput } from '../../kernel/errors.ts';
import type { LeadInput } from './lead-input.ts';

/** The columns of `leads` that an input sets; undefined leaves a column as it is. */
export interface LeadColumns extends Partial<PersonName> {
  email?: string | null;
  emailVerifiedAt?: Date | null;
  phone?: string | null;
  phoneMatchKey?: string | null;
  phoneVerifiedAt?: Date | null;
  businessName?: string | null;
  title?: string | null;
  website?: string | null;
  goal?: string | null;
  intent?: string | null;
  timeline?: string | null;
  qualificationScore?: number | null;
  qualificationNotes?: string | null;
  source?: string | null;
  tags?: string[];
  externalId?: string | null;
  externalPortalLink?: string | null;
  activitySummary?: string | null;
  submittedAt?: string | null;
  assignedMemberId?: string | null;
  campaignId?: string | null;
  timeZone?: string | null;
  language?: string | null;
}

/** What a lead has already, where an input changes it. */
export interface KnownContact extends PersonName {
  readonly email: string | null;
  readonly emailVerifiedAt: Date | null;
  readonly phone: string | null;
  readonly phoneVerifiedAt: Date | null;
}

export interface ReadingOptions {
  /** The workspace's, for phones in national form. */
  readonly country: string;
  /** When what is said to be verified was. */
  readonly at: Date;
  /** The lead as it stands: given parts complete its name, and a new address is not verified because the old one was. */
  readonly before?: KnownContact;
  /** Where in the request the input stood, so that an issue names the field where its sender wrote it. */
  readonly path?: readonly string[] | undefined;
}

/**
 * The columns an input sets: e-mail lower-cased, phone in E.164 with its match key, the name whole and in parts.
 * Raises `invalid_input` that names every contact point which is none. What merges (`metadata`, `formResponses`) and
 * what has effects (`owner`, `optedOut`) is not among them.
 */
export function toColumns(input: LeadInput, { country, at, before, path = [] }: ReadingOptions): LeadColumns {
  const { name: _name, givenName: _given, middleName: _middle, familyName: _family, ...unnamed } = input;
  const { metadata: _metadata, formResponses: _responses, owner: _owner, optedOut: _optedOut, ...own } = unnamed;
  const { email, phone, emailVerified, phoneVerified, tags, ...plain } = own;
  const columns: LeadColumns = defined(plain);
  const issues: Issue[] = [];
  const refuse = (field: string, message: string) => issues.push({ path: [...path, field], message });
  if (email !== undefined) {
    columns.email = email === null ? null : (parseEmail(email) ?? null);
    if (email !== null && !columns.email) refuse('email', 'This is no e-mail address.');
  }
  if (phone !== undefined) {
    const parsed = phone === null ? undefined : parseSentPhone(phone, country);
    if (phone !== null && !parsed) refuse('phone', PHONE_HINT);
    columns.phone = parsed?.e164 ?? null;
    columns.phoneMatchKey = parsed?.matchKey ?? null;
  }
  if (emailVerified && !(email === undefined ? before?.email : email))
    refuse('emailVerified', 'There is no e-mail to be verified.');
  if (phoneVerified && !(phone === undefined ? before?.phone : phone))
    refuse('phoneVerified', 'There is no phone number to be verified.');
  if (issues.length > 0) throw invalidInput('Some contact points could not be read.', issues);
  const proofs = defined({
    emailVerifiedAt: proof(emailVerified, { now: columns.email, old: before?.email, at: before?.emailVerifiedAt }, at),
    phoneVerifiedAt: proof(phoneVerified, { now: columns.phone, old: before?.phone, at: before?.phoneVerifiedAt }, at),
  });
  return { ...columns, ...proofs, ...(tags && { tags: distinctTags(tags) }), ...toName(input, before) };
}

interface Proved {
  readonly now: string | null | undefined;
  readonly old: string | null | undefined;
  readonly at: Date | null | undefined;
}

/** When an address was proved, null where it is not, undefined where that stays as it is. */
function proof(isProved: boolean | undefined, address: Proved, at: Date): Date | null | undefined {
  const isNew = address.now !== undefined && address.now !== address.old;
  if (isProved) return isNew || !address.at ? at : undefined;
  return isProved === false || (isNew && address.at) ? null : undefined;
}

/** The name's columns: parts that are given win over those of the whole, and without a whole they make it. */
function toName(input: LeadInput, before: PersonName | undefined): Partial<PersonName> {
  const { name, givenName, middleName, familyName } = input;
  const hasParts = [givenName, middleName, familyName].some((part) => part !== undefined);
  if (!hasParts) return name === undefined ? {} : splitName(name ?? '');
  const base = name === undefined ? before : undefined;
  const pick = (part: string | null | undefined, old: string | null | undefined) =>
    part === undefined ? (old ?? null) : part;
  const joined = joinName(
    pick(givenName, base?.givenName),
    pick(middleName, base?.middleName),
    pick(familyName, base?.familyName),
  );
  return name ? { ...joined, name } : joined;
}

const PHONE_HINT = 'This is no phone number. Write it with its country code, such as +14155550123.';

/** Tags differ without case; the first spelling stays. */
export function distinctTags(tags: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const tag of tags) if (!byKey.has(tag.toLowerCase())) byKey.set(tag.toLowerCase(), tag);
  return [...byKey.values()];
}
