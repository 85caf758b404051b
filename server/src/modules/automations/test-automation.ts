import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import type { Condition } from '../../engagement/workflow/condition.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import type { EventType } from '../../kernel/event-types.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Automation, automationParams, readAutomation } from './automation.ts';
import { withRule } from './consider.ts';
import { holdsOf, lookupIn, readFacts } from './facts.ts';
import { type Firing, firingSchema, selectFirings } from './firing.ts';
import { renderAction } from './render-action.ts';
import { ruleEventSchema } from './rule-events.ts';

const trialSchema = z.strictObject({
  leadId: z.uuid(),
  event: z
    .strictObject({ type: ruleEventSchema, data: z.record(z.string(), z.unknown()).default({}) })
    .optional()
    .describe('What is to have happened; the first of `on`, without facts of its own, where it is left out.'),
});

const comparisonSchema = z.object({
  field: z.string(),
  operator: z.string(),
  value: z.unknown(),
  actual: z.unknown().describe('What is known; null where nothing is.'),
  holds: z.boolean(),
});

const trialResultSchema = z
  .object({
    matches: z.boolean().describe('Whether the event is one of its own and its conditions hold.'),
    comparisons: z.array(comparisonSchema).describe('Each comparison of the conditions by itself.'),
    action: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('What would be done or sent, without secret headers.'),
    error: z.string().nullable().describe('Why the action could not be done for this lead.'),
    missing: z.array(z.string()).describe('Values that it needs and nobody knows.'),
    firing: firingSchema.nullable().describe('That it is done for this lead already.'),
  })
  .meta({ id: 'AutomationTrial' });
export type AutomationTrial = z.infer<typeof trialResultSchema>;

/** What an automation would do for a lead, without any effect. Raises `not_found` for the automation or the lead. */
export async function testAutomation(
  ctx: Ctx,
  { automationId, leadId, event }: { automationId: string } & z.infer<typeof trialSchema>,
): Promise<AutomationTrial> {
  requireScope(ctx, 'leads:read');
  return transaction(ctx, async (tctx) => {
    const automation = await readAutomation(tctx, automationId);
    // Whose leads it acts on.
    const seen = { ...tctx, isTest: automation.isTest };
    const type: EventType | undefined = event?.type ?? automation.on[0];
    if (type === undefined) throw notFound('event');
    const happened = { id: ctx.newId(tctx.at), type, at: tctx.at, data: event?.data ?? {} };
    const facts = withRule(await readFacts(seen, leadId, happened), automation);
    const rendered = renderAction(automation.action, facts);
    const { conditions } = automation;
    return {
      matches: automation.on.some((one) => one === type) && holdsOf(conditions, facts),
      comparisons: conditions === null ? [] : comparisonsOf(conditions, facts),
      action:
        rendered.kind === 'request' ? { ...rendered.request } : rendered.kind === 'verb' ? { ...rendered.verb } : null,
      error: rendered.kind === 'refused' ? rendered.error : null,
      missing: rendered.kind === 'refused' ? [...rendered.missing] : [],
      firing: await findFiring(seen, automation, leadId),
    };
  });
}

function comparisonsOf(condition: Condition, facts: object): AutomationTrial['comparisons'] {
  if ('all' in condition) return condition.all.flatMap((part) => comparisonsOf(part, facts));
  if ('any' in condition) return condition.any.flatMap((part) => comparisonsOf(part, facts));
  const { field, operator, value = null } = condition;
  return [{ field, operator, value, actual: lookupIn(facts)(field) ?? null, holds: holdsOf(condition, facts) }];
}

async function findFiring({ tx, workspace }: TxCtx, { id }: Automation, leadId: string): Promise<Firing | null> {
  const [found] = await selectFirings(
    tx,
    tx`where f.workspace_id = ${workspace.id} and f.lead_id = ${leadId} and f.automation_id = ${id}`,
  );
  return found ?? null;
}

export const testAutomationOperation = defineOperation({
  operationId: 'testAutomation',
  method: 'POST',
  path: '/v1/automations/{automationId}/test',
  tag: 'Automations',
  summary: 'Try an automation out',
  description:
    'For one lead, without any effect: whether it would act, comparison by comparison, and what it would do or send. A live key tries one for test leads on test leads.',
  auth: 'key',
  scope: 'leads:read',
  params: automationParams,
  body: trialSchema,
  success: { status: 200, description: 'What would happen.', schema: trialResultSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, body }) => testAutomation(ctx, { ...params, ...body }),
});
