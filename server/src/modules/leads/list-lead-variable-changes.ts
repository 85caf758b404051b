import { z } from 'zod';
import { writeCollected } from '../../db/begin.ts';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { leadParams, requireLead } from './get-lead.ts';
import { variableSchema } from './lead.ts';

const changeSchema = z
  .object({
    id: z.uuid(),
    key: z.string(),
    value: z.unknown().describe('Null where the variable was removed.'),
    valueText: z.string().nullable(),
    confidence: z.number().nullable(),
    source: variableSchema.shape.source,
    messageId: z.uuid().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'VariableChange' });
type VariableChange = z.infer<typeof changeSchema>;

export const listLeadVariableChangesQuery = z.strictObject({ ...listQuery, key: z.string().max(60).optional() });

/** How a lead's variables came to be what they are, newest first. Raises `not_found`. */
export async function listLeadVariableChanges(
  ctx: Ctx,
  query: ListQuery & { leadId: string; key?: string | undefined },
): Promise<Page<VariableChange>> {
  requireScope(ctx, 'leads:read');
  const start = pageStart(query);
  return transaction(ctx, async (tctx) => {
    await requireLead(tctx, query.leadId);
    const { tx, workspace } = tctx;
    await writeCollected(tx);
    const rows = await tx<(Omit<VariableChange, 'createdAt'> & { createdAt: Date })[]>`
      select id, key, value, value_text, confidence, source, message_id, created_at from variable_changes
      where workspace_id = ${workspace.id} and lead_id = ${query.leadId} and id < ${start}
        ${query.key === undefined ? tx`` : tx`and key = ${query.key}`}
      order by id desc limit ${query.limit + 1}`;
    return toPage(
      rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })),
      query.limit,
    );
  });
}

export const listLeadVariableChangesOperation = defineOperation({
  operationId: 'listLeadVariableChanges',
  method: 'GET',
  path: '/v1/leads/{leadId}/variable-changes',
  tag: 'Leads',
  summary: "List the history of a lead's variables",
  auth: 'key',
  scope: 'leads:read',
  params: leadParams,
  query: listLeadVariableChangesQuery,
  success: { status: 200, description: 'A page of changes.', schema: pageSchema(changeSchema) },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, query }) => listLeadVariableChanges(ctx, { ...params, ...query }),
});
