import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { conflict } from '../../kernel/errors.ts';
import { fitsFilters, type LeadFilters } from '../leads/index.ts';
import type { AddedLeads } from './add-campaign-leads.ts';
import { lockCampaign } from './lock-campaign.ts';
import { skipFacts, skipReason } from './skip-reason.ts';

interface Question {
  readonly campaignId: string;
  readonly leadIds: readonly string[] | undefined;
  readonly filter: LeadFilters;
}

/** What adding these would add, and what would become of them now. Raises `not_found`, `conflict` no_workflow. */
export function estimate(ctx: Ctx, { campaignId, leadIds, filter }: Question): Promise<AddedLeads> {
  return transaction(ctx, async (tctx) => {
    const { workflowId } = await lockCampaign(tctx, campaignId);
    if (workflowId === null) throw conflict('no_workflow', 'Give the campaign its workflow first.');
    const fits = await fitsFilters(tctx, filter);
    const groups = await countByReason(tctx, { campaignId, workflowId, leadIds, fits });
    const sum = (wanted: typeof groups) => wanted.reduce((all, { count }) => all + count, 0);
    const fresh = groups.filter(({ isThere }) => !isThere);
    const skipped = fresh.flatMap(({ reason, count }): [string, number][] => (reason ? [[reason, count]] : []));
    return {
      dryRun: true,
      matched: sum(groups),
      added: sum(fresh),
      refused: [],
      expected: {
        enrolled: sum(fresh.filter(({ reason }) => reason === null)),
        skippedBy: Object.fromEntries(skipped),
      },
    };
  });
}

interface Counting extends Pick<Question, 'campaignId' | 'leadIds'> {
  readonly workflowId: string;
  readonly fits: Awaited<ReturnType<typeof fitsFilters>>;
}

/** Of 100,000 leads in one statement, which reads and locks nothing that others wait for. */
async function countByReason(
  ctx: TxCtx,
  { campaignId, workflowId, leadIds, fits }: Counting,
): Promise<{ isThere: boolean; reason: string | null; count: number }[]> {
  const { tx, workspace } = ctx;
  const isNamed = leadIds === undefined ? tx`` : tx`and l.id = any (${[...leadIds]}::uuid[])`;
  return [
    ...(await tx<{ isThere: boolean; reason: string | null; count: number }[]>`
      with c as materialized (select ${skipFacts(ctx)} from leads l ${fits()} ${isNamed})
      select exists (
        select from campaign_leads m
        where m.workspace_id = ${workspace.id} and m.campaign_id = ${campaignId} and m.lead_id = c.id) as is_there,
        ${skipReason(ctx, workflowId)} as reason, count(*)::int as count
      from c group by 1, 2 order by 2`),
  ];
}
