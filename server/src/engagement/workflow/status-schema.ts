import { z } from 'zod';
import { conditionSchema } from './condition.ts';
import { key, label, slug } from './primitives.ts';

export const statusCategories = ['active', 'won', 'lost', 'paused', 'deferred'] as const;

const statusFlags = [
  'initial',
  'terminal',
  'contacted',
  'engaged',
  'qualified',
  'booking_target',
  'pauses_agent',
] as const;

const gate = z.strictObject({
  requires: z.array(key).optional().describe('Fields that must be known to enter this status.'),
  rules: conditionSchema.optional().describe('What must hold to enter this status.'),
  autoEvaluate: z.boolean().default(false).describe('Enter by itself as soon as the gate holds.'),
});

const timeout = z.strictObject({
  after: z.number().positive().describe('How long a lead may stay here.'),
  unit: z.enum(['minutes', 'hours', 'days']).describe('What `after` counts.'),
  to: key.describe('The status to which it then goes.'),
});

const transfer = z.strictObject({
  workflow: slug.describe('The key of the workflow in which the lead begins anew.'),
  copyFields: z
    .record(key, key)
    .optional()
    .describe(
      'Fields that are called otherwise there: key here to key there. Those of one key are known there anyway.',
    ),
});
export type TransferRule = z.infer<typeof transfer>;

/** A step of the workflow's pipeline. */
export const statusSchema = z.strictObject({
  key,
  label: label.describe('The name people read.'),
  category: z.enum(statusCategories).describe('What the status means for the lead, whatever its name.'),
  flags: z
    .array(z.enum(statusFlags))
    .default([])
    .describe(
      'initial: where a lead begins (exactly one). terminal: the end. contacted, engaged, qualified: reached when the agent wrote, the lead answered, all is known. booking_target: reached by a booking. pauses_agent: the agent is silent here.',
    ),
  gate: gate.optional().describe('What must be true to enter this status.'),
  timeout: timeout.optional().describe('Where a lead goes that stays here too long.'),
  transfer: transfer.optional().describe('The workflow in which the lead goes on from this terminal status.'),
});

export type WorkflowStatus = z.infer<typeof statusSchema>;
