import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { bearerSecret } from '../../http/authenticate.ts';
import { type Face, sendFailureBody, statusIn } from '../../http/face.ts';
import type { Failure } from '../../http/failure.ts';
import { explainInvalid } from './explain-invalid.ts';

export const failureSchema = z
  .object({
    ok: z.literal(false),
    error: z.string().describe('A code or a sentence, for programs.'),
    message: z.string().optional().describe('For people.'),
    issues: z
      .array(z.object({ path: z.string().describe('Such as `formResponses.q1`.'), message: z.string() }))
      .optional()
      .describe('What is wrong with the request; with a 400 only.'),
  })
  .meta({ id: 'Failure' });
export type CoachbotFailure = z.infer<typeof failureSchema>;

/** Bearer keys, errors with `ok: false`; of its limits this API tells only `Retry-After`. */
export const coachbotFace: Face = {
  presentedSecret: bearerSecret,
  showLimits: () => undefined,
  statuses: { unprocessable: 400 },
  sendFailure: (request, reply, failure) =>
    sendFailureBody(reply, {
      status: statusIn(coachbotFace, failure.code),
      failure,
      body: toBody(failure, hasBody(request)),
    }),
  docs: {
    failureSchema,
    securitySchemes: {
      BearerAuth: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'ck_live_<32-hex>',
        description: "A key of the workspace, in this or any other of Foyer's formats.",
      },
    },
  },
};

/** The body of a failure, in the vendor's words where it has them. */
export function toBody(failure: Failure, hasBody: boolean): CoachbotFailure {
  const { code, detail, reason } = failure;
  switch (code) {
    case 'invalid_input':
    case 'unprocessable':
      return explainInvalid(failure, hasBody);
    case 'unauthorized': {
      if (reason !== 'missing_credential') return { ok: false, error: 'invalid_or_revoked', message: detail };
      return { ok: false, error: 'missing_api_key', message: 'Send a key: Authorization: Bearer <key>.' };
    }
    case 'not_found':
      return { ok: false, error: reason === 'unknown_address' ? 'Not found.' : 'Lead not found.' };
    case 'conflict':
      if (reason !== 'duplicate_lead') return { ok: false, error: 'conflict', message: detail };
      return { ok: false, error: 'duplicate_phone', message: 'Another lead has this phone number.' };
    case 'internal':
      return { ok: false, error: 'internal_error', message: detail };
    default:
      return { ok: false, error: code, message: detail };
  }
}

function hasBody({ body }: FastifyRequest): boolean {
  return body !== undefined;
}
