import { z } from 'zod';
import { timeInput } from '../../kernel/times.ts';
import { stages } from './lead.ts';
import { type LeadInput, leadInputSchema, variablesInput } from './lead-input.ts';

/** By what a lead can be found to be there already. */
export const contactPoints = ['externalId', 'email', 'phone'] as const;
export type ContactPoint = (typeof contactPoints)[number];

/** What is wished of the first attempt to reach a lead. */
export const firstContactSchema = z
  .strictObject({
    channel: z.string().max(60).optional().describe("One of its workflow's cadence; another is not used."),
    text: z.string().trim().min(1).max(4096).optional().describe('Said in place of what the agent would say.'),
  })
  .describe("How the agent writes first, where its workflow's cadence has it do so; when, the cadence says.");
export type FirstContact = z.infer<typeof firstContactSchema>;

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
  firstContact: firstContactSchema.optional(),
  reachOut: z
    .boolean()
    .optional()
    .describe("false: the agent does not write first, whatever its workflow's cadence says. It answers."),
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
  /** It enters no workflow yet, nor the default one. */
  readonly staysOut?: boolean;
}

/** What a new lead says of itself, without what becomes of it. */
export function leadInputOf(input: NewLead): LeadInput {
  const { workflow: _workflow, agentId: _agent, conversationId: _conversation, unique: _unique, ...lead } = input;
  const { stage: _stage, lostReason: _lost, needsHuman: _needs, needsHumanReason: _why, ...said } = lead;
  const { variables: _variables, consent: _consent, importedAt: _imported, ...rest } = said;
  const { reachOut: _reach, firstContact: _first, ...own } = rest;
  return own;
}
