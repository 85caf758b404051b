import { z } from 'zod';
import { verbActionSchema } from './verbs.ts';

/** Headers that say where a message ends and goes, or that it is the same one: ours to say. */
const OURS =
  /^(host|content-length|transfer-encoding|connection|keep-alive|upgrade|expect|te|trailer|proxy-.*|idempotency-key)$/i;
const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, "A header's name has letters, digits and -.")
  .refine((name) => !OURS.test(name), 'This header is set by Foyer.');
const headerValue = z
  .string()
  .max(2000)
  .regex(/^[\t\x20-\x7e]*$/, 'The value of a header is printable ASCII on one line.');
const secretValue = z
  .string()
  .max(4000)
  .regex(/^[\x20-\x7e]+$/, 'The value of a header is printable ASCII.');

const shared = {
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
  url: z
    .string()
    .max(2000)
    .describe('Behind the host a template: `https://crm.example.com/leads/{{lead.externalId}}`.')
    .meta({ examples: ['https://crm.example.com/hooks/leads'] }),
  headers: z.record(headerName, headerValue).default({}).describe('Their values are templates.'),
  body: z
    .unknown()
    .optional()
    .describe(
      'JSON whose texts are templates: `{"name": "{{lead.name}}"}`. A text that is one place and nothing else becomes the value itself, a number or a list. Or a text, sent as plain text, or as a form where the Content-Type says so.',
    ),
};

const httpInputSchema = z.strictObject({
  http: z.strictObject({
    ...shared,
    secretHeaders: z
      .record(headerName, secretValue)
      .optional()
      .describe(
        'Sent with the others, kept sealed, and never shown again. Left out in a change they stay, where the host does.',
      ),
  }),
});
type HttpInput = z.infer<typeof httpInputSchema>;

const httpActionSchema = z.object({
  http: z.object({ ...shared, secretHeaders: z.array(z.string()).default([]).describe('Their names.') }),
});
export type HttpAction = z.infer<typeof httpActionSchema>;

export const actionInputSchema = z.union([httpInputSchema, verbActionSchema]);
export type ActionInput = z.infer<typeof actionInputSchema>;

/** As it is kept and shown: of the secret headers the names alone. */
export const storedActionSchema = z.union([httpActionSchema, verbActionSchema]);
export type StoredAction = z.infer<typeof storedActionSchema>;

export function isHttp(action: ActionInput): action is HttpInput;
export function isHttp(action: StoredAction): action is HttpAction;
export function isHttp(action: ActionInput | StoredAction): boolean {
  return 'http' in action;
}
