import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { headerSecret } from '../../http/authenticate.ts';
import { type Face, sendFailureBody, statusIn } from '../../http/face.ts';
import type { Failure, FailureCode } from '../../http/failure.ts';
import { showLimits } from '../../http/rate-limit-headers.ts';

const errorSchema = z
  .object({
    error: z.string().describe('A few words that name the kind of error.'),
    message: z
      .string()
      .optional()
      .describe('What is wrong, with the names of the fields it is about; not where `error` says all.'),
    missing_fields: z.array(z.string()).optional().describe('What a status asks for and is not known.'),
  })
  .meta({ id: 'NexorError' });
export type NexorError = z.infer<typeof errorSchema>;

/** The key in `X-API-Key` alone, errors as `{error, message}`. */
export const nexorFace: Face = {
  presentedSecret: headerSecret,
  showLimits,
  sendFailure: (request, reply, failure) => {
    const body = toError(failure, nounOf(request));
    return sendFailureBody(reply, { status: statusIn(nexorFace, failure.code), failure, body });
  },
  statuses: { unprocessable: 400, unsupported_media_type: 400 },
  docs: {
    failureSchema: errorSchema,
    securitySchemes: {
      apiKey: {
        type: 'apiKey',
        in: 'header',
        name: 'X-API-Key',
        description: 'A key of the workspace: `nxr_live_...`, or any other of its formats.',
      },
    },
  },
};

/** The body of a failure. `noun` is what was looked for where something is missing. */
export function toError(failure: Failure, noun = 'Lead'): NexorError {
  switch (failure.reason) {
    case 'missing_credential':
      return { error: 'Missing API key', message: 'Please provide your API key in the X-API-Key header' };
    case 'invalid_credential':
      return { error: 'Invalid API key', message: 'The provided API key is not valid' };
    case 'malformed_json':
      return { error: 'Invalid JSON', message: failure.detail };
    case 'unknown_address':
      return { error: 'Not found', message: 'There is nothing at this address' };
    case 'workflow_id_required':
    case 'no_active_run':
      return { error: failure.detail };
    case 'missing_fields':
      return { error: words[failure.code], message: failure.detail, missing_fields: missingOf(failure) };
    default:
      return { error: words[failure.code], message: messageOf(failure, noun) };
  }
}

const words: Readonly<Record<FailureCode, string>> = {
  invalid_input: 'Validation error',
  unauthorized: 'Invalid API key',
  forbidden: 'Forbidden',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  conflict: 'Conflict',
  too_large: 'Payload too large',
  unsupported_media_type: 'Unsupported media type',
  unprocessable: 'Validation error',
  rate_limited: 'Rate limit exceeded',
  internal: 'Internal server error',
  unavailable: 'Service unavailable',
};

function missingOf({ facts: { missingFields } }: Failure): string[] {
  return Array.isArray(missingFields) ? missingFields.map(String) : [];
}

const MOST_ISSUES = 10;
/** The name of a field may be as long as the body. */
const LONGEST_FIELD = 200;

function messageOf({ code, detail, issues }: Failure, noun: string): string {
  if (code === 'not_found') return `${noun} not found or does not belong to your account`;
  if (issues.length === 0) return detail;
  const named = issues.slice(0, MOST_ISSUES).map(({ path, message }) => {
    const field = path.map(toNexorName).join('.').slice(0, LONGEST_FIELD);
    return field === '' ? message : `${field}: ${message}`;
  });
  if (issues.length > MOST_ISSUES) named.push(`And ${issues.length - MOST_ISSUES} more.`);
  return named.join(' ');
}

/** What the verbs' fields are called in Nexor. */
const names: ReadonlyMap<string | number, string> = new Map([
  ['givenName', 'first_name'],
  ['familyName', 'last_name'],
  ['businessName', 'company'],
  ['externalId', 'external_id'],
  ['campaignId', 'campaign_id'],
  ['workflow', 'workflow_id'],
  ['status', 'status_key'],
  ['startAt', 'starts_at'],
  ['endAt', 'ends_at'],
  ['timeZone', 'timezone'],
  ['meetingUrl', 'meeting_url'],
  ['externalEventId', 'external_event_id'],
  ['leadId', 'id'],
]);

function toNexorName(step: string | number, at: number): string {
  return (at === 0 ? names.get(step) : undefined) ?? String(step);
}

function nounOf({ routeOptions }: FastifyRequest): string {
  const url = routeOptions.url ?? '';
  if (url.includes('/workflows')) return 'Workflow';
  return url.includes('/hooks') ? 'Hook' : 'Lead';
}
