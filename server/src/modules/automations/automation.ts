import { z } from 'zod';
import type { Tx, TxCtx } from '../../db/database.ts';
import { conditionSchema } from '../../engagement/workflow/condition.ts';
import { notFound } from '../../kernel/errors.ts';
import { storedActionSchema } from './action.ts';
import { ruleEventSchema } from './rule-events.ts';

export const automationSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    on: z.array(ruleEventSchema),
    conditions: conditionSchema.nullable(),
    action: storedActionSchema,
    delayMinutes: z.int(),
    retryUnknown: z.boolean(),
    isPaused: z.boolean(),
    isTest: z.boolean().describe('Acts on test leads, and on no others.'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Automation' });
export type Automation = z.infer<typeof automationSchema>;

interface AutomationRow extends Omit<Automation, 'createdAt' | 'updatedAt'> {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Automations that fit `condition` (a `where` over `a`, and what follows it), in its order. */
export async function selectAutomations(tx: Tx, condition: ReturnType<Tx>): Promise<Automation[]> {
  const rows = await tx<AutomationRow[]>`
    select a.id, a.name, a.events as "on", a.conditions, a.action, a.delay_minutes, a.retries_unknown as retry_unknown,
      a.is_paused, a.is_test, a.created_at, a.updated_at
    from automations a ${condition}`;
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** One automation, for verbs that answer with what they wrote. Raises `not_found`. */
export async function readAutomation(ctx: TxCtx, automationId: string): Promise<Automation> {
  const { tx, workspace } = ctx;
  const [found] = await selectAutomations(
    tx,
    tx`where a.workspace_id = ${workspace.id} and a.id = ${automationId} ${visibleAutomations(ctx)}`,
  );
  if (!found) throw notFound('automation');
  return found;
}

/** A test key manages what acts on test leads only: it must not reach what is live by way of a rule. */
export function visibleAutomations({ tx, isTest }: TxCtx) {
  return isTest ? tx`and a.is_test` : tx``;
}

export const automationParams = z.strictObject({ automationId: z.uuid().describe("The automation's id.") });
