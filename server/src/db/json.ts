import type postgres from 'postgres';

/**
 * Marks a value as JSON for a statement. The guarantee: the caller's value came through JSON (a validated body, a
 * workflow file) or is built of plain objects, lists, texts, finite numbers, booleans and null.
 */
export function asJson(value: unknown): postgres.JSONValue {
  return value as postgres.JSONValue;
}
