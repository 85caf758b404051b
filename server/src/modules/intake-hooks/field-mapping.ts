import { z } from 'zod';

/** The fields of a lead that a hook fills, each from one place of what comes in. */
export const mappableFields = [
  'name',
  'givenName',
  'middleName',
  'familyName',
  'email',
  'phone',
  'businessName',
  'title',
  'website',
  'goal',
  'intent',
  'timeline',
  'qualificationNotes',
  'source',
  'externalId',
  'timeZone',
  'language',
  'tags',
] as const;
export type MappableField = (typeof mappableFields)[number];

const pathSchema = z.string().trim().min(1).max(200);

export const fieldMappingSchema = z
  .partialRecord(z.enum(mappableFields), pathSchema)
  .describe(
    'Our field to the path of theirs, with dots: {"email": "contact.mail", "name": "answers.0.text"}. A field that is not named here is taken from a key of its own name at the top, such as email, first_name or Phone Number.',
  );
export type FieldMapping = z.infer<typeof fieldMappingSchema>;

export interface Intake {
  /** What was found for the lead's fields, as text. */
  readonly fields: Partial<Record<MappableField, string>>;
  /** Every other scalar, by its path. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** Reads what a form or another system sent: fields by the mapping, then by their own names; the rest by its paths. */
export function readIntake(payload: Readonly<Record<string, unknown>>, mapping: FieldMapping): Intake {
  const rest = leavesOf(payload);
  const byName = new Map([...rest.keys()].reverse().map((path) => [fold(path), path]));
  const fields: Intake['fields'] = {};
  for (const field of mappableFields) {
    const path = mapping[field] ?? namesOf(field).flatMap((name) => byName.get(name) ?? [])[0];
    if (path === undefined) continue;
    const text = asText(rest.get(path));
    if (text === undefined) continue;
    fields[field] = text;
    rest.delete(path);
  }
  return { fields, rest: Object.fromEntries(rest) };
}

/** What other systems call our fields, folded; the field's own name is always among them. */
const otherNames: Partial<Record<MappableField, readonly string[]>> = {
  name: ['fullname'],
  givenName: ['firstname'],
  familyName: ['lastname', 'surname'],
  email: ['emailaddress', 'mail'],
  phone: ['phonenumber', 'mobile', 'telephone'],
  businessName: ['company', 'companyname'],
  goal: ['message'],
};

function namesOf(field: MappableField): string[] {
  return [fold(field), ...(otherNames[field] ?? [])];
}

/** `First Name`, `first_name` and `firstName` are one; a path below the top keeps its dot and so is none of them. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

/** Everything that is no object, by its path. A list of scalars is one value; null and empty texts say nothing. */
function leavesOf(value: unknown, path: readonly string[] = [], found = new Map<string, unknown>()) {
  if (value === null || value === undefined || value === '') return found;
  const isLeaf = typeof value !== 'object' || (Array.isArray(value) && value.every((one) => typeof one !== 'object'));
  if (isLeaf) return found.set(path.join('.'), value);
  for (const [key, inner] of Object.entries(value)) leavesOf(inner, [...path, key], found);
  return found;
}

function asText(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(String).join(', ') || undefined;
  return value === undefined ? undefined : String(value).trim() || undefined;
}
