import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { bearerSecret } from '../../http/authenticate.ts';
import { type Face, sendFailureBody, statusIn } from '../../http/face.ts';
import type { Failure, FailureCode } from '../../http/failure.ts';
import type { Verdict } from '../../http/rate-limit.ts';
import { vendorPath, vendorScope } from './words.ts';

const codes = [
  'unauthorized',
  'forbidden',
  'rate_limited',
  'bad_request',
  'not_found',
  'conflict',
  'internal_error',
] as const;

export const errorEnvelopeSchema = z
  .object({
    error: z.object({
      code: z.enum(codes).describe('For programs.'),
      message: z.string().describe('For people; holds nothing that a log should not.'),
    }),
  })
  .meta({ id: 'ErrorEnvelope' });
type ErrorEnvelope = z.infer<typeof errorEnvelopeSchema>;

/** Bearer keys, `X-RateLimit-*`, and errors in one envelope with seven codes. */
export const vorelFace: Face = {
  presentedSecret: bearerSecret,
  showLimits,
  statuses: { unprocessable: 400 },
  sendFailure: (_request, reply, failure) =>
    sendFailureBody(reply, { status: statusIn(vorelFace, failure.code), failure, body: toEnvelope(failure) }),
  docs: {
    failureSchema: errorEnvelopeSchema,
    securitySchemes: {
      BearerAuth: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'vapk_<env>_<48-hex>',
        description:
          "A key of the workspace, in this or any other of Foyer's formats. `read` stands for `leads:read` and " +
          '`conversations:read`; what writes needs `leads:write` or `conversations:write`.',
      },
    },
  },
};

/** The envelope of a failure, in the vendor's words for codes, fields and scopes. */
export function toEnvelope(failure: Failure): ErrorEnvelope {
  return { error: { code: codeOf[failure.code], message: messageOf(failure) } };
}

/** The vendor has no more codes: what it has no word for is the client's fault or the server's. */
const codeOf: Readonly<Record<FailureCode, (typeof codes)[number]>> = {
  invalid_input: 'bad_request',
  unauthorized: 'unauthorized',
  forbidden: 'forbidden',
  not_found: 'not_found',
  method_not_allowed: 'bad_request',
  conflict: 'conflict',
  too_large: 'bad_request',
  unsupported_media_type: 'bad_request',
  unprocessable: 'bad_request',
  rate_limited: 'rate_limited',
  internal: 'internal_error',
  unavailable: 'internal_error',
};

const MOST_ISSUES = 10;

function messageOf({ detail, issues, reason, facts }: Failure): string {
  if (reason === 'missing_scope' && typeof facts.scope === 'string') {
    return `This key lacks the scope ${vendorScope(facts.scope)}. Create a key with it and use that one.`;
  }
  if (reason === 'missing_credential') return 'Send a key: Authorization: Bearer <key>.';
  if (reason === 'unknown_address')
    return "There is nothing at this address. The API's openapi.json lists what there is.";
  if (issues.length === 0) return detail;
  const named = issues
    .slice(0, MOST_ISSUES)
    .map(({ path, message }) => (path.length === 0 ? message : `${vendorPath(path)}: ${message}`));
  return [...named, ...(issues.length > MOST_ISSUES ? [`And ${issues.length - MOST_ISSUES} more.`] : [])].join(' ');
}

/** Of several windows the one that has least left. */
function showLimits(reply: FastifyReply, { states }: Verdict): void {
  const [tightest] = [...states].sort((one, other) => one.remaining - other.remaining);
  if (!tightest) return;
  reply.header('x-ratelimit-limit', String(tightest.limit));
  reply.header('x-ratelimit-remaining', String(tightest.remaining));
  reply.header('x-ratelimit-reset', String(Math.ceil(tightest.resetAt.getTime() / 1000)));
}
