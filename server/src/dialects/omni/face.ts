import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { headerSecret } from '../../http/authenticate.ts';
import { type Face, sendFailureBody, statusIn } from '../../http/face.ts';
import type { Failure, FailureCode } from '../../http/failure.ts';
import type { Issue } from '../../kernel/errors.ts';

/** Omni publishes no body for its errors: README.md says why this one. */
const errorSchema = z
  .object({
    error: z.string().describe('One word for the kind of error.'),
    message: z.string().describe('What is wrong, with the names of the fields it is about.'),
    issues: z
      .array(z.object({ path: z.array(z.union([z.string(), z.int()])), message: z.string() }))
      .optional()
      .describe('Each thing wrong with the request and the way to it.'),
    requestId: z.string().describe('Finds the request in the log.'),
  })
  .meta({ id: 'OmniError' });

const words: Readonly<Record<FailureCode, string>> = {
  invalid_input: 'bad_request',
  unauthorized: 'unauthorized',
  forbidden: 'forbidden',
  not_found: 'not_found',
  method_not_allowed: 'method_not_allowed',
  conflict: 'bad_request',
  too_large: 'payload_too_large',
  unsupported_media_type: 'bad_request',
  unprocessable: 'bad_request',
  rate_limited: 'rate_limited',
  internal: 'internal_error',
  unavailable: 'unavailable',
};

/** Omni's clients know 400, 401, 404 and 500. */
const statuses: NonNullable<Face['statuses']> = { conflict: 400, unprocessable: 400, unsupported_media_type: 400 };

/** Key in `x-api-key` alone, no headers about limits but `Retry-After`, errors as `{error, message, issues?}`. */
export const omniFace: Face = {
  presentedSecret: headerSecret,
  showLimits: () => undefined,
  sendFailure,
  statuses,
  docs: {
    failureSchema: errorSchema,
    securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' } },
  },
};

function sendFailure(request: FastifyRequest, reply: FastifyReply, failure: Failure): FastifyReply {
  const issues = failure.issues.map((issue) => ({ path: toOmniPath(issue), message: issue.message }));
  const body = {
    error: words[failure.code],
    message: issues.length > 0 ? issues.map(inWords).join(' ') : detailOf(failure),
    ...(issues.length > 0 && { issues }),
    requestId: request.id,
  };
  return sendFailureBody(reply.header('x-request-id', request.id), {
    status: statusIn({ statuses }, failure.code),
    failure,
    body,
  });
}

function detailOf({ code, reason, detail }: Failure): string {
  if (code === 'unauthorized') return 'Send a valid workspace API key in the header x-api-key.';
  if (reason === 'unknown_address') return 'There is nothing at this address.';
  return detail;
}

function inWords({ path, message }: { readonly path: readonly (string | number)[]; readonly message: string }): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}

/** What the verbs' inputs are called in Omni. */
const names: ReadonlyMap<string | number, string> = new Map([
  ['givenName', 'firstName'],
  ['familyName', 'lastName'],
  ['phone', 'phoneNumber'],
  ['externalId', 'externalLeadId'],
  ['timeZone', 'timezone'],
  ['optedOut', 'didOptOut'],
  ['owner', 'assigneeType'],
  ['items', 'checklistItems'],
  ['completion', 'status'],
]);

/** A validated request names its own fields; a verb names those of its input. */
function toOmniPath(issue: Issue): (string | number)[] {
  const [first, ...rest] = issue.path;
  if (first === undefined) return [];
  return ['part' in issue ? first : (names.get(first) ?? first), ...rest];
}
