import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { endpointSchema, selectEndpoints, toEndpoint, type WebhookEndpoint } from './endpoint.ts';

/** Newest first, those of every dialect unless one is named. */
export async function listWebhookEndpoints(
  ctx: Ctx,
  query: ListQuery & { readonly dialect?: string },
): Promise<Page<WebhookEndpoint>> {
  requireScope(ctx, 'events:read');
  const start = pageStart(query);
  return transaction(ctx, async (tctx) => {
    const { tx } = tctx;
    const ofDialect = query.dialect === undefined ? tx`` : tx`and dialect = ${query.dialect}`;
    const rows = await selectEndpoints(
      tctx,
      tx`and id < ${start} ${ofDialect} order by id desc limit ${query.limit + 1}`,
    );
    return toPage(
      rows.map((row) => toEndpoint(tctx, row)),
      query.limit,
    );
  });
}

export const listWebhookEndpointsOperation = defineOperation({
  operationId: 'listWebhookEndpoints',
  method: 'GET',
  path: '/v1/webhook-endpoints',
  tag: 'Webhooks',
  summary: 'List webhook endpoints',
  description: "Newest first, those of the vendors' APIs among them. A test key sees those that get test events.",
  auth: 'key',
  scope: 'events:read',
  query: z.strictObject(listQuery),
  success: { status: 200, description: 'A page of endpoints.', schema: pageSchema(endpointSchema) },
  handle: (ctx: Ctx, { query }) => listWebhookEndpoints(ctx, query),
});
