import { writeCollected } from '../../db/begin.ts';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';
import { forgetAnswers } from './forget-answers.ts';
import { forgetFiles } from './forget-files.ts';
import { leadParams } from './get-lead.ts';
import { lockPersons } from './lock-lead.ts';

/**
 * Removes a lead and all that was kept of it, also one deleted before: messages, variables, appointments, documents
 * with their files, timeline. Leads that were merged are one person, whose history is one: all of them go, whichever
 * is named. What stays names no one: the events' ids and types, the audit rows, and hashes that still refuse a
 * suppressed address. Raises `not_found`.
 */
export async function eraseLead(ctx: Ctx, { leadId }: { leadId: string }): Promise<void> {
  requireScope(ctx, 'leads:write');
  await transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    const ids = await lockPerson(tctx, leadId);
    if (ids.length === 0) throw notFound('lead');
    await writeCollected(tx);
    await forgetOutside(tctx, ids);
    await forgetFiles(tctx, ids);
    await tx`delete from leads where workspace_id = ${workspace.id} and id = any (${ids}::uuid[])`;
    for (const id of ids) {
      recordEvent(tctx, { type: 'lead.erased', leadId: id });
      recordAudit(tctx, { verb: 'eraseLead', objectType: 'lead', objectId: id });
    }
  });
}

/** The lead and all that were merged with it, over any number of merges: locked in the order of the ids, none missed. */
async function lockPerson(ctx: TxCtx, leadId: string): Promise<string[]> {
  const { tx, workspace, isTest } = ctx;
  await lockPersons(ctx);
  const person = await tx<{ id: string }[]>`
    with recursive person as (
      select id, merged_into_id from leads
      where workspace_id = ${workspace.id} and id = ${leadId} and is_test = ${isTest}
      union
      select l.id, l.merged_into_id from leads l
      join person p on l.id = p.merged_into_id or l.merged_into_id = p.id
      where l.workspace_id = ${workspace.id}
    )
    select id from person`;
  const locked = await tx<{ id: string }[]>`
    select id from leads
    where workspace_id = ${workspace.id} and id = any (${person.map(({ id }) => id)}::uuid[]) order by id for update`;
  return locked.map(({ id }) => id);
}

/** What does not go with the leads' rows: tokens, suppressed addresses (former ones too), events, webhooks, remembered answers. */
async function forgetOutside(ctx: TxCtx, ids: string[]): Promise<void> {
  const { tx, workspace } = ctx;
  const workspaceId = workspace.id;
  await Promise.all([
    tx`
      select forget_tokens(${workspaceId}, array(
        select id from conversations where workspace_id = ${workspaceId} and lead_id = any (${ids}::uuid[])
        union all select id from appointments where workspace_id = ${workspaceId} and lead_id = any (${ids}::uuid[])
        union all select unnest(${ids}::uuid[])))`,
    tx`
      update suppressions set address = null
      where workspace_id = ${workspaceId} and address in (
        select unnest(array[email, phone]) from leads where workspace_id = ${workspaceId} and id = any (${ids}::uuid[])
        union all select value #>> '{}' from variable_changes
          where workspace_id = ${workspaceId} and lead_id = any (${ids}::uuid[]))`,
    tx`update events set data = '{}' where workspace_id = ${workspaceId} and lead_id = any (${ids}::uuid[])`,
    tx`
      update webhook_deliveries set last_request = null, log = '[]',
        state = case state when 'pending' then 'cancelled' else state end
      where workspace_id = ${workspaceId} and lead_id = any (${ids}::uuid[])`,
    forgetAnswers(ctx, ...ids),
  ]);
}

export const eraseLeadOperation = defineOperation({
  operationId: 'eraseLead',
  method: 'POST',
  path: '/v1/leads/{leadId}/erase',
  tag: 'Leads',
  summary: 'Erase a lead',
  description:
    'For good and completely, also where it was deleted before, with every lead that was merged into it or that it was merged into: they are one person. There is no way back.',
  auth: 'key',
  scope: 'leads:write',
  params: leadParams,
  success: { status: 204, description: 'Nothing of the person is left.' },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => eraseLead(ctx, params),
});
