import { type FailureCode, failureCodes, failureStatus } from '../failure.ts';
import { problemTitles, problemType } from '../problems.ts';

const text = { type: 'string' } as const;

/** An RFC 9457 problem as problems.ts writes it. */
export const problemSchema = {
  type: 'object',
  description: 'An error (RFC 9457). Some problems have further members that say more.',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'The same on every installation.' },
    title: { ...text, description: 'The same for every problem of this type.' },
    status: { type: 'integer' },
    detail: { ...text, description: 'What happened and what to do, for a person to read.' },
    code: { ...text, enum: [...failureCodes], description: 'For programs to switch on.' },
    reason: { ...text, description: 'A narrower word than `code`, where there is one, such as `slot_taken`.' },
    requestId: { ...text, description: 'Finds this request in the log.' },
    errors: {
      type: 'array',
      description: 'Everything that is wrong with the request.',
      items: {
        type: 'object',
        required: ['detail'],
        properties: {
          detail: { ...text, description: 'What to do about it.' },
          pointer: { ...text, description: 'Where in the body: a JSON Pointer as a URI fragment, such as `#/email`.' },
          parameter: { ...text, description: 'Which parameter of the path or the query.' },
        },
      },
    },
  },
} as const;

/** What such an answer looks like. */
export function problemExample(code: FailureCode, detail: string): Record<string, unknown> {
  return {
    type: problemType(code),
    title: problemTitles[code],
    status: failureStatus[code],
    detail,
    code,
    requestId: '0190a3c1-7c1f-7d3e-9d2a-3f6f0c9b1e55',
    ...(code === 'invalid_input' && { errors: [{ detail: 'This is required: give a text.', pointer: '#/text' }] }),
  };
}
