import type { TxCtx } from '../../db/database.ts';
import { enrolOne } from './enrol-one.ts';
import type { LockedCampaign } from './lock-campaign.ts';
import { skipFacts, skipReason } from './skip-reason.ts';

/** What one look at a campaign did. */
export interface Turn {
  readonly enrolled: number;
  /** Whether anything became of anybody. */
  readonly hasMoved: boolean;
  /** Nobody waits any more. */
  readonly isLast: boolean;
  /** When the first of those who wait can be tried again. */
  readonly availableAt: Date | null;
}

/** One that waits, and what becomes of it now. */
interface Waiting {
  readonly id: string;
  readonly leadId: string | null;
  readonly attempts: number;
}
export interface Settled {
  readonly id: string;
  readonly state: 'waiting' | 'enrolled' | 'skipped' | 'failed';
  readonly reason?: string | null;
  readonly runId?: string;
  readonly retryAt?: Date;
}

/** Rows looked at in one turn: those who are skipped do not count against the pace. */
const LOOKED_AT = 50;

/** Takes at most so many leads of a locked campaign, in line; settles those that cannot be taken on the way. */
export async function enrolDue(ctx: TxCtx, campaign: LockedCampaign, { most }: { most: number }): Promise<Turn> {
  const waiting = await pick(ctx, campaign.id);
  const leads = await lockFree(ctx, campaign, waiting);
  const settled: Settled[] = [];
  let enrolled = 0;
  for (const one of waiting) {
    if (enrolled >= most) break;
    const lead = one.leadId === null ? { reason: 'lead_gone', mergedIntoId: null } : leads.get(one.leadId);
    // Somebody writes to the lead: it is next again.
    if (!lead) continue;
    if (lead.mergedIntoId) settled.push(await follow(ctx, campaign.id, one, lead.mergedIntoId));
    else if (lead.reason) settled.push({ id: one.id, state: 'skipped', reason: lead.reason });
    else if (one.leadId !== null) settled.push(await enrolOne(ctx, campaign, { ...one, leadId: one.leadId }));
    if (settled.at(-1)?.state === 'enrolled') enrolled += 1;
  }
  await settle(ctx, campaign.id, settled);
  const [rest] = await ctx.tx<{ availableAt: Date | null }[]>`
    select min(available_at) as available_at from (
      select available_at from campaign_leads
      where workspace_id = ${ctx.workspace.id} and campaign_id = ${campaign.id} and state = 'waiting'
      order by id limit ${LOOKED_AT}) w`;
  const availableAt = rest?.availableAt ?? null;
  const hasMoved = settled.some(({ retryAt }) => !retryAt || retryAt <= ctx.at);
  return { enrolled, hasMoved, isLast: availableAt === null, availableAt };
}

function pick({ tx, workspace, at }: TxCtx, campaignId: string): Promise<Waiting[]> {
  return tx<Waiting[]>`
    select id, lead_id, attempts from campaign_leads
    where workspace_id = ${workspace.id} and campaign_id = ${campaignId} and state = 'waiting' and available_at <= ${at}
    order by id limit ${LOOKED_AT} for update skip locked`;
}

interface Candidate {
  readonly reason: string | null;
  readonly mergedIntoId: string | null;
}

/** The leads that nobody else has, locked in the order of their ids, by id. */
async function lockFree(
  ctx: TxCtx,
  { workflowId }: LockedCampaign,
  waiting: readonly Waiting[],
): Promise<Map<string, Candidate>> {
  const { tx, workspace } = ctx;
  const ids = waiting.flatMap(({ leadId }) => (leadId === null ? [] : [leadId]));
  if (workflowId === null) throw new Error('a campaign without a workflow was started');
  const rows = await tx<(Candidate & { id: string })[]>`
    with c as materialized (
      select ${skipFacts(ctx)} from leads l where l.workspace_id = ${workspace.id} and l.id = any (${ids}::uuid[])
      order by l.id for no key update skip locked)
    select c.id, c.merged_into_id, ${skipReason(ctx, workflowId)} as reason from c`;
  return new Map(rows.map(({ id, ...candidate }) => [id, candidate]));
}

/** Whoever was found to be somebody else is taken as that one, unless that one is in the campaign too. */
async function follow(
  { tx, workspace, at }: TxCtx,
  campaignId: string,
  one: Waiting,
  leadId: string,
): Promise<Settled> {
  const moved = await tx`
    update campaign_leads m set lead_id = ${leadId}
    where m.workspace_id = ${workspace.id} and m.id = ${one.id} and not exists (
      select from campaign_leads o
      where o.workspace_id = ${workspace.id} and o.campaign_id = ${campaignId} and o.lead_id = ${leadId})
    returning m.id`;
  if (moved.length === 0) return { id: one.id, state: 'skipped', reason: 'merged' };
  return { id: one.id, state: 'waiting', retryAt: at };
}

async function settle({ tx, workspace, at }: TxCtx, campaignId: string, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  const count = (state: Settled['state']) => settled.filter((one) => one.state === state).length;
  const [enrolled, skipped, failed] = [count('enrolled'), count('skipped'), count('failed')];
  await tx`
    update campaign_leads m set state = s.state, reason = s.reason, run_id = s.run_id,
      attempts = m.attempts + coalesce((s.retry_at > ${at})::int, 0), available_at = coalesce(s.retry_at, m.available_at),
      settled_at = case when s.state <> 'waiting' then ${at}::timestamptz end
    from unnest(
      ${settled.map(({ id }) => id)}::uuid[], ${settled.map(({ state }) => state)}::text[],
      ${settled.map(({ reason }) => reason ?? null)}::text[], ${settled.map(({ runId }) => runId ?? null)}::uuid[],
      ${settled.map(({ retryAt }) => retryAt?.toISOString() ?? null)}::text[]::timestamptz[]
    ) as s (id, state, reason, run_id, retry_at)
    where m.workspace_id = ${workspace.id} and m.id = s.id`;
  await tx`
    update campaigns set waiting_count = waiting_count - ${enrolled + skipped + failed},
      enrolled_count = enrolled_count + ${enrolled}, skipped_count = skipped_count + ${skipped},
      failed_count = failed_count + ${failed}
    where workspace_id = ${workspace.id} and id = ${campaignId}`;
}
