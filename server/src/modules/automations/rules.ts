import type { TxCtx } from '../../db/database.ts';
import { type Automation, selectAutomations } from './automation.ts';
import type { RuleEvent } from './facts.ts';

/**
 * Of these automations those at work that nothing was done by for a lead yet, nor for one that was found to be the same
 * person. None where the lead is gone.
 */
export function rulesToAsk(ctx: TxCtx, leadId: string, automationIds: readonly string[]): Promise<Automation[]> {
  const { tx, workspace, isTest } = ctx;
  return selectAutomations(
    tx,
    tx`where a.workspace_id = ${workspace.id} and a.id = any (${[...automationIds]}::uuid[]) and not a.is_paused
        and a.is_test = ${isTest}
        and exists (
          select from leads l where l.workspace_id = a.workspace_id and l.id = ${leadId} and l.deleted_at is null)
        and not exists (
          select from automation_firings f
          where f.workspace_id = a.workspace_id and f.automation_id = a.id and f.state <> 'skipped'
            and f.lead_id in ${personOf(ctx, leadId)})
      order by a.id`,
  );
}

/** The ids of a lead and of all that were found to be it, as a subquery. */
export function personOf({ tx, workspace }: TxCtx, leadId: string) {
  return tx`(
    with recursive person (id) as (
      select ${leadId}::uuid
      union select m.id from leads m join person p on m.merged_into_id = p.id where m.workspace_id = ${workspace.id}
    )
    select id from person)`;
}

/** An event as it was written down; undefined where it is gone. */
export async function readEvent({ tx, workspace }: TxCtx, eventId: string): Promise<RuleEvent | undefined> {
  const [event] = await tx<RuleEvent[]>`
    select id, type, created_at as at, data from events where workspace_id = ${workspace.id} and id = ${eventId}`;
  return event;
}
