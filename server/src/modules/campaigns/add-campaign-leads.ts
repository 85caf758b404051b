import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { leadFiltersBody, upsertLeadSchema, upsertLeads } from '../leads/index.ts';
import { campaignParams } from './campaign.ts';
import { estimate } from './estimate.ts';
import { putByFilter, putByIds, requireOpen } from './put-leads.ts';

const MOST = 1_000;
const contact = upsertLeadSchema.omit({
  workflow: true,
  campaignId: true,
  conversationId: true,
  firstContact: true,
  reachOut: true,
});

export const campaignLeadsInput = z
  .strictObject({
    leadIds: z.array(z.uuid()).min(1).max(MOST).optional().describe('Leads that are there.'),
    leads: z
      .array(contact)
      .min(1)
      .max(MOST)
      .optional()
      .describe(
        'Contacts: each updates the lead that is known by it, or becomes a new one that enters no workflow before its turn.',
      ),
    filter: leadFiltersBody.optional().describe('All leads that fit now, as in the list of leads. {} is every lead.'),
    dryRun: z.boolean().default(false).describe('Counts what `leadIds` or `filter` would add, and adds nothing.'),
  })
  .refine(({ leadIds, leads, filter }) => [leadIds, leads, filter].filter((one) => one !== undefined).length === 1, {
    message: 'Give one of `leadIds`, `leads` and `filter`.',
  })
  .refine(({ leads, dryRun }) => !(leads && dryRun), {
    message: 'Only `leadIds` and `filter` can be tried.',
    path: ['dryRun'],
  });
export type CampaignLeadsInput = z.infer<typeof campaignLeadsInput>;

const addedSchema = z
  .object({
    dryRun: z.boolean(),
    matched: z.int().describe('Leads that were meant and are there.'),
    added: z.int().describe('Of these, how many are new to the campaign.'),
    refused: z
      .array(z.object({ index: z.int(), code: z.string(), message: z.string() }))
      .describe('What is wrong with some of `leads` or `leadIds`, by their place from 0.'),
    expected: z
      .object({
        enrolled: z.int(),
        skippedBy: z.record(z.string(), z.int()),
      })
      .nullable()
      .describe('Of a dry run: what would become of those added, were it their turn now.'),
  })
  .meta({ id: 'AddedCampaignLeads' });
export type AddedLeads = z.infer<typeof addedSchema>;

/**
 * Puts leads in line, once each, in parts of their own: 100,000 neither lock for long nor come back. Who fits a filter is
 * settled here, not at their turn. Adding again adds who is missing, so what was cut short is sent again. Raises
 * `not_found`, `forbidden` for a test key, `invalid_input`, `conflict` campaign_cancelled, and no_workflow for a dry run.
 */
export async function addCampaignLeads(
  ctx: Ctx,
  { campaignId, leadIds, leads, filter = {}, dryRun }: { campaignId: string } & CampaignLeadsInput,
): Promise<AddedLeads> {
  requireScope(ctx, 'workflows:write');
  requireScope(ctx, 'leads:write');
  requireLive(ctx, 'A campaign');
  if (dryRun) return estimate(ctx, { campaignId, leadIds, filter });
  if (leads) return addContacts(ctx, campaignId, leads);
  const added = leadIds ? await putByIds(ctx, { campaignId, leadIds }) : await putByFilter(ctx, { campaignId, filter });
  return { dryRun, expected: null, ...added };
}

async function addContacts(
  ctx: Ctx,
  campaignId: string,
  contacts: NonNullable<CampaignLeadsInput['leads']>,
): Promise<AddedLeads> {
  await transaction(ctx, (tctx) => requireOpen(tctx, campaignId));
  const outcomes = await upsertLeads(ctx, contacts, { channel: 'campaign', staysOut: true });
  const leadIds = [...new Set(outcomes.flatMap((one) => (one.ok ? [one.lead.id] : [])))];
  const { matched, added } = await putByIds(ctx, { campaignId, leadIds });
  const refused = outcomes.flatMap((one, index) =>
    one.ok ? [] : [{ index, code: one.error.reason ?? one.error.code, message: one.error.message }],
  );
  return { dryRun: false, matched, added, refused, expected: null };
}

export const addCampaignLeadsOperation = defineOperation({
  operationId: 'addCampaignLeads',
  method: 'POST',
  path: '/v1/campaigns/{campaignId}/leads',
  tag: 'Campaigns',
  summary: 'Add leads to a campaign',
  description:
    'By their ids, as contacts, or by a filter; a lead is in a campaign once. Whether it can be taken is looked at when its turn has come: who opted out, is suppressed, is a person’s or is in the workflow already is skipped and named in the list. A lead in another workflow leaves that one. What a filter fits is settled now. Needs `leads:write` too. After an answer that did not come, send it again: nobody is added twice.',
  auth: 'key',
  scope: 'workflows:write',
  params: campaignParams,
  body: campaignLeadsInput,
  success: { status: 200, description: 'How many were meant, and how many are new.', schema: addedSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => addCampaignLeads(ctx, { ...params, ...body }),
});
