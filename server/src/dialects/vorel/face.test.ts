import { expect, it } from 'vitest';
import { failure } from '../../http/failure.ts';
import { toEnvelope } from './face.ts';

it.each([
  [failure('not_found', 'No lead.'), { code: 'not_found', message: 'No lead.' }],
  [failure('conflict', 'Taken.'), { code: 'conflict', message: 'Taken.' }],
  [failure('unauthorized', 'No key.'), { code: 'unauthorized', message: 'No key.' }],
  [
    failure('unauthorized', 'No key.', { reason: 'missing_credential' }),
    { code: 'unauthorized', message: 'Send a key: Authorization: Bearer <key>.' },
  ],
  [failure('rate_limited', 'Slow down.'), { code: 'rate_limited', message: 'Slow down.' }],
  [failure('internal', 'Ours.'), { code: 'internal_error', message: 'Ours.' }],
  [failure('unavailable', 'Shortly.'), { code: 'internal_error', message: 'Shortly.' }],
  [failure('method_not_allowed', 'GET only.'), { code: 'bad_request', message: 'GET only.' }],
  [failure('too_large', 'Too much.'), { code: 'bad_request', message: 'Too much.' }],
  [failure('unprocessable', 'Not so.'), { code: 'bad_request', message: 'Not so.' }],
  [
    failure('forbidden', 'No.', { reason: 'missing_scope', facts: { scope: 'leads:read' } }),
    { code: 'forbidden', message: 'This key lacks the scope read. Create a key with it and use that one.' },
  ],
  [
    failure('forbidden', 'No.', { reason: 'missing_scope', facts: { scope: 'leads:write' } }),
    { code: 'forbidden', message: 'This key lacks the scope leads:write. Create a key with it and use that one.' },
  ],
  [
    failure('invalid_input', 'Four.', {
      issues: [
        { path: ['qualificationScore'], message: 'A.' },
        { path: ['variables', 'fooBar', 0], message: 'B.' },
        { path: ['stage'], message: 'C.' },
        { path: [], message: 'D.' },
      ],
    }),
    { code: 'bad_request', message: 'qualification_score: A. attributes.fooBar.0: B. status: C. D.' },
  ],
  [
    failure('invalid_input', 'Many.', {
      issues: Array.from({ length: 12 }, (_, index) => ({ path: [`f${index}`], message: 'No.' })),
    }),
    {
      code: 'bad_request',
      message: `${Array.from({ length: 10 }, (_, index) => `f${index}: No.`).join(' ')} And 2 more.`,
    },
  ],
])('%j reads %j', (given, error) => {
  expect(toEnvelope(given)).toStrictEqual({ error });
});
