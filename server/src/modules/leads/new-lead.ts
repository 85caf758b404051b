import { z } from 'zod';
import { timeInput } from '../../kernel/times.ts';
import { stages } from './lead.ts';
import { type LeadInput, leadInputSchema, variablesInput } from './lead-input.ts';

/** By what a lead can be found to be there already. */
export const contactPoints = ['externalId', 'email', 'phone'] as const;
export type ContactPoint = (typeof contactPoints)[number];

const newLeadFields = {
  workflow: z
    .string()
    .max(60)
    .optional()
    .describe("A workflow's key or id. The workspace's default where it is missing."),
  agentId: z.uuid().optional().describe("Who speaks with the lead. The workflow's agent where it is missing."),
  stage: z
    .enum(stages)
    .exclude(['booked'])
    .optional()
    .describe('Where it stands already: `new` where it is missing. An appointment makes it `booked`.'),
  lostReason: z.string().trim().min(1).max(500).nullable().optional(),
  needsHuman: z
    .boolean()
    .optional()
    .describe(
      'true: a person has the lead and is waited for, unless `owner` is `agent` here too. The agent is silent.',
    ),
  needsHumanReason: z.string().trim().min(1).max(500).nullable().optional(),
  variables: variablesInput.optional().describe('What is known for sure, by field key.'),
  conversationId: z
    .uuid()
    .optional()
    .describe('A conversation that has no lead yet: it becomes the lead’s. Without it one is opened.'),
  consent: z
    .strictObject({
      basis: z.string().trim().min(1).max(200).describe('Why the lead may be contacted, such as "form" or "contract".'),
      wordsShown: z.string().max(5000).optional().describe('The words the lead agreed to.'),
      givenAt: timeInput.optional(),
    })
    .optional(),
  importedAt: timeInput.optional().describe('When it was first created elsewhere.'),
};

export const createLeadSchema = leadInputSchema.extend({
  ...newLeadFields,
  unique: z
    .array(z.enum(contactPoints))
    .max(3)
    .optional()
    .describe('Another lead with the same contact point of these refuses this one with a 409 `duplicate_lead`.'),
});
export type NewLead = z.infer<typeof createLeadSchema>;

/** One of many in a transaction: without what would have locks taken for one after the other, in the order sent. */
export type BulkLead = Omit<NewLead, 'unique' | 'conversationId'>;

export const upsertLeadSchema = leadInputSchema.extend(newLeadFields);

export interface NewLeadOptions {
  /** Where it came in; that of its conversation, else `api`, where it is missing. */
  readonly channel?: string;
  /** Who sent it, on the timeline. */
  readonly summary?: string;
  /** Where in the request the lead's fields stood. */
  readonly path?: readonly string[];
}

/** What a new lead says of itself, without what becomes of it. */
export function leadInputOf(input: NewLead): LeadInput {
  const { workflow: _workflow, agentId: _agent, conversationId: _conversation, unique: _unique, ...lead } = input;
  const { stage: _stage, lostReason: _lost, needsHuman: _needs, needsHumanReason: _why, ...said } = lead;
  const { variables: _variables, consent: _consent, importedAt: _imported, ...own } = said;
  return own;
}
