import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Lead, leadSchema, selectLeads } from './lead.ts';

/** The lead with its run, newest appointment and variables. Raises `not_found`, also for another workspace's lead. */
export async function getLead(ctx: Ctx, { leadId }: { leadId: string }): Promise<Lead> {
  requireScope(ctx, 'leads:read');
  return readLead(ctx, leadId);
}

/** For verbs that answer with the lead they wrote. */
export async function readLead(ctx: Ctx, leadId: string): Promise<Lead> {
  const [found] = await transaction(ctx, ({ tx }) =>
    selectLeads(
      tx,
      tx`where l.workspace_id = ${ctx.workspace.id} and l.id = ${leadId} and l.is_test = ${ctx.isTest} and l.deleted_at is null`,
    ),
  );
  if (!found) throw notFound('lead');
  return found;
}

/** Raises `not_found` where the caller has no such lead. For verbs that read what hangs on it. */
export async function requireLead({ tx, workspace, isTest }: TxCtx, leadId: string): Promise<void> {
  const [found] = await tx`
    select id from leads
    where workspace_id = ${workspace.id} and id = ${leadId} and is_test = ${isTest} and deleted_at is null`;
  if (!found) throw notFound('lead');
}

export const leadParams = z.strictObject({ leadId: z.uuid().describe("The lead's id.") });

export const getLeadOperation = defineOperation({
  operationId: 'getLead',
  method: 'GET',
  path: '/v1/leads/{leadId}',
  tag: 'Leads',
  summary: 'Get a lead',
  description:
    'One lead with its active run, newest appointment and variables. Answers 304 to a current `If-None-Match`.',
  auth: 'key',
  scope: 'leads:read',
  params: leadParams,
  success: { status: 200, description: 'The lead.', schema: leadSchema },
  errors: ['not_found'],
  etag: (lead) => String(lead.revision),
  handle: (ctx: Ctx, { params }) => getLead(ctx, params),
});
