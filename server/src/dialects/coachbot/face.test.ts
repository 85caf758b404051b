import { expect, it } from 'vitest';
import { failure } from '../../http/failure.ts';
import { toBody } from './face.ts';

it.each([
  [failure('not_found', 'No lead with this id in this workspace.'), { ok: false, error: 'Lead not found.' }],
  [failure('not_found', 'Nothing.', { reason: 'unknown_address' }), { ok: false, error: 'Not found.' }],
  [
    failure('unauthorized', 'No key.', { reason: 'missing_credential' }),
    { ok: false, error: 'missing_api_key', message: 'Send a key: Authorization: Bearer <key>.' },
  ],
  [
    failure('unauthorized', 'Not valid.', { reason: 'invalid_credential' }),
    { ok: false, error: 'invalid_or_revoked', message: 'Not valid.' },
  ],
  [
    failure('conflict', 'Taken.', { reason: 'duplicate_lead', facts: { leadId: 'l1', by: 'phone' } }),
    { ok: false, error: 'duplicate_phone', message: 'Another lead has this phone number.' },
  ],
  [failure('forbidden', 'No scope.'), { ok: false, error: 'forbidden', message: 'No scope.' }],
  [failure('rate_limited', 'Slow down.'), { ok: false, error: 'rate_limited', message: 'Slow down.' }],
  [failure('method_not_allowed', 'GET only.'), { ok: false, error: 'method_not_allowed', message: 'GET only.' }],
  [failure('too_large', 'Too much.'), { ok: false, error: 'too_large', message: 'Too much.' }],
  [failure('unavailable', 'Shortly.'), { ok: false, error: 'unavailable', message: 'Shortly.' }],
  [failure('internal', 'Ours.'), { ok: false, error: 'internal_error', message: 'Ours.' }],
  [
    failure('invalid_input', 'The body is not JSON.', { reason: 'malformed_json' }),
    { ok: false, error: 'Request body must be valid JSON.' },
  ],
  [
    failure('invalid_input', 'Wrong.', { issues: [{ path: ['formResponses', 'q1'], message: 'Give a text.' }] }),
    { ok: false, error: 'Validation failed.', issues: [{ path: 'formResponses.q1', message: 'Give a text.' }] },
  ],
  [
    failure('invalid_input', 'The connection ended.'),
    { ok: false, error: 'Validation failed.', message: 'The connection ended.' },
  ],
  [
    failure('invalid_input', 'Two.', {
      issues: [
        { path: ['name'], message: 'No.' },
        { path: ['consent'], message: 'Yes.' },
      ],
    }),
    {
      ok: false,
      error: '`consent` must be true.',
      issues: [
        { path: 'name', message: 'No.' },
        { path: 'consent', message: 'Yes.' },
      ],
    },
  ],
])('%j reads %j', (given, body) => {
  expect(toBody(given, true)).toStrictEqual(body);
});
