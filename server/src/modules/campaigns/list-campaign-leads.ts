import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { CANCELLED_REASON, campaignParams, readCampaign } from './campaign.ts';
import { skipReasons } from './skip-reason.ts';

const leadStates = ['waiting', 'enrolled', 'skipped', 'failed'] as const;

const campaignLeadSchema = z
  .object({
    id: z.uuid(),
    leadId: z.uuid().nullable().describe('Null after its erasure.'),
    name: z.string().nullable(),
    state: z.enum(leadStates),
    reason: z
      .string()
      .nullable()
      .describe(`Why it was skipped (${skipReasons.join(', ')}) or has failed.`),
    runId: z.uuid().nullable(),
    settledAt: z.iso.datetime().nullable().describe('When its turn was.'),
    createdAt: z.iso.datetime().describe('When it was added.'),
  })
  .meta({ id: 'CampaignLead' });
export type CampaignLead = z.infer<typeof campaignLeadSchema>;

interface CampaignLeadRow extends Omit<CampaignLead, 'settledAt' | 'createdAt'> {
  readonly settledAt: Date | null;
  readonly createdAt: Date;
}

const campaignLeadsQuery = {
  ...listQuery,
  state: z.enum(leadStates).optional(),
  reason: z.string().max(60).optional(),
};
interface LeadsQuery extends ListQuery {
  readonly state?: CampaignLead['state'] | undefined;
  readonly reason?: string | undefined;
}

/** A page of a campaign's leads, last added first, of one state or reason where it is given. Raises `not_found`. */
export async function listCampaignLeads(
  ctx: Ctx,
  query: LeadsQuery & { readonly campaignId: string },
): Promise<Page<CampaignLead>> {
  requireScope(ctx, 'leads:read');
  const start = pageStart(query);
  return transaction(ctx, async (tctx) => {
    const { state: campaignState } = await readCampaign(tctx, query.campaignId);
    const rows = await selectLeads(tctx, query, { start, isCancelled: campaignState === 'cancelled' });
    const leads = rows.map((row) => ({
      ...row,
      settledAt: row.settledAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
    }));
    return toPage(leads, query.limit);
  });
}

function selectLeads(
  { tx, workspace, isTest }: TxCtx,
  { campaignId, state, reason, limit }: LeadsQuery & { readonly campaignId: string },
  { start, isCancelled }: { start: string; isCancelled: boolean },
): Promise<CampaignLeadRow[]> {
  const ended = tx`${isCancelled} and m.state = 'waiting'`;
  const stateNow = tx`case when ${ended} then 'skipped' else m.state end`;
  const reasonNow = tx`case when ${ended} then ${CANCELLED_REASON} else m.reason end`;
  return tx<CampaignLeadRow[]>`
    select m.id, m.lead_id, l.name, ${stateNow} as state, ${reasonNow} as reason, m.run_id, m.settled_at, m.created_at
    from campaign_leads m left join leads l on l.workspace_id = m.workspace_id and l.id = m.lead_id and l.deleted_at is null
    where m.workspace_id = ${workspace.id} and m.campaign_id = ${campaignId} and m.id < ${start} and not ${isTest}
      ${state === undefined ? tx`` : tx`and ${stateNow} = ${state}`}
      ${reason === undefined ? tx`` : tx`and ${reasonNow} = ${reason}`}
    order by m.id desc limit ${limit + 1}`;
}

export const listCampaignLeadsOperation = defineOperation({
  operationId: 'listCampaignLeads',
  method: 'GET',
  path: '/v1/campaigns/{campaignId}/leads',
  tag: 'Campaigns',
  summary: "List a campaign's leads",
  description:
    'Last added first, each with what became of it and why. A test key sees none: no test lead is in a campaign.',
  auth: 'key',
  scope: 'leads:read',
  params: campaignParams,
  query: z.strictObject(campaignLeadsQuery),
  success: { status: 200, description: "A page of the campaign's leads.", schema: pageSchema(campaignLeadSchema) },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, query }) => listCampaignLeads(ctx, { ...params, ...query }),
});
