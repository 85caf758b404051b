import { z } from 'zod';
import { writeCollected } from '../../db/begin.ts';
import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { type ListQuery, listQuery, type Page, pageSchema, pageStart, toPage } from '../../kernel/list-query.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { actionTypes } from './record-action.ts';

const actionSchema = z
  .object({
    id: z.uuid(),
    type: z.enum(actionTypes),
    status: z.enum(['pending', 'awaiting_approval', 'completed', 'failed', 'cancelled']),
    summary: z.string(),
    actor: z.object({ kind: z.enum(['agent', 'person', 'lead', 'api_key', 'system']), id: z.uuid().nullable() }),
    conversationId: z.uuid().nullable(),
    messageId: z.uuid().nullable(),
    appointmentId: z.uuid().nullable(),
    callId: z.uuid().nullable(),
    input: z.record(z.string(), z.unknown()).nullable(),
    output: z.record(z.string(), z.unknown()).nullable(),
    error: z.string().nullable(),
    completedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'ActionLog' });
type ActionLog = z.infer<typeof actionSchema>;

interface ActionRow extends Omit<ActionLog, 'actor' | 'completedAt' | 'createdAt'> {
  readonly actorKind: ActionLog['actor']['kind'];
  readonly actorId: string | null;
  readonly completedAt: Date | null;
  readonly createdAt: Date;
}

/** A lead's timeline, newest first: every message, change, booking and decision, by whom and why. Raises `not_found`. */
export async function listLeadActions(ctx: Ctx, query: ListQuery & { leadId: string }): Promise<Page<ActionLog>> {
  requireScope(ctx, 'leads:read');
  const start = pageStart(query);
  return transaction(ctx, async ({ tx, workspace }) => {
    const [lead] = await tx`
      select id from leads
      where workspace_id = ${workspace.id} and id = ${query.leadId} and is_test = ${ctx.isTest} and deleted_at is null`;
    if (!lead) throw notFound('lead');
    await writeCollected(tx);
    const rows = await tx<ActionRow[]>`
      select id, type, status, summary, actor_kind, actor_id, conversation_id, message_id, appointment_id, call_id, input, output,
        error, completed_at, created_at
      from action_logs
      where workspace_id = ${workspace.id} and lead_id = ${query.leadId} and id < ${start}
      order by id desc limit ${query.limit + 1}`;
    return toPage(rows.map(toAction), query.limit);
  });
}

function toAction({ actorKind, actorId, ...row }: ActionRow): ActionLog {
  return {
    ...row,
    actor: { kind: actorKind, id: actorId },
    completedAt: row.completedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

export const listLeadActionsOperation = defineOperation({
  operationId: 'listLeadActions',
  method: 'GET',
  path: '/v1/leads/{leadId}/actions',
  tag: 'Leads',
  summary: "List a lead's action log",
  description: 'Newest first: every message, change, booking and decision, by whom and why.',
  auth: 'key',
  scope: 'leads:read',
  params: z.strictObject({ leadId: z.uuid().describe("The lead's id.") }),
  query: z.strictObject(listQuery),
  success: { status: 200, description: 'A page of the timeline.', schema: pageSchema(actionSchema) },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params, query }) => listLeadActions(ctx, { ...params, ...query }),
});
