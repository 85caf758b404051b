import type { HttpAction } from './action.ts';
import { isHttp, type StoredAction } from './action.ts';
import { contentTypeOf } from './check-automation.ts';
import { type Facts, lookupIn } from './facts.ts';
import { type Encode, type Filling, fillJson, fillText } from './template.ts';
import { type VerbAction, verbActionSchema } from './verbs.ts';

/** A request with all its values in place; the secret headers join it when it is sent. */
export interface HttpRequest {
  readonly method: HttpAction['http']['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export type Rendered =
  | { readonly kind: 'request'; readonly request: HttpRequest }
  | { readonly kind: 'verb'; readonly verb: VerbAction }
  /** `missing`: names of the values that are wanted and not known. */
  | { readonly kind: 'refused'; readonly error: string; readonly missing: readonly string[] };

/** More than a receiver would take, or than a row should hold. */
const MAX_BODY_LENGTH = 262_144;

/** Puts the values of these facts into an action, or says why it cannot be done for this lead: never half of it. */
export function renderAction(action: StoredAction, facts: Facts): Rendered {
  const filling: Filling = { find: lookupIn(facts), missing: new Set() };
  const rendered = isHttp(action) ? renderHttp(action.http, filling) : renderVerb(action, filling);
  if (filling.missing.size === 0) return rendered;
  const missing = [...filling.missing];
  return { kind: 'refused', error: `Nothing is known for ${missing.join(', ')}, which the action needs.`, missing };
}

function renderHttp({ method, url, headers, body }: HttpAction['http'], filling: Filling): Rendered {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(contentTypeOf(headers) ?? '');
  const text = renderBody(body, filling, isForm ? encodeURIComponent : undefined);
  const usual = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
  const type = body === undefined || contentTypeOf(headers) !== undefined ? {} : { 'content-type': usual };
  const given = Object.entries(headers).map(([name, value]) => [name, fillText(value, filling)] as const);
  const request = {
    method,
    url: fillText(url, filling, encodeURIComponent),
    headers: { ...type, ...Object.fromEntries(given) },
    body: text ?? null,
  };
  if ((text?.length ?? 0) <= MAX_BODY_LENGTH) return { kind: 'request', request };
  return { kind: 'refused', error: `The body would have more than ${MAX_BODY_LENGTH} characters.`, missing: [] };
}

function renderBody(body: unknown, filling: Filling, encode: Encode | undefined): string | undefined {
  if (body === undefined) return undefined;
  return typeof body === 'string' ? fillText(body, filling, encode) : JSON.stringify(fillJson(body, filling));
}

/** The verb's input is checked once more, with the values in it. */
function renderVerb(action: VerbAction, filling: Filling): Rendered {
  const parsed = verbActionSchema.safeParse({ do: action.do, with: fillJson(action.with, filling) });
  if (parsed.success) return { kind: 'verb', verb: parsed.data };
  const issues = parsed.error.issues.map(({ path, message }) => `${path.slice(1).join('.')}: ${message}`);
  return { kind: 'refused', error: `${action.do} does not take this: ${issues.join('; ')}`, missing: [] };
}
