import { z } from 'zod';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { enqueueStimulus } from '../../jobs/enqueue-stimulus.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { timeInput } from '../../kernel/times.ts';
import { recordAction, recordAudit, recordEvent } from '../timeline/index.ts';
import { findWorkflow } from '../workflows/index.ts';
import { fillFromMetadata } from './fill-from-metadata.ts';
import { readLead } from './get-lead.ts';
import { type Lead, leadSchema } from './lead.ts';
import { type LeadColumns, leadInputSchema, toColumns } from './lead-input.ts';
import { openConversation } from './open-conversation.ts';
import { startRun } from './start-run.ts';

export const createLeadSchema = leadInputSchema.extend({
  workflow: z
    .string()
    .max(60)
    .optional()
    .describe("A workflow's key or id. The workspace's default where it is missing."),
  consent: z
    .strictObject({
      basis: z.string().trim().min(1).max(200).describe('Why the lead may be contacted, such as "form" or "contract".'),
      wordsShown: z.string().max(5000).optional().describe('The words the lead agreed to.'),
      givenAt: timeInput.optional(),
    })
    .optional(),
  importedAt: timeInput.optional().describe('When it was first created elsewhere.'),
});
export type NewLead = z.infer<typeof createLeadSchema>;

export interface CreateLeadOptions {
  /** Where it came in; `api` where it is missing. */
  readonly channel?: string;
  /** Who sent it, on the timeline. */
  readonly summary?: string;
  /** Where in the request the lead's fields stood. */
  readonly path?: readonly string[];
}

/**
 * Makes a lead with its first conversation, its run where a workflow is given or the workspace has a default, its
 * event, audit row and stimulus in one transaction. Leads may share contact points. Raises `invalid_input`,
 * `not_found` for an unknown workflow.
 */
export async function createLead(ctx: Ctx, input: NewLead, options: CreateLeadOptions = {}): Promise<Lead> {
  requireScope(ctx, 'leads:write');
  return transaction(ctx, async (tctx) => {
    const { leadId } = await insertLead(tctx, input, options);
    return readLead(tctx, leadId);
  });
}

/** Where somebody waits for the agent's first words. An import must not stand in the queue before those who talk. */
const GREETED_CHANNELS = new Set(['web_chat']);

/** The ids of a new lead and of its first conversation, for verbs that go on with them. */
export async function insertLead(
  ctx: TxCtx,
  input: NewLead,
  { channel = 'api', summary = 'Lead created', path = [] }: CreateLeadOptions = {},
): Promise<{ leadId: string; conversationId: string }> {
  const { workflow: wanted, consent, importedAt, ...fields } = input;
  const columns = toColumns(fields, { country: ctx.workspace.country, path });
  const workflow = await findWorkflow(ctx, wanted);
  const agentId = workflow?.agent.id ?? (await defaultAgentId(ctx));
  const leadId = ctx.newId(ctx.at);
  await Promise.all([
    insertRow(ctx, leadId, columns, { channel, agentId, metadata: fields.metadata ?? {}, importedAt }),
    recordEvent(ctx, { type: 'lead.created', leadId, data: { channel, source: columns.source ?? null } }),
  ]);
  const runId = workflow ? await startRun(ctx, { leadId, workflow }) : null;
  const conversationId = await openConversation(ctx, { leadId, agentId, runId, channel });
  await Promise.all([
    recordAction(ctx, { leadId, conversationId, type: 'api_activity', summary }),
    recordAudit(ctx, { verb: 'createLead', objectType: 'lead', objectId: leadId }),
    consent ? insertConsent(ctx, leadId, channel, consent) : undefined,
    GREETED_CHANNELS.has(channel)
      ? enqueueStimulus(ctx, { leadId, kind: 'lead_created', payload: { conversationId } })
      : undefined,
    workflow && fillFromMetadata(ctx, leadId, workflow.definition, fields.metadata ?? {}),
  ]);
  return { leadId, conversationId };
}

export const createLeadOperation = defineOperation({
  operationId: 'createLead',
  method: 'POST',
  path: '/v1/leads',
  tag: 'Leads',
  summary: 'Create a lead',
  description:
    'Leads may share an e-mail or a phone number. Send `Idempotency-Key` so that a retry makes no second lead.',
  auth: 'key',
  scope: 'leads:write',
  body: createLeadSchema,
  success: { status: 201, description: 'The lead.', schema: leadSchema },
  errors: ['not_found', 'conflict', 'unprocessable'],
  idempotent: true,
  etag: (lead) => String(lead.revision),
  location: (lead) => `/v1/leads/${lead.id}`,
  handle: (ctx: Ctx, { body }) => createLead(ctx, body),
});

interface Origin {
  readonly channel: string;
  readonly agentId: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly importedAt: string | undefined;
}

async function insertRow(ctx: TxCtx, id: string, columns: LeadColumns, origin: Origin): Promise<void> {
  const createdAt = timeOfId(id);
  const row = {
    workspaceId: ctx.workspace.id,
    id,
    ...columns,
    channel: origin.channel,
    agentId: origin.agentId,
    isTest: ctx.isTest,
    metadata: ctx.tx.json(asJson(origin.metadata)),
    importedAt: origin.importedAt ?? null,
    lastActivityAt: createdAt,
    createdAt,
    updatedAt: createdAt,
  };
  await ctx.tx`insert into leads ${ctx.tx(row)}`;
}

async function defaultAgentId(ctx: TxCtx): Promise<string> {
  const [row] = await ctx.tx<{ defaultAgentId: string }[]>`
    select default_agent_id from workspaces where id = ${ctx.workspace.id}`;
  if (!row) throw new Error(`workspace ${ctx.workspace.id} has gone`);
  return row.defaultAgentId;
}

async function insertConsent(
  ctx: TxCtx,
  leadId: string,
  channel: string,
  consent: NonNullable<NewLead['consent']>,
): Promise<void> {
  const id = ctx.newId(ctx.at);
  await ctx.tx`
    insert into consents (workspace_id, id, lead_id, basis, channel, words_shown, given_at, created_at)
    values (${ctx.workspace.id}, ${id}, ${leadId}, ${consent.basis}, ${channel}, ${consent.wordsShown ?? null},
      ${consent.givenAt ?? ctx.at}, ${timeOfId(id)})`;
}
