import { z } from 'zod';
import { conditionSchema } from '../../engagement/workflow/condition.ts';
import { actionInputSchema } from './action.ts';
import { ruleEventSchema } from './rule-events.ts';

/** Ninety days. */
const MAX_DELAY_MINUTES = 129_600;

/** What may be said of an automation, when it is made and when it is changed. */
export const automationFields = {
  name: z.string().trim().min(1).max(120).describe('As the timeline names it.'),
  on: z.array(ruleEventSchema).min(1).max(50).describe('The events that it looks at.'),
  conditions: conditionSchema
    .nullable()
    .describe(
      'As in a workflow file, over variables by their key and facts by their name: `lead.stage`, `lead.tags`, `status.key`, `workflow.key`, `event.to`. Null: always.',
    ),
  action: actionInputSchema.describe('An HTTP request, or one verb of the API.'),
  delayMinutes: z
    .int()
    .min(0)
    .max(MAX_DELAY_MINUTES)
    .describe('How long to wait between the event and the action. The conditions must hold at both ends.'),
  retryUnknown: z
    .boolean()
    .describe(
      'Whether a request that may have arrived, but was not answered, is sent once more. It bears the same Idempotency-Key.',
    ),
  isPaused: z.boolean().describe('What happens while it is paused is not made up for.'),
};
