import { z } from 'zod';
import { conditionSchema } from './condition.ts';
import { key, label } from './primitives.ts';

/** A rule that gives or takes points. */
export const scoringSchema = z
  .strictObject({
    label: label.describe('What it tells of the lead, as people read it beside its points.'),
    points: z.int().min(-100).max(100).describe('What it adds to the score; below 0 it takes away.'),
    when: conditionSchema.optional().describe('It counts while this holds. What is not known yet never counts.'),
    statuses: z.array(key).min(1).max(50).optional().describe('It counts only while the lead is in one of these.'),
  })
  .refine(({ when, statuses }) => when !== undefined || statuses !== undefined, 'give `when`, `statuses` or both');

export type ScoringRule = z.infer<typeof scoringSchema>;
