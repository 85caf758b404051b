import { z } from 'zod';
import { answerLater, inTurn, settle, writeCollected } from '../../db/begin.ts';
import { type Ctx, isInTransaction, type TxCtx } from '../../db/database.ts';
import { gatherLookUps } from '../../db/gather.ts';
import { lookUntil } from '../../db/signals.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { notFound } from '../../kernel/errors.ts';
import type { JsonOf } from '../../kernel/json-of.ts';
import { KeyClaim } from '../../kernel/key-claim.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { wholeNumber } from '../../kernel/whole-number.ts';
import { type Lead, leadSchema, selectShownLead, withSnapshots } from './lead.ts';
import { recallLead, type ShownLead, toShown } from './shown-leads.ts';

/** The lead with its run, newest appointment and variables. Raises `not_found`, also for another workspace's lead. */
export async function getLead(ctx: Ctx, wanted: { leadId: string }): Promise<Lead> {
  return (await getShownLead(ctx, wanted)).parse();
}

async function getShownLead(ctx: Ctx, { leadId }: { leadId: string }): Promise<JsonOf<Lead>> {
  requireScope(ctx, 'leads:read');
  return readShownLead(ctx, leadId);
}

interface AwaitedLead {
  readonly leadId: string;
  /** Seconds. */
  readonly wait: number;
  /** What the client has, as its ETags; what there is now where it is missing. */
  readonly known: string | undefined;
}

/** The lead as soon as it is another than the known version, or as it is when the time is over. Raises `not_found`. */
async function waitForLead(ctx: Ctx, awaited: AwaitedLead, signal: AbortSignal): Promise<JsonOf<Lead>> {
  const { wait, leadId } = awaited;
  let known = awaited.known;
  const isAnother = ({ version }: JsonOf<Lead>) => {
    known ??= `"${version}"`;
    return !known.includes(`"${version}"`);
  };
  const patience = { timeoutMs: wait * 1000, abort: signal };
  return lookUntil(ctx.db.signals, leadId.toLowerCase(), patience, () => getShownLead(ctx, awaited), isAnother);
}

/** For verbs that answer with the lead they wrote. */
export async function readLead(ctx: Ctx, leadId: string): Promise<Lead> {
  return (await readShownLead(ctx, leadId)).parse();
}

/**
 * For the end of a verb: the lead with what was written, on its way when this resolves, so that the COMMIT goes right
 * behind it. Raises through `lead`, and through the transaction, what could not be written.
 */
export async function readWritten(ctx: TxCtx, leadId: string): Promise<{ readonly lead: Promise<Lead> }> {
  const { tx } = ctx;
  await settle(tx);
  const written = writeCollected(tx);
  const read = withSnapshots(tx, () => selectShownLead(tx, ownLead(ctx, leadId)));
  const lead = inTurn([written, read]).then(async () => {
    const shown = await read;
    // The COMMIT has gone: this is nobody's mistake but ours.
    if (!shown) throw new Error(`the lead ${leadId} was written and is not there`);
    return shown.parse();
  });
  answerLater(tx, lead);
  return { lead };
}

async function readShownLead(ctx: Ctx, leadId: string): Promise<JsonOf<Lead>> {
  const found = isInTransaction(ctx) ? await readInside(ctx, leadId) : await readOutside(ctx, leadId);
  if (!found) throw notFound('lead');
  return found;
}

async function readOutside(ctx: Ctx, leadId: string): Promise<JsonOf<Lead> | undefined> {
  const known = recallLead(ctx, leadId);
  const row = await readGathered(ctx.db, { ctx, leadId, known });
  // Where the key has changed there is a row and nothing in it; that there is none was found for this very key.
  ctx.keyClaim?.settle(row?.revision !== null);
  if (!row || row.revision === null) return undefined;
  return toShown(ctx, known, { id: leadId, revision: row.revision, shown: row.shown });
}

async function readInside(ctx: TxCtx, leadId: string): Promise<JsonOf<Lead> | undefined> {
  await settle(ctx.tx);
  return withSnapshots(ctx.tx, () => selectShownLead(ctx.tx, ownLead(ctx, leadId)));
}

function ownLead({ tx, workspace, isTest }: TxCtx, leadId: string) {
  return tx`where l.workspace_id = ${workspace.id} and l.id = ${leadId} and l.is_test = ${isTest} and l.deleted_at is null`;
}

interface Wanted {
  readonly ctx: Ctx;
  readonly leadId: string;
  readonly known: ShownLead | undefined;
}

/** Concurrent reads of all callers go together, each bound to its own workspace inside the statement (0037_recalled_keys.sql). */
const readGathered = gatherLookUps(
  'leads',
  (sql, wanted: readonly Wanted[]) => sql<{ place: number; revision: number | null; shown: string | null }[]>`
    select place, revision, shown from read_leads(${wanted.map(({ ctx }) => ctx.workspace.id)}::uuid[],
      ${wanted.map(({ leadId }) => leadId)}::uuid[], ${wanted.map(({ ctx }) => String(ctx.isTest))}::text[]::boolean[],
      ${wanted.map(({ known }) => String(known?.revision ?? -1))}::text[]::int[],
      ${wanted.map(({ ctx }) => String(KeyClaim.toConfirm(ctx.keyClaim)))}::text[]::int[])`,
);

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
    'One lead with its active run, newest appointment and variables. Answers 304 to a current `If-None-Match`; with `wait` it answers as soon as the lead is another, at the latest after that many seconds. Without `If-None-Match` it waits for the next change.',
  auth: 'key',
  confirmsKey: true,
  scope: 'leads:read',
  params: leadParams,
  query: z.strictObject({
    wait: wholeNumber(0, 30, 0).describe('Seconds to wait for another version than that of `If-None-Match`.'),
  }),
  success: { status: 200, description: 'The lead.', schema: leadSchema },
  errors: ['not_found'],
  etag: (lead) => String(lead.revision),
  handle: (ctx: Ctx, input) =>
    input.query.wait === 0
      ? getShownLead(ctx, input.params)
      : waitForLead(ctx, { ...input.params, ...input.query, known: input.header('if-none-match') }, input.signal),
});
