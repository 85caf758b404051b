import { z } from 'zod';
import { joinName, type PersonName, parseEmail, parsePhone, splitName } from '../../kernel/contact.ts';
import { type Issue, invalidInput } from '../../kernel/errors.ts';

const text = (max: number) => z.string().trim().min(1).max(max).nullable();

/** What a caller may say of a lead; null clears. Contact points are raw: `normalise` reads them. */
export const leadFields = {
  name: text(200).describe('The whole name. Sets givenName to its first word and familyName to the rest.'),
  givenName: text(100),
  middleName: text(100),
  familyName: text(100),
  email: text(254),
  phone: text(40).describe("In any national form, the workspace's country first; kept as E.164."),
  businessName: text(200),
  title: text(200),
  website: text(2000),
  goal: text(2000),
  intent: text(120),
  timeline: text(120),
  qualificationScore: z.int().min(0).max(100).nullable(),
  qualificationNotes: text(5000),
  source: text(120),
  metadata: z.record(z.string().max(200), z.unknown()).refine(isSmallEnough, 'At most 65,536 characters of metadata.'),
  tags: z.array(z.string().trim().min(1).max(100)).max(100),
  externalId: text(200),
  timeZone: text(60).refine(
    (zone) => zone === null || isTimeZone(zone),
    'Use an IANA time zone such as Europe/Berlin.',
  ),
  language: text(35).refine(
    (tag) => tag === null || /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag),
    'Use a BCP 47 language tag such as en or pt-BR.',
  ),
};

export const leadInputSchema = z.strictObject(leadFields).partial();
export type LeadInput = z.infer<typeof leadInputSchema>;

/** The columns of `leads` that an input sets; undefined leaves a column as it is. */
export interface LeadColumns extends Partial<PersonName> {
  email?: string | null;
  phone?: string | null;
  phoneMatchKey?: string | null;
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
  timeZone?: string | null;
  language?: string | null;
}

export interface ReadingOptions {
  /** The workspace's, for phones in national form. */
  readonly country: string;
  /** The name as it stands, which given parts complete. */
  readonly before?: PersonName;
  /** Where in the request the input stood, so that an issue names the field where its sender wrote it. */
  readonly path?: readonly string[];
}

/**
 * The columns an input sets: e-mail lower-cased, phone in E.164 with its match key, the name whole and in parts.
 * Raises `invalid_input` that names every contact point which is none. `metadata` is not among them: it merges.
 */
export function toColumns(input: LeadInput, { country, before, path = [] }: ReadingOptions): LeadColumns {
  const { name: _name, givenName: _given, middleName: _middle, familyName: _family, ...rest } = input;
  const { email, phone, metadata: _metadata, tags, ...plain } = rest;
  const columns: LeadColumns = defined(plain);
  const issues: Issue[] = [];
  if (email !== undefined) {
    columns.email = email === null ? null : (parseEmail(email) ?? null);
    if (email !== null && !columns.email)
      issues.push({ path: [...path, 'email'], message: 'This is no e-mail address.' });
  }
  if (phone !== undefined) {
    const parsed = phone === null ? undefined : parsePhone(phone, country);
    if (phone !== null && !parsed) issues.push({ path: [...path, 'phone'], message: PHONE_HINT });
    columns.phone = parsed?.e164 ?? null;
    columns.phoneMatchKey = parsed?.matchKey ?? null;
  }
  if (issues.length > 0) throw invalidInput('Some contact points could not be read.', issues);
  if (tags !== undefined) columns.tags = distinctTags(tags);
  return { ...columns, ...toName(input, before) };
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
function distinctTags(tags: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const tag of tags) if (!byKey.has(tag.toLowerCase())) byKey.set(tag.toLowerCase(), tag);
  return [...byKey.values()];
}

/** What is undefined must leave its column alone. The guarantee: only undefined values are left out. */
function defined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}
type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function isTimeZone(zone: string): boolean {
  // Intl takes offsets such as +01:00 too: they are no zone and know no summer time.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    // RangeError is how Intl says that it knows no such zone.
    return false;
  }
}

/** A list of a hundred leads must stay an answer that a client can hold. */
export function isSmallEnough(metadata: object): boolean {
  return JSON.stringify(metadata).length <= 65_536;
}
