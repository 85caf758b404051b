import { expect, it } from 'vitest';
import { failure } from '../../http/failure.ts';
import { toError } from './face.ts';

const issues = (...paths: (string | number)[][]) => ({ issues: paths.map((path) => ({ path, message: 'Wrong.' })) });

it.each([
  [
    failure('unauthorized', '', { reason: 'missing_credential' }),
    { error: 'Missing API key', message: 'Please provide your API key in the X-API-Key header' },
  ],
  [
    failure('unauthorized', '', { reason: 'invalid_credential' }),
    { error: 'Invalid API key', message: 'The provided API key is not valid' },
  ],
  [
    failure('not_found', 'No lead.'),
    { error: 'Not found', message: 'Lead not found or does not belong to your account' },
  ],
  [
    failure('not_found', '', { reason: 'unknown_address' }),
    { error: 'Not found', message: 'There is nothing at this address' },
  ],
  [failure('forbidden', 'No scope.'), { error: 'Forbidden', message: 'No scope.' }],
  [failure('method_not_allowed', 'GET only.'), { error: 'Method not allowed', message: 'GET only.' }],
  [failure('conflict', 'Taken.'), { error: 'Conflict', message: 'Taken.' }],
  [failure('too_large', 'Over 1 MB.'), { error: 'Payload too large', message: 'Over 1 MB.' }],
  [failure('rate_limited', 'Slow down.'), { error: 'Rate limit exceeded', message: 'Slow down.' }],
  [failure('internal', 'Ours.'), { error: 'Internal server error', message: 'Ours.' }],
  [failure('unavailable', 'Shortly.'), { error: 'Service unavailable', message: 'Shortly.' }],
  [failure('invalid_input', 'No JSON.', { reason: 'malformed_json' }), { error: 'Invalid JSON', message: 'No JSON.' }],
  [
    failure('invalid_input', '', issues(['givenName'], ['workflow'], ['metadata', 'workflow', 0], [])),
    {
      error: 'Validation error',
      message: 'first_name: Wrong. workflow_id: Wrong. metadata.workflow.0: Wrong. Wrong.',
    },
  ],
])('%j reads %j', (given, body) => {
  expect(toError(given)).toStrictEqual(body);
});

it('names ten fields at most, and says how many more there are', () => {
  const { message } = toError(
    failure('invalid_input', '', issues(...Array.from({ length: 12 }, (_, at) => [`f${at}`]))),
  );
  expect(message).toMatch(/^f0: Wrong\. .* f9: Wrong\. And 2 more\.$/);
});
