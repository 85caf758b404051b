import { toJsonText } from './json.ts';
import type { MultipartForm } from './multipart.ts';
import type { Caller } from './world.ts';

/** A request before it is written down. */
export interface Parts {
  /** As they stand in the URL. */
  readonly params: Readonly<Record<string, string>>;
  /** As it stands in the URL, without the question mark. */
  readonly query: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly form: MultipartForm;
  /** In place of the body. */
  readonly raw?: string | Buffer | undefined;
  readonly contentType?: string | null;
  readonly who: Caller;
}

/** A long poll would hold the run up: it stays at none. */
function isWait(name: string, value: unknown): boolean {
  return name === 'wait' && Number(toText(value)) > 0;
}

export function toPair(name: string, value: unknown): string {
  const text = isWait(name, value) ? '0' : toText(value);
  return `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(text.toWellFormed())}`;
}

export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(toText).join(',');
  return toJsonText(value);
}

/** A segment that stays one: empty or made of dots it would lead to another address. */
export function encodeSegment(text: string): string {
  const segment = encodeURIComponent(text.toWellFormed());
  return /^\.{0,2}$/.test(segment) ? `${segment}%20` : segment;
}

export function mapValues<T>(object: object, change: (value: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
