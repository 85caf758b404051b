import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { CANCELLED_REASON, campaignParams, campaignSchema, readCampaign } from './campaign.ts';

const detailedCampaignSchema = campaignSchema
  .extend({
    skippedBy: z.record(z.string(), z.int()).describe('How many were skipped, by reason.'),
    results: z
      .object({
        engaged: z.int().describe('Wrote after they were enrolled.'),
        qualified: z.int().describe("In the workflow's qualified status, its booking target, or won."),
        booked: z.int().describe('Have an appointment of this run that was not cancelled.'),
        optedOut: z.int().describe('Opted out after they were enrolled.'),
      })
      .describe('Of those enrolled, as things are now.'),
  })
  .meta({ id: 'DetailedCampaign' });
export type DetailedCampaign = z.infer<typeof detailedCampaignSchema>;

/** A campaign with why leads were skipped and what became of the enrolled. Raises `not_found`. */
export async function getCampaign(ctx: Ctx, { campaignId }: { campaignId: string }): Promise<DetailedCampaign> {
  requireScope(ctx, 'workflows:read');
  return transaction(ctx, async (tctx) => {
    const campaign = await readCampaign(tctx, campaignId);
    const [skippedBy, results] = await Promise.all([
      countSkipped(tctx, campaign),
      campaign.counts.enrolled === 0 ? NONE : countResults(tctx, campaignId),
    ]);
    return { ...campaign, skippedBy, results };
  });
}

const NONE = { engaged: 0, qualified: 0, booked: 0, optedOut: 0 };

async function countSkipped(
  { tx, workspace }: TxCtx,
  { id, state, counts }: { readonly id: string; readonly state: string; readonly counts: { readonly skipped: number } },
): Promise<Record<string, number>> {
  if (counts.skipped === 0) return {};
  const rows = await tx<{ reason: string; count: number }[]>`
    select coalesce(reason, ${CANCELLED_REASON}) as reason, count(*)::int as count from campaign_leads
    where workspace_id = ${workspace.id} and campaign_id = ${id}
      and (state = 'skipped' or (${state} = 'cancelled' and state = 'waiting'))
    group by 1 order by 1`;
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
}

/** Looked up as it is now, as statuses move by many ways. */
async function countResults({ tx, workspace }: TxCtx, campaignId: string): Promise<DetailedCampaign['results']> {
  const [row] = await tx<DetailedCampaign['results'][]>`
    with enrolled as materialized (
      select m.lead_id, m.run_id, m.settled_at from campaign_leads m
      where m.workspace_id = ${workspace.id} and m.campaign_id = ${campaignId} and m.state = 'enrolled'
    )
    select
      (select count(*) from enrolled m where exists (
        select from conversations c
        where c.workspace_id = ${workspace.id} and c.lead_id = m.lead_id and c.last_inbound_at >= m.settled_at)
      )::int as engaged,
      (select count(*) from enrolled m
        join runs r on r.workspace_id = ${workspace.id} and r.id = m.run_id
        join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
        where s.category = 'won' or s.flags && array['qualified', 'booking_target'])::int as qualified,
      (select count(*) from enrolled m where exists (
        select from appointments a
        where a.workspace_id = ${workspace.id} and a.run_id = m.run_id and a.status <> 'cancelled'))::int as booked,
      (select count(*) from enrolled m
        join leads l on l.workspace_id = ${workspace.id} and l.id = m.lead_id
        where l.opted_out_at >= m.settled_at)::int as opted_out`;
  return row ?? NONE;
}

export const getCampaignOperation = defineOperation({
  operationId: 'getCampaign',
  method: 'GET',
  path: '/v1/campaigns/{campaignId}',
  tag: 'Campaigns',
  summary: 'Get a campaign',
  description: 'With why leads were skipped, and what became of those who were enrolled.',
  auth: 'key',
  scope: 'workflows:read',
  params: campaignParams,
  success: { status: 200, description: 'The campaign.', schema: detailedCampaignSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getCampaign(ctx, params),
});
