import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { leadParams, readLead } from './get-lead.ts';
import { isSetByOthers, readScore } from './renew-score.ts';

const leadScoreSchema = z
  .object({
    score: z.int().nullable().describe("The lead's `qualificationScore`."),
    source: z
      .enum(['rules', 'set'])
      .nullable()
      .describe('rules: the points below. set: by API or an import; null gives it back to the rules.'),
    workflow: z.string().nullable().describe('The key of the workflow whose rules these are.'),
    rulesScore: z
      .int()
      .nullable()
      .describe('What the rules come to as things stand, held within 0 and 100; null while none counts.'),
    parts: z
      .array(
        z.object({
          label: z.string(),
          points: z.int(),
          counts: z.boolean().describe('Whether its points count as things stand.'),
        }),
      )
      .describe("Every rule, in the workflow's order; empty where the workflow has none."),
  })
  .meta({ id: 'LeadScore' });
type LeadScore = z.infer<typeof leadScoreSchema>;

/** A lead's score with what it is made of, as things stand. Raises `not_found`. */
export async function getLeadScore(ctx: Ctx, leadId: string): Promise<LeadScore> {
  requireScope(ctx, 'leads:read');
  return transaction(ctx, async (tctx) => {
    const { qualificationScore: score } = await readLead(tctx, leadId);
    const found = await readScore(tctx, leadId);
    const isSet = found ? isSetByOthers(found) : score !== null;
    const source = isSet ? 'set' : score === null ? null : 'rules';
    if (!found) return { score, source, workflow: null, rulesScore: null, parts: [] };
    return { score, source, workflow: found.workflow, rulesScore: found.score, parts: found.parts };
  });
}

export const getLeadScoreOperation = defineOperation({
  operationId: 'getLeadScore',
  method: 'GET',
  path: '/v1/leads/{leadId}/score',
  tag: 'Leads',
  summary: "Get a lead's score and its parts",
  description:
    "From 0 to 100, by the rules under `scoring` in the lead's workflow. It is renewed whenever what is known of the lead or its status changes; a score that was set by API stays until it is set to null.",
  auth: 'key',
  scope: 'leads:read',
  params: leadParams,
  success: { status: 200, description: 'The score.', schema: leadScoreSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getLeadScore(ctx, params.leadId),
});
