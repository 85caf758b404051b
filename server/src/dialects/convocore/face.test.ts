import { describe, expect, it } from 'vitest';
import { failure } from '../../http/failure.ts';
import { convocoreFace, toBody } from './face.ts';

describe('the body of an error', () => {
  it.each([
    ['unauthorized', 'UNAUTHORIZED'],
    ['forbidden', 'FORBIDDEN'],
    ['not_found', 'NOT_FOUND'],
    ['conflict', 'CONFLICT'],
    ['method_not_allowed', 'METHOD_NOT_SUPPORTED'],
    ['too_large', 'PAYLOAD_TOO_LARGE'],
    ['unsupported_media_type', 'UNSUPPORTED_MEDIA_TYPE'],
    ['unprocessable', 'BAD_REQUEST'],
    ['rate_limited', 'TOO_MANY_REQUESTS'],
    ['internal', 'INTERNAL_SERVER_ERROR'],
    ['unavailable', 'SERVICE_UNAVAILABLE'],
    ['invalid_input', 'BAD_REQUEST'],
  ] as const)('of %s has the code %s and no key of ours', (code, theirs) => {
    const ours = { reason: 'why', facts: { leadId: 'x' }, retryAfterSeconds: 3 };
    expect(toBody(failure(code, 'What is wrong.', ours))).toStrictEqual({ message: 'What is wrong.', code: theirs });
  });

  it('names the fields in the messages of the issues, a verb’s by the names that they have here', () => {
    const issues = [
      { part: 'body', path: ['lead', 'email'], message: 'Give a text.' },
      { path: ['lead', 'phone'], message: 'No number.' },
      { path: ['lead', 'businessName'], message: 'Too long.' },
      { path: ['leads', '3', 'email'], message: 'No address.' },
      { path: [], message: 'Send a body.' },
    ];
    expect(toBody(failure('invalid_input', 'Five things.', { issues }))).toStrictEqual({
      message: 'Input validation failed',
      code: 'BAD_REQUEST',
      issues: [
        { message: 'lead.email: Give a text.' },
        { message: 'lead.phone: No number.' },
        { message: 'lead.metaData.company: Too long.' },
        { message: 'leads.3.userEmail: No address.' },
        { message: 'Send a body.' },
      ],
    });
  });

  it('tells a body that is no JSON, and an address where there is nothing', () => {
    expect(toBody(failure('invalid_input', 'No JSON.', { reason: 'malformed_json' })).code).toBe('PARSE_ERROR');
    expect(toBody(failure('not_found', 'Whatever.', { reason: 'unknown_address' }))).toEqual({
      message: 'Not found',
      code: 'NOT_FOUND',
    });
  });
});

it('tells who sends no secret how it is sent here', () => {
  const { message } = toBody(failure('unauthorized', 'Send X-API-Key.', { reason: 'missing_credential' }));
  expect(message).toContain('Bearer');
  expect(message).not.toContain('X-API-Key');
});

it('takes the secret as a Bearer alone', () => {
  expect(convocoreFace.presentedSecret({ authorization: 'Bearer abc' })).toBe('abc');
  expect(convocoreFace.presentedSecret({ authorization: 'abc' })).toBeUndefined();
  expect(convocoreFace.presentedSecret({ 'x-api-key': 'abc' })).toBeUndefined();
});
