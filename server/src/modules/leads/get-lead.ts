import { z } from 'zod';
import { type Ctx, type Database, isInTransaction, type TxCtx } from '../../db/database.ts';
import { gather } from '../../db/gather.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Lead, leadSchema, selectLeads, toLead } from './lead.ts';

/** The lead with its run, newest appointment and variables. Raises `not_found`, also for another workspace's lead. */
export async function getLead(ctx: Ctx, { leadId }: { leadId: string }): Promise<Lead> {
  requireScope(ctx, 'leads:read');
  return readLead(ctx, leadId);
}

/** For verbs that answer with the lead they wrote. */
export async function readLead(ctx: Ctx, leadId: string): Promise<Lead> {
  const found = isInTransaction(ctx) ? await readInside(ctx, leadId) : await gathererOf(ctx.db)({ ctx, leadId });
  if (!found) throw notFound('lead');
  return found;
}

async function readInside(ctx: TxCtx, leadId: string): Promise<Lead | undefined> {
  const { tx, workspace, isTest } = ctx;
  const [found] = await selectLeads(
    tx,
    tx`where l.workspace_id = ${workspace.id} and l.id = ${leadId} and l.is_test = ${isTest} and l.deleted_at is null`,
  );
  return found;
}

type ReadOne = (wanted: { readonly ctx: Ctx; readonly leadId: string }) => Promise<Lead | undefined>;
const gatherers = new WeakMap<Database, ReadOne>();

/** Concurrent reads of all callers go together, each bound to its own workspace inside the statement (0006_reads.sql). */
function gathererOf(db: Database): ReadOne {
  const known = gatherers.get(db);
  if (known) return known;
  const readOne: ReadOne = gather(
    async (wanted) => {
      const rows = await db.sql<{ place: number; shown: Lead }[]>`
        select place, shown from read_leads(${wanted.map(({ ctx }) => ctx.workspace.id)}::uuid[],
          ${wanted.map(({ leadId }) => leadId)}::uuid[], ${wanted.map(({ ctx }) => String(ctx.isTest))}::text[]::boolean[])`;
      const leads: (Lead | undefined)[] = wanted.map(() => undefined);
      for (const { place, shown } of rows) leads[place - 1] = toLead(shown);
      return leads;
    },
    { atOnce: 2, most: 64 },
  );
  gatherers.set(db, readOne);
  return readOne;
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
