import { findUnfit } from '../../kernel/check-values.ts';
import { invalidInput } from '../../kernel/errors.ts';
import type { LeadCondition } from '../../modules/leads/index.ts';

/** Under which of its own fields a lead keeps what this API calls so. */
const fields = new Map<string, Extract<LeadCondition, { field: unknown }>['field']>([
  ['name', 'name'],
  ['email', 'email'],
  ['phone', 'phone'],
  ['company', 'businessName'],
  ['website', 'website'],
  ['source', 'source'],
  ['notes', 'qualificationNotes'],
  ['lostReason', 'lostReason'],
]);

/**
 * What a `propertyFilter` looks for: `key:value`, `key=value`, `{"key":"value"}`, or a key alone for leads that have it,
 * in the metadata or in the field shown under this key. Undefined for an empty one. Raises `invalid_input` for JSON that is none of these.
 */
export function readPropertyFilter(text: string | undefined): LeadCondition[] | undefined {
  if (text === undefined || text === '') return undefined;
  const [key, value] = text.startsWith('{') ? readJson(text) : readPair(text);
  const field = fields.get(key);
  const is = value === undefined ? {} : { value };
  return [{ metadataKey: key, ...is }, ...(field ? [{ field, ...is }] : [])];
}

function readPair(text: string): readonly [string, string?] {
  const cut = text.search(/[:=]/);
  if (cut === -1) return [text];
  const [key, value] = [text.slice(0, cut).trim(), text.slice(cut + 1).trim()];
  return value === '' ? [key] : [key, value];
}

function readJson(text: string): readonly [string, string?] {
  const [entry, ...more] = Object.entries(parseObject(text));
  if (!entry || more.length > 0) throw refusal();
  const [key, value] = entry;
  if (value !== null && typeof value === 'object') throw refusal();
  return value === null || value === '' ? [key] : [key, String(value)];
}

function parseObject(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !findUnfit(parsed)) return parsed;
  } catch {
    // SyntaxError is how JSON.parse says that it is none.
  }
  throw refusal();
}

function refusal(): Error {
  const message = 'Write it as key:value, or as JSON with one key such as {"company":"Acme"}.';
  return invalidInput('The filter cannot be read.', [{ path: ['propertyFilter'], message }]);
}
