export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one for what is none. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The list, or an empty one for what is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A name without its case and its dashes: `lead_id` and `leadId` are one. */
export function plainName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
}

const RAW = /"@raw:([^"@]*)@"/g;

/** A value that stands in JSON as these characters: numbers that JavaScript cannot write. */
export function rawNumber(characters: string): string {
  return `@raw:${characters}@`;
}

/** JSON of a generated value, with its raw numbers as they are. */
export function toJsonText(value: unknown): string {
  return (JSON.stringify(value) ?? '').replaceAll(RAW, '$1');
}
