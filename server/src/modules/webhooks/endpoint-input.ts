import { z } from 'zod';
import type { Ctx } from '../../db/database.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { expandTypes } from '../events/index.ts';
import { conditionSchema } from './conditions.ts';
import { SECRET_PREFIX } from './native-webhooks.ts';
import type { WebhookDialect } from './webhook-dialect.ts';

const OURS = /^(host|content-length|content-type|transfer-encoding|connection|webhook-.*|x-.*signature)$/i;

const header = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^[\t\x20-\x7e]*$/, 'Use printable ASCII characters.');

export const endpointHeaders = z
  .record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), header)
  .refine((given) => Object.keys(given).length <= 10, 'At most ten headers.')
  .refine((given) => !Object.keys(given).some((name) => OURS.test(name)), 'Some of these headers are set by Foyer.')
  .describe('Sent along, such as Authorization. Their values are never shown.');

/** What an endpoint is made of, for making and changing one. */
export const endpointFields = {
  url: z.string().max(2_000).describe('Where events are sent: an address that begins with https://.'),
  description: z.string().trim().max(200).nullable(),
  events: z
    .array(z.string().min(1).max(60))
    .min(1)
    .max(100)
    .describe("Names of types, of the dialect's own; `lead.*` stands for all that begin so, `*` for all."),
  conditions: z.array(conditionSchema).max(10).describe('Events for which all of them hold are sent.'),
  isOrdered: z.boolean().describe("True keeps a lead's events in order: one that fails holds its later ones back."),
  includesLead: z.boolean().describe('True sends the lead along, as it is by then.'),
  mostRetries: z
    .int()
    .min(0)
    .max(20)
    .nullable()
    .describe('How often a delivery is tried again at most; null for the whole schedule.'),
  headers: endpointHeaders,
};

export const secretInput = z
  .string()
  .min(8)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'Use printable characters without spaces.')
  .optional()
  .describe('A secret of your own, in the form of the dialect. One is made where it is missing.');

/** Raises `invalid_input` for an address that nothing is ever sent to. */
export function requireAddress({ outbound }: Pick<Ctx, 'outbound'>, url: string): void {
  const message = /[\s\p{Cc}]/u.test(url) ? 'An address has no spaces or line breaks: write %20.' : outbound.judge(url);
  if (message === undefined) return;
  throw invalidInput('Nothing can be sent to this address.', [{ path: ['url'], message }]);
}

/** Raises `invalid_input` for events that the dialect does not have. */
export function requireTypes(dialect: WebhookDialect, events: readonly string[]): void {
  if (dialect.name === 'native') {
    expandTypes(events, ['events']);
    return;
  }
  const unknown = events.find((name) => name !== '*' && !dialect.eventTypes.includes(name));
  if (unknown === undefined) return;
  const message = `${JSON.stringify(unknown)} is no event of ${dialect.name}: it has ${dialect.eventTypes.join(', ')}.`;
  throw invalidInput('There are no such events.', [{ path: ['events'], message }]);
}

/** The given secret, or a new one. Raises `invalid_input` for one that the dialect cannot sign with. */
export function chooseSecret(dialect: WebhookDialect, given: string | undefined): string | null {
  if (given === undefined) return dialect.newSecret();
  const bytes = Buffer.from(given.slice(SECRET_PREFIX.length), 'base64');
  const isStandard = given.startsWith(SECRET_PREFIX) && bytes.length >= 24 && bytes.length <= 64;
  if (dialect.name !== 'native' || isStandard) return given;
  const message = 'Give whsec_ and 24 to 64 bytes in base64, or leave it out.';
  throw invalidInput('The secret cannot be used.', [{ path: ['secret'], message }]);
}

/** Whether an endpoint wants a type. */
export function wants(patterns: readonly string[], type: string): boolean {
  return patterns.some(
    (pattern) =>
      pattern === type || pattern === '*' || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))),
  );
}
