import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Issue } from '../kernel/errors.ts';
import type { Failure, FailureCode } from './failure.ts';

export type RequestPart = 'body' | 'query' | 'path';

/** An issue that knows in which part of the request its path begins. */
export interface RequestIssue extends Issue {
  readonly part: RequestPart;
}

export const problemTitles: Readonly<Record<FailureCode, string>> = {
  invalid_input: 'The request is not valid',
  unauthorized: 'A valid credential is needed',
  forbidden: 'This credential may not do that',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  conflict: 'In conflict with what is there',
  too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  unprocessable: 'Cannot be carried out',
  rate_limited: 'Too many requests',
  internal: 'Internal error',
  unavailable: 'Not available just now',
};

/** A URN: an installation has no address that is the same for all, and this identifier must be. */
export function problemType(code: FailureCode): string {
  return `urn:foyer:problem:${code}`;
}

/** Answers with an RFC 9457 problem that `requestId` makes findable in the log. */
export function sendFailure(request: FastifyRequest, reply: FastifyReply, failure: Failure): FastifyReply {
  if (failure.status === 401) reply.header('www-authenticate', 'Bearer');
  if (failure.retryAfterSeconds !== undefined)
    reply.header('retry-after', String(Math.ceil(failure.retryAfterSeconds)));
  return reply
    .code(failure.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer((problem: unknown) => JSON.stringify(problem))
    .send(toProblem(failure, request));
}

function toProblem(failure: Failure, request: FastifyRequest): Record<string, unknown> {
  return {
    ...failure.facts,
    type: problemType(failure.code),
    title: problemTitles[failure.code],
    status: failure.status,
    detail: failure.detail,
    code: failure.code,
    ...(failure.reason !== undefined && { reason: failure.reason }),
    requestId: request.id,
    ...(failure.issues.length > 0 && { errors: failure.issues.map((issue) => toProblemError(issue, request)) }),
  };
}

/** A body's issue has a JSON pointer; a parameter's has its name, for there is no document to point into. */
function toProblemError(issue: Issue | RequestIssue, request: FastifyRequest): Record<string, unknown> {
  const { path, message: detail } = issue;
  const part = 'part' in issue ? issue.part : partOfVerbIssue(issue, request);
  if (part !== 'body') return { detail, parameter: path.join('.') };
  return { detail, pointer: `#${path.map((step) => `/${escapePointer(String(step))}`).join('')}` };
}

/** A verb names fields without knowing where they stood: in the body, or in the query where there was no body. */
function partOfVerbIssue({ path }: Issue, request: FastifyRequest): RequestPart {
  const isForm = request.headers['content-type']?.startsWith('multipart/') ?? false;
  const hasBody = isForm || (request.body !== undefined && request.body !== null);
  return hasBody || path.length === 0 ? 'body' : 'query';
}

/** RFC 6901, and percent-encoded because it stands in a URI fragment. */
function escapePointer(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1').toWellFormed());
}
