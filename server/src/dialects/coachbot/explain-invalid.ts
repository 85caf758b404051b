import type { Failure } from '../../http/failure.ts';
import type { CoachbotFailure } from './face.ts';

/**
 * A 400 in the vendor's words. A missing consent is said before all else, as nobody may be contacted without; `issues`
 * name whatever else is wrong with the request.
 */
export function explainInvalid({ reason, issues, detail }: Failure, hasBody: boolean): CoachbotFailure {
  const isEmptyBody = !hasBody && issues.some((issue) => 'part' in issue && issue.part === 'body');
  if (reason === 'malformed_json' || isEmptyBody) {
    return { ok: false, error: 'Request body must be valid JSON.' };
  }
  const isWithoutConsent = issues.some(({ path }) => path[0] === 'consent');
  return {
    ok: false,
    error: isWithoutConsent ? '`consent` must be true.' : 'Validation failed.',
    ...(issues.length === 0 && { message: detail }),
    ...(issues.length > 0 && { issues: issues.map(({ path, message }) => ({ path: path.join('.'), message })) }),
  };
}
