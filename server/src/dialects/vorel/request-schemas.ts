import { z } from 'zod';
import { optionalWholeNumber, wholeNumber } from '../../kernel/whole-number.ts';
import { createLeadSchema, leadFields } from '../../modules/leads/index.ts';
import { leadStatuses } from './schemas.ts';

// What this dialect takes. Keys it does not know are left alone: newer clients of the vendor send more.

/** A text that null clears, and blanks as well. */
const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .transform((given) => given || null)
    .nullable();

/** What the vendor takes of an intent, a timeline, a source. */
export const MOST_CHARACTERS = 40;

const leadFieldsTaken = {
  name: text(200),
  email: leadFields.email,
  phone: text(32).describe("With its country code, or in the national form of the workspace's country."),
  intent: text(MOST_CHARACTERS),
  timeline: text(MOST_CHARACTERS),
  qualification_score: z.int().min(0).max(100).nullable(),
  source: text(MOST_CHARACTERS),
  status: z.enum(leadStatuses).describe('`booked` follows from an appointment and cannot be set without one.'),
};
const attributes = createLeadSchema.shape.variables;

export const newLeadSchema = z.looseObject({
  conversation_id: z.uuid().describe('A conversation that has no lead yet.'),
  ...z.object(leadFieldsTaken).partial().shape,
  attributes: attributes.describe('What is known of the lead, by key.'),
  notes: text(5000).optional(),
});
export type NewVorelLead = z.infer<typeof newLeadSchema>;

/** As long as the lead's own field, which other APIs fill: what it shows can be sent back. `checkLength` has the limit. */
const echoed = text(120).meta({ maxLength: MOST_CHARACTERS });

const changeable = {
  ...z.object({ ...leadFieldsTaken, intent: echoed, timeline: echoed, source: echoed }).partial().shape,
  attributes: attributes.describe('Merged into what is there, key by key; null removes a key.'),
};
export const leadChangeSchema = z
  .looseObject(changeable)
  .refine(
    (body) => Object.keys(changeable).some((key) => body[key] !== undefined),
    `Give at least one of: ${Object.keys(changeable).join(', ')}.`,
  );
export type VorelLeadChange = z.infer<typeof leadChangeSchema>;

export const newConversationSchema = z.looseObject({
  channel: z.enum(['whatsapp', 'voice', 'webform']),
  customer_identifier: z.string().trim().min(1).max(255).describe('Such as the phone number.'),
  customer_name: text(200).optional(),
  customer_language: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'Give a language such as en or pt-BR.')
    .nullable()
    .optional(),
});
export type NewVorelConversation = z.infer<typeof newConversationSchema>;

const page = {
  limit: z
    .preprocess(capAt100, wholeNumber(1, 100, 25))
    .default(25)
    .describe('Rows a page. More than 100 is read as 100.'),
  cursor: z.uuid().optional().describe("An earlier page's `next_cursor`. Leave out for the first page."),
};
export const listQuery = z.looseObject(page);
export type VorelListQuery = z.infer<typeof listQuery>;

export const listLeadsQuery = z.looseObject({
  ...page,
  stale_for_days: optionalWholeNumber(1, 365).describe(
    'Only qualified leads with whom nothing was said for more than so many days, or nothing ever.',
  ),
});

export const handoffBody = z
  .looseObject({
    reason: text(200).optional().describe('Why a person is needed.'),
    summary: text(1000).optional().describe('What a person should know before answering.'),
  })
  .optional();

/** An id that is none is answered as one that nobody has. */
export const idParams = z.strictObject({ id: z.string().meta({ format: 'uuid' }) });

function capAt100(given: unknown): unknown {
  return typeof given === 'string' && /^[0-9]+$/.test(given) ? String(Math.min(100, Number(given))) : given;
}
