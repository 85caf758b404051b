import { z } from 'zod';
import { bearerSecret } from '../../http/authenticate.ts';
import { type Face, sendFailureBody, statusIn } from '../../http/face.ts';
import type { Failure, FailureCode } from '../../http/failure.ts';
import type { Issue } from '../../kernel/errors.ts';

/** The vendor's own: these keys and no others. */
const failureSchema = z
  .strictObject({
    message: z.string(),
    code: z.string(),
    issues: z.array(z.strictObject({ message: z.string() })).optional(),
  })
  .meta({ id: 'Error' });

/** As tRPC names them, with which this API is made. */
const codes: Readonly<Record<FailureCode, string>> = {
  invalid_input: 'BAD_REQUEST',
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  method_not_allowed: 'METHOD_NOT_SUPPORTED',
  conflict: 'CONFLICT',
  too_large: 'PAYLOAD_TOO_LARGE',
  unsupported_media_type: 'UNSUPPORTED_MEDIA_TYPE',
  unprocessable: 'BAD_REQUEST',
  rate_limited: 'TOO_MANY_REQUESTS',
  internal: 'INTERNAL_SERVER_ERROR',
  unavailable: 'SERVICE_UNAVAILABLE',
};

/** Bearer secrets; `{message, code, issues?}` for errors; of the limits `Retry-After` alone is told. */
export const convocoreFace: Face = {
  presentedSecret: bearerSecret,
  showLimits: () => undefined,
  statuses: { unprocessable: 400 },
  sendFailure: (_request, reply, failure) =>
    sendFailureBody(reply, { status: statusIn(convocoreFace, failure.code), failure, body: toBody(failure) }),
  docs: {
    failureSchema,
    securitySchemes: { Authorization: { type: 'http', scheme: 'bearer' } },
  },
};

/** The body of a failure. */
export function toBody({ code, detail, reason, issues }: Failure): z.infer<typeof failureSchema> {
  if (issues.length > 0) {
    return { message: 'Input validation failed', code: codes[code], issues: issues.map(toIssue) };
  }
  if (reason === 'malformed_json') return { message: detail, code: 'PARSE_ERROR' };
  if (reason === 'missing_credential') {
    return { message: "Send the workspace's secret: Authorization: Bearer <secret>.", code: codes[code] };
  }
  if (reason === 'unknown_address') return { message: 'Not found', code: codes[code] };
  return { message: detail, code: codes[code] };
}

/** What the verbs' inputs are called here. */
const names: ReadonlyMap<string | number, string> = new Map([
  ['businessName', 'metaData.company'],
  ['website', 'metaData.website'],
  ['source', 'metaData.source'],
  ['lostReason', 'metaData.lostReason'],
  ['qualificationNotes', 'metaData.notes'],
  ['metadata', 'metaData'],
  ['qualificationScore', 'hotScore'],
  ['text', 'rawText'],
]);

/** The same in a row of an import. */
const rowNames: ReadonlyMap<string | number, string> = new Map([
  ['email', 'userEmail'],
  ['name', 'userName'],
  ['phone', 'userPhone'],
  ['businessName', 'userCompany'],
  ['website', 'userWebsite'],
  ['qualificationNotes', 'notes'],
]);

/** An issue has no path of its own: its message begins with it. */
function toIssue({ path, message, ...rest }: Issue): { message: string } {
  const ours = path[0] === 'leads' ? rowNames : names;
  const steps = 'part' in rest ? path : path.map((step) => ours.get(step) ?? step);
  return { message: steps.length === 0 ? message : `${steps.join('.')}: ${message}` };
}
