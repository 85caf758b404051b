type JsonObject = Readonly<Record<string, unknown>>;

const content: JsonObject = { 'application/json': { schema: { $ref: '#/components/schemas/ErrorEnvelope' } } };
const integer = { type: 'integer' } as const;
const retryAfter = { 'Retry-After': { schema: integer, description: 'Seconds to wait before trying again.' } };

/** The answers to what goes wrong, for an OpenAPI document's components. */
export const sharedResponses: Readonly<Record<string, JsonObject>> = {
  BadRequest: { description: 'The request is not valid; `message` names each field that is wrong.', content },
  Unauthorized: { description: 'No key, or one that is not valid, or not any more.', content },
  Forbidden: { description: 'The key lacks the scope that this needs; `message` names it.', content },
  NotFound: { description: 'There is none in this workspace; what belongs to another reads the same.', content },
  Conflict: { description: 'In conflict with what is there.', content },
  TooLarge: { description: 'The body is over 1 MB.', content },
  RateLimited: {
    description: 'More requests than the key may send in a minute.',
    headers: {
      ...retryAfter,
      'X-RateLimit-Limit': { schema: integer, description: 'Requests a window.' },
      'X-RateLimit-Remaining': { schema: integer, description: 'Requests left in this window.' },
      'X-RateLimit-Reset': { schema: integer, description: 'When the window is over, in Unix seconds.' },
    },
    content,
  },
  InternalError: { description: 'The fault is ours.', content },
  Unavailable: { description: 'Not available just now.', headers: retryAfter, content },
};
