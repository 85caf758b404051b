import { parseEmail, parseSentPhone } from '../../kernel/contact.ts';
import type { Workspace } from '../../kernel/ctx.ts';
import { leadFields, type NewLead } from '../leads/index.ts';
import type { Intake, MappableField } from './field-mapping.ts';
import type { IntakeHook } from './intake-hook.ts';

/** What was read as a new lead, or undefined where nothing was. What does not fit its field is metadata under its name. */
export function toNewLead(
  { fields, rest }: Intake,
  { workflow }: Pick<IntakeHook, 'workflow'>,
  { country }: Pick<Workspace, 'country'>,
): NewLead | undefined {
  const fitting: Record<string, unknown> = {};
  const metadata: Record<string, unknown> = { ...rest };
  for (const [field, text] of Object.entries(fields)) {
    const value = field === 'tags' ? splitTags(text) : text;
    if (fits(field, value, country)) fitting[field] = value;
    else metadata[field] = text;
  }
  const kept = keepSmall(metadata);
  if (Object.keys(fitting).length + Object.keys(kept).length === 0) return undefined;
  return { ...fitting, metadata: kept, ...(workflow && { workflow: workflow.id }) };
}

function fits(field: string, value: unknown, country: string): boolean {
  if (field === 'email') return parseEmail(String(value)) !== undefined;
  if (field === 'phone') return parseSentPhone(String(value), country) !== undefined;
  return isMappable(field) && leadFields[field].safeParse(value).success;
}

function isMappable(field: string): field is MappableField & keyof typeof leadFields {
  return Object.hasOwn(leadFields, field);
}

function splitTags(text: string): string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
}

/** As much as metadata may hold, in the order it came: a lead with less is better than none. */
function keepSmall(metadata: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  let length = 0;
  for (const [key, value] of Object.entries(metadata)) {
    const short = key.slice(0, 200);
    const more = JSON.stringify({ [short]: value }).length;
    if (length + more > MAX_LENGTH) continue;
    length += more;
    kept[short] = value;
  }
  return kept;
}

/** Of the metadata as JSON, in characters: what `leadFields.metadata` takes. */
const MAX_LENGTH = 65_536;
