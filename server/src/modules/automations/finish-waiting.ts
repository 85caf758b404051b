import type { TxCtx } from '../../db/database.ts';
import type { ClaimedStimulus } from '../../jobs/claim-stimulus.ts';
import { act } from './act.ts';
import { type Automation, selectAutomations } from './automation.ts';
import { withRule } from './consider.ts';
import { holdsOf, type RuleEvent, readFacts } from './facts.ts';
import { finish } from './finish.ts';
import { personOf } from './rules.ts';

/** A stimulus: a firing's time has come. release_automations makes it. */
export const AUTOMATION_DUE = 'automation_due';

interface Due {
  readonly automationId: string;
  readonly leadId: string;
  readonly event: RuleEvent;
  readonly isAskedFor: boolean;
}

/** Does what has waited for its time, or what somebody asked for, if it is still to be done. */
export async function finishWaiting(ctx: TxCtx, { leadId, payload, attempts }: ClaimedStimulus): Promise<void> {
  const firingId = String(payload.firingId);
  const due = await lockDue(ctx, firingId);
  const rule = due && (await readRule(ctx, due.automationId));
  if (!due || !rule) return;
  const acting = { firingId, leadId, automation: rule };
  const obstacle = await obstacleOf(ctx, due, { firingId, leadId, rule });
  if (obstacle !== undefined) return finish(ctx, acting, { state: 'skipped', words: obstacle });
  const facts = withRule(await readFacts(ctx, leadId, due.event), rule);
  if (!due.isAskedFor && !holdsOf(rule.conditions, facts))
    return finish(ctx, acting, { state: 'skipped', words: 'its conditions do not hold any more' });
  await act(ctx, { ...acting, action: rule.action, facts, mayTryAgain: attempts === 0 });
}

interface EventColumns {
  readonly eventId: string;
  readonly eventType: RuleEvent['type'];
  readonly eventAt: Date;
  readonly eventData: RuleEvent['data'];
}

/** The firing, where its lead is there and it is still due. */
async function lockDue({ tx, workspace }: TxCtx, firingId: string): Promise<Due | undefined> {
  const [row] = await tx<(Omit<Due, 'event'> & EventColumns)[]>`
    select automation_id, lead_id, is_asked_for, event_id, event_type, event_at, event_data from automation_firings
    where workspace_id = ${workspace.id} and id = ${firingId} and state = 'due' for update`;
  if (!row) return undefined;
  const { eventId: id, eventType: type, eventAt: at, eventData: data, ...due } = row;
  return { ...due, event: { id, type, at, data } };
}

async function readRule({ tx, workspace }: TxCtx, id: string): Promise<Automation | undefined> {
  const [rule] = await selectAutomations(tx, tx`where a.workspace_id = ${workspace.id} and a.id = ${id}`);
  return rule;
}

interface Standing {
  readonly firingId: string;
  readonly leadId: string;
  readonly rule: Automation;
}

const DONE_ALREADY = 'the lead was found to be another one, for which it is done already';

/** Why it is not to be done after all. Where its lead became another one, it goes with that one. */
async function obstacleOf(ctx: TxCtx, due: Due, { firingId, leadId, rule }: Standing): Promise<string | undefined> {
  const { tx, workspace } = ctx;
  if (rule.isPaused && !due.isAskedFor) return 'it was paused';
  const [lead] = await tx`
    select id from leads where workspace_id = ${workspace.id} and id = ${leadId} and deleted_at is null`;
  if (!lead) return 'the lead was deleted';
  const [done] = await tx`
    select from automation_firings o
    where o.workspace_id = ${workspace.id} and o.automation_id = ${rule.id} and o.id <> ${firingId}
      and o.state not in ('waiting', 'due', 'skipped') and o.lead_id in ${personOf(ctx, leadId)}`;
  if (done && !due.isAskedFor) return DONE_ALREADY;
  if (due.leadId === leadId) return undefined;
  const [moved] = await tx`
    update automation_firings set lead_id = ${leadId}
    where workspace_id = ${workspace.id} and id = ${firingId} and not exists (
      select from automation_firings o
      where o.workspace_id = ${workspace.id} and o.lead_id = ${leadId} and o.automation_id = ${rule.id})
    returning id`;
  return moved ? undefined : DONE_ALREADY;
}
