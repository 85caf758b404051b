// What an operator writes in a workflow file. One schema gives validation, types and docs/workflow.schema.json.
import { z } from 'zod';
import { cadenceSchema } from '../cadence/cadence-schema.ts';
import { assignmentSchema } from './assignment-schema.ts';
import { bookingSchema } from './booking-schema.ts';
import { checklistGroupSchema } from './checklist-schema.ts';
import { conditionSchema } from './condition.ts';
import { fieldSchema } from './field-schema.ts';
import { key, label, sentence, slug } from './primitives.ts';
import { scoringSchema } from './scoring-schema.ts';
import { statusSchema } from './status-schema.ts';

const agent = z.strictObject({
  name: label.describe('The name it introduces itself by.'),
  role: label.describe('Read in "I am Mia, {role}": write it with its article.'),
  tone: z.enum(['friendly', 'formal', 'brief']).default('friendly').describe('How it words things.'),
  greeting: sentence.optional().describe('The first words; that it is an assistant is added where they do not say so.'),
  language: z.enum(['en']).default('en').describe('The language it speaks.'),
});

const disqualification = z.strictObject({
  key,
  when: conditionSchema.describe('The lead does not fit once this holds.'),
  reason: sentence.describe('Noted on the lead; never shown to it.'),
  say: sentence.describe('What the agent says, kindly.'),
});

const handover = z.strictObject({
  when: conditionSchema.optional().describe('A person takes over once this holds.'),
  words: z.array(label).max(50).default([]).describe('Words upon which a person takes over ("lawyer", "complaint").'),
  say: sentence.optional().describe('What the agent says as it hands over.'),
});

const commonAnswer = z.strictObject({
  key,
  questions: z.array(sentence).min(1).max(50).describe('Ways in which people ask it.'),
  answer: sentence.describe('What the agent answers, before it goes on.'),
});

const knowledge = z.strictObject({
  minConfidence: z
    .number()
    .min(0)
    .max(1)
    .default(0.6)
    .describe(
      "How sure the agent must be, from 0 to 1, to answer from the workspace's knowledge. Below it asks a person.",
    ),
});

export const workflowSchema = z.strictObject({
  key: slug.describe('Its name in links and in the API: lower-case letters, digits and -. Keep it when you edit.'),
  name: label.describe('The name people read.'),
  description: sentence.optional().describe('A note for your team.'),
  goal: z
    .enum(['appointment', 'qualification', 'collection'])
    .describe('appointment: book one. qualification: find out whether it fits. collection: complete a checklist.'),
  agent: agent.describe('Who speaks.'),
  fields: z.array(fieldSchema).max(100).describe('What to find out, in the order in which it is asked.'),
  statuses: z.array(statusSchema).min(1).max(50).describe('The steps of the pipeline, in order.'),
  disqualify: z.array(disqualification).max(50).default([]).describe('Rules by which a lead does not fit.'),
  scoring: z
    .array(scoringSchema)
    .max(100)
    .default([])
    .describe('Rules that give a lead its score from 0 to 100: the points of all that hold.'),
  handover: handover.optional().describe('When a person takes over, besides when the lead asks for one.'),
  checklist: z.array(checklistGroupSchema).max(50).default([]).describe('What the lead must give or send, in groups.'),
  booking: bookingSchema.optional().describe('The calendar; needed where the goal is appointment.'),
  cadence: cadenceSchema.optional().describe('How a silent lead is reached; without it nobody is written to unasked.'),
  answers: z.array(commonAnswer).max(200).default([]).describe('Answers to common questions.'),
  knowledge: knowledge
    .default({ minConfidence: 0.6 })
    .describe("How answers are taken from the workspace's knowledge, where `answers` has none."),
  assignment: assignmentSchema
    .optional()
    .describe('Whose lead it becomes when it is qualified or booked, or when a person is needed.'),
  brain: z
    .enum(['rules', 'model'])
    .optional()
    .describe('rules: no language model is asked, whatever the workspace has connected. model, or nothing: one is.'),
  closing: sentence.optional().describe('What the agent says when all is known and nothing is left to book.'),
});

export type WorkflowDefinition = z.infer<typeof workflowSchema>;

export type { AssignmentRule } from './assignment-schema.ts';
export type { BookableResource, BookingRule, Weekday } from './booking-schema.ts';
export { bookingSchema, hours as weeklyHoursSchema, weekdays } from './booking-schema.ts';
export type { ChecklistGroup } from './checklist-schema.ts';
export type { FieldType, WorkflowField } from './field-schema.ts';
export type { ScoringRule } from './scoring-schema.ts';
export type { TransferRule, WorkflowStatus } from './status-schema.ts';
export { statusCategories } from './status-schema.ts';
