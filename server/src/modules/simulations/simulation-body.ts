import { z } from 'zod';
import { timeInput } from '../../kernel/times.ts';
import { autonomies } from '../agents/index.ts';
import { MAX_STEPS, MAX_TEXT_LENGTH } from './parse-transcript.ts';

const message = z.strictObject({
  from: z
    .enum(['lead', 'person'])
    .default('lead')
    .describe('`person`: somebody of the team, who has the lead from then on.'),
  text: z.string().trim().min(1).max(MAX_TEXT_LENGTH),
  channel: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .optional()
    .describe('Of the lead; where something was said last if missing.'),
  at: timeInput.optional().describe('When it is said; at once where it is missing. Not before the message above it.'),
});

const point = (max: number) => z.string().trim().min(1).max(max).optional();

/** What a simulation is given: the conversation, who the lead is, when it begins, and what to try in place of the stored workflow. */
export const simulationBody = z
  .strictObject({
    messages: z.array(message).max(MAX_STEPS).describe('In the order in which they are said.'),
    lead: z
      .strictObject({
        name: point(200),
        email: point(254),
        phone: point(40),
        channel: point(60).describe('`web_chat` where it is missing.'),
      })
      .optional()
      .describe('What is known of the lead before its first word.'),
    startAt: timeInput.optional().describe('When the lead comes in; now where it is missing.'),
    until: timeInput.optional().describe('How long nobody says anything after the last message.'),
    autonomy: z.enum(autonomies).optional().describe("In place of the agent's own."),
    approveDrafts: z.boolean().optional().describe('Whether each draft of an agent that listens is approved at once.'),
    version: z
      .int()
      .min(1)
      .max(2_147_483_647)
      .optional()
      .describe('A version of the workflow; the newest where it is missing.'),
    source: z
      .string()
      .min(1)
      .max(262_144)
      .optional()
      .describe('A workflow file as text (YAML), in place of what is stored.'),
    definition: z.record(z.string(), z.unknown()).optional().describe('The same as JSON.'),
  })
  .refine(
    ({ source, definition, version }) => [source, definition, version].filter((one) => one !== undefined).length <= 1,
    { message: 'Give one of `version`, `source` and `definition`, or none.' },
  );
export type SimulationBody = z.infer<typeof simulationBody>;
