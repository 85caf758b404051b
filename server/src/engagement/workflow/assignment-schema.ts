import { z } from 'zod';

/** Who of the team gets a lead. */
export const assignmentSchema = z.strictObject({
  mode: z
    .enum(['round_robin', 'least_loaded'])
    .describe('round_robin: one after the other. least_loaded: who has the fewest leads that are not over.'),
  members: z
    .array(z.email('write an e-mail address of a member').max(254))
    .min(1)
    .max(200)
    .optional()
    .describe('E-mail addresses of the members who take turns, in this order; the whole team but viewers otherwise.'),
});

export type AssignmentRule = z.infer<typeof assignmentSchema>;
