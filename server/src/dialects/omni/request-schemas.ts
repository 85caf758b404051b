import { z } from 'zod';
import { newItemFields } from '../../modules/checklist/index.ts';
import { leadFields } from '../../modules/leads/index.ts';
import { fieldTypes, itemStatuses } from './words.ts';

/** A text that may be cleared: by null, or by an empty one, which is what a form sends for it. */
const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullable()
    .transform((text) => text || null);

/** What null says nothing of, as it is not a text that could be cleared. */
const orNothing = <T extends z.ZodType>(schema: T) =>
  schema
    .nullable()
    .transform((value) => value ?? undefined)
    .optional();

const checklistValues = z
  .array(
    z.looseObject({
      code: z.string().trim().min(1).max(100).describe("The item's code in the lead's checklist."),
      value: z
        .union([z.string().trim().max(10_000), z.number(), z.boolean()])
        .nullable()
        .optional(),
      status: orNothing(z.enum(itemStatuses)),
    }),
  )
  .max(500);

const writable = {
  lastName: optionalText(100).optional(),
  middleName: optionalText(100).optional(),
  email: optionalText(254).optional(),
  phoneNumber: optionalText(40).optional().describe('In any national form; kept as E.164.'),
  businessName: optionalText(200).optional(),
  externalLeadId: optionalText(200).optional(),
  timezone: optionalText(60).pipe(leadFields.timeZone).optional().describe('An IANA time zone.'),
  assigneeType: orNothing(z.enum(['agent', 'manual', 'AI_AGENT', 'HUMAN_AGENT'])).describe(
    '`agent` or `manual`; the words of the answer are taken as well.',
  ),
  didOptOut: orNothing(z.boolean()),
  emailVerified: orNothing(z.boolean()),
  checklistItems: orNothing(checklistValues),
  tags: orNothing(leadFields.tags).describe('Replaces all tags; an empty list clears them.'),
};
export type WritableFields = z.infer<z.ZodObject<typeof writable>>;
const firstName = z.string().trim().min(1).max(100);

export const createLeadBody = z.looseObject({ firstName, ...writable });
export type CreateLeadBody = z.infer<typeof createLeadBody>;

const status = orNothing(z.enum(['COMPLETED', 'IN_PROGRESS', 'NOT_INTERESTED', 'OPTED_OUT'])).describe(
  'REVIEW is computed and cannot be set. `didOptOut` must agree with it.',
);

const changes = { firstName: orNothing(firstName), ...writable, status };
const doesAgree = (body: { readonly status?: string | undefined; readonly didOptOut?: boolean | undefined }) =>
  body.status === undefined || body.didOptOut === undefined || body.didOptOut === (body.status === 'OPTED_OUT');
const disagreement = {
  path: ['didOptOut'],
  message: 'This must agree with status: true with OPTED_OUT, else false. Send one of the two.',
};

export const updateLeadBody = z
  .looseObject({ leadId: z.string().min(1).describe('The lead to update.'), ...changes })
  .refine(doesAgree, disagreement);

export const updateLeadByIdBody = z
  .looseObject({ leadId: z.string().optional().describe('The one of the path, where it is given.'), ...changes })
  .refine(doesAgree, disagreement);
export type UpdateLeadBody = z.infer<typeof updateLeadByIdBody>;

export const newChecklistItemBody = z.looseObject({
  label: newItemFields.label,
  fieldType: z.enum(fieldTypes),
  code: newItemFields.code,
  isRequired: z.boolean().default(true),
  config: newItemFields.config.nullable(),
  agentInstructions: optionalText(1000).optional(),
  clientInstructions: optionalText(1000).optional(),
  validationRules: z
    .union([z.string().trim().max(500), z.array(z.string().trim().min(1).max(500)).max(20)])
    .nullable()
    .optional()
    .describe('In plain words, one or several: what a person checks of a document.'),
});
export type NewChecklistItemBody = z.infer<typeof newChecklistItemBody>;

export const leadParams = z.strictObject({ leadId: z.string().describe("The lead's id.") });
