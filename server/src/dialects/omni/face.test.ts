import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { type Failure, failure } from '../../http/failure.ts';
import { omniFace } from './face.ts';

async function send(what: Failure) {
  const app = Fastify();
  app.get('/', (request, reply) => omniFace.sendFailure(request, reply, what));
  const { statusCode, headers, body } = await app.inject('/');
  return { statusCode, headers, body: JSON.parse(body) };
}

it.each([
  [failure('internal', 'Something went wrong.'), 500, 'internal_error'],
  [failure('unavailable', 'Too busy.', { retryAfterSeconds: 1.2 }), 503, 'unavailable'],
  [failure('conflict', 'It is there already.', { reason: 'code_used' }), 400, 'bad_request'],
  [failure('unprocessable', 'It cannot be done.'), 400, 'bad_request'],
  [failure('unsupported_media_type', 'Send something else.'), 400, 'bad_request'],
])('%o is a %i', async (what, status, error) => {
  const { statusCode, headers, body } = await send(what);
  expect([statusCode, body]).toEqual([status, { error, message: what.detail, requestId: expect.any(String) }]);
  expect(headers['retry-after']).toBe(status === 503 ? '2' : undefined);
  expect(headers['x-request-id']).toBe(body.requestId);
});

it("calls a verb's fields by Omni's names, and its own as they are", async () => {
  const verb = { path: ['phone'], message: 'This is no phone number.' };
  const own = { path: ['phone'], message: 'Nobody reads this.', part: 'body' };
  const { body } = await send(failure('invalid_input', 'Two things.', { issues: [verb, own] }));
  expect(body.issues.map((issue: { path: unknown }) => issue.path)).toEqual([['phoneNumber'], ['phone']]);
  expect(body.message).toBe('phoneNumber: This is no phone number. phone: Nobody reads this.');
});
