import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Campaign, campaignSchema, selectCampaigns } from './campaign.ts';

/** A page of campaigns, newest first. Raises `invalid_input` for a cursor that is none. */
export async function listCampaigns(ctx: Ctx, query: ListQuery): Promise<Page<Campaign>> {
  requireScope(ctx, 'workflows:read');
  const start = pageStart(query);
  const rows = await transaction(ctx, ({ tx, workspace }) =>
    selectCampaigns(
      tx,
      tx`where c.workspace_id = ${workspace.id} and c.id < ${start} order by c.id desc limit ${query.limit + 1}`,
    ),
  );
  return toPage(rows, query.limit);
}

export const listCampaignsOperation = defineOperation({
  operationId: 'listCampaigns',
  method: 'GET',
  path: '/v1/campaigns',
  tag: 'Campaigns',
  summary: 'List campaigns',
  description: 'Newest first.',
  auth: 'key',
  scope: 'workflows:read',
  query: z.strictObject(listQuery),
  success: { status: 200, description: 'A page of campaigns.', schema: pageSchema(campaignSchema) },
  handle: (ctx: Ctx, { query }) => listCampaigns(ctx, query),
});
