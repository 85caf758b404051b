import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import type { ClaimedStimulus } from '../../jobs/claim-stimulus.ts';
import { act } from './act.ts';
import type { Automation } from './automation.ts';
import { type Facts, holdsOf, type RuleEvent, readFacts } from './facts.ts';
import { readEvent, rulesToAsk } from './rules.ts';

/** A stimulus: an event that rules of the workspace may act on for this lead. */
export const AUTOMATION_EVENT = 'automation_event';
/** The signal that a firing waits for its time. */
export const DELAYS = 'automation_delays';

/**
 * Asks the rules about an event of this lead, and does what those want whose conditions hold. One at a time for a lead,
 * in the order of the events; what one rule does the next one sees.
 */
export async function considerAutomations(ctx: TxCtx, { leadId, payload, attempts }: ClaimedStimulus): Promise<void> {
  const ids = Array.isArray(payload.automationIds) ? payload.automationIds.map(String) : [];
  const [event, rules] = await Promise.all([readEvent(ctx, String(payload.eventId)), rulesToAsk(ctx, leadId, ids)]);
  if (!event) return;
  let facts: Facts | undefined;
  for (const rule of rules) {
    facts ??= await readFacts(ctx, leadId, event);
    const seen = withRule(facts, rule);
    if (!holdsOf(rule.conditions, seen)) continue;
    const firingId = await beginFiring(ctx, rule, leadId, event);
    if (firingId === undefined || rule.delayMinutes > 0) continue;
    await act(ctx, {
      firingId,
      leadId,
      automation: rule,
      action: rule.action,
      facts: seen,
      mayTryAgain: attempts === 0,
    });
    facts = undefined;
  }
}

/** The facts as this rule sees them. */
export function withRule(facts: Facts, { id, name }: Pick<Automation, 'id' | 'name'>): Facts {
  return { ...facts, automation: { id, name } };
}

/** Takes the one place that a lead and rule have, or the one that was skipped; undefined where it is taken. */
async function beginFiring(
  ctx: TxCtx,
  { id: automationId, delayMinutes }: Automation,
  leadId: string,
  event: RuleEvent,
): Promise<string | undefined> {
  const { tx, at, workspace } = ctx;
  const state = delayMinutes > 0 ? 'waiting' : 'due';
  const availableAt = new Date(at.getTime() + delayMinutes * 60_000);
  const [begun] = await tx<{ id: string }[]>`
    insert into automation_firings as f (workspace_id, id, automation_id, lead_id, event_id, event_type,
      event_at, event_data, state, available_at, created_at, updated_at)
    values (${workspace.id}, ${ctx.newId(at)}, ${automationId}, ${leadId}, ${event.id}, ${event.type},
      ${event.at}, ${tx.json(asJson(event.data))}, ${state}, ${availableAt}, ${at}, ${at})
    on conflict (workspace_id, lead_id, automation_id) do update set event_id = excluded.event_id,
      event_type = excluded.event_type, event_at = excluded.event_at, event_data = excluded.event_data, state = excluded.state, available_at = excluded.available_at, error = null,
      finished_at = null, updated_at = excluded.updated_at
    where f.state = 'skipped'
    returning id`;
  if (begun && state === 'waiting') ctx.afterCommit(() => ctx.db.signals.send(DELAYS));
  return begun?.id;
}
