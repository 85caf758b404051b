import type postgres from 'postgres';
import { type Ctx, type TxCtx, transaction } from '../../db/database.ts';
import { conflict } from '../../kernel/errors.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { fitsFilters, type LeadFilters } from '../leads/index.ts';
import { recordAudit, recordEvent } from '../timeline/index.ts';
import { lockCampaign, wakeCampaigns } from './lock-campaign.ts';

/** Leads in one transaction: nobody can erase them for some 50 ms. */
const BATCH = 1_000;

interface Put {
  readonly matched: number;
  readonly added: number;
  readonly refused: { index: number; code: string; message: string }[];
}

/** Puts leads of the caller's kind in line in the order of their ids given; names those that are not there. */
export function putByIds(
  ctx: Ctx,
  { campaignId, leadIds }: { campaignId: string; leadIds: readonly string[] },
): Promise<Put> {
  return transaction(ctx, async (tctx) => {
    const { tx, workspace, isTest } = tctx;
    const { matchedIds, added } = await putBatch(
      tctx,
      campaignId,
      tx`
        select l.id, array_position(${[...leadIds]}::uuid[], l.id) as nth from leads l
        where l.workspace_id = ${workspace.id} and l.id = any (${[...leadIds]}::uuid[]) and l.is_test = ${isTest}
          and l.deleted_at is null`,
      leadIds.length,
    );
    const there = new Set(matchedIds);
    const message = 'No lead with this id in this workspace.';
    const refused = leadIds.flatMap((id, index) => (there.has(id) ? [] : [{ index, code: 'not_found', message }]));
    return { matched: matchedIds.length, added, refused };
  });
}

/** Puts all leads in line that fit and were there when it began, newest first, in transactions of 1,000. */
export async function putByFilter(
  ctx: Ctx,
  { campaignId, filter }: { campaignId: string; filter: LeadFilters },
): Promise<Put> {
  let [matched, added] = [0, 0];
  let below = ctx.newId(ctx.clock.now());
  for (;;) {
    const put = await transaction(ctx, async (tctx) => {
      const fits = await fitsFilters(tctx, filter);
      const picked = tctx.tx`
        select l.id, row_number() over (order by l.id desc) as nth from leads l ${fits()} and l.id < ${below}
        order by l.id desc limit ${BATCH}`;
      return putBatch(tctx, campaignId, picked, BATCH);
    });
    matched += put.matchedIds.length;
    added += put.added;
    const last = put.matchedIds.at(-1);
    if (last === undefined || put.matchedIds.length < BATCH) return { matched, added, refused: [] };
    below = last;
  }
}

/** Locks a campaign that takes leads. Raises `not_found`, `conflict` campaign_cancelled. */
export async function requireOpen(ctx: TxCtx, campaignId: string): Promise<void> {
  const { state } = await lockCampaign(ctx, campaignId);
  if (state !== 'cancelled') return;
  throw conflict('campaign_cancelled', 'The campaign is cancelled: nobody can be added. Make another one.');
}

/** `picked` gives `id` and its place `nth` from 1. The ids picked come in their order. */
async function putBatch(
  ctx: TxCtx,
  campaignId: string,
  picked: postgres.PendingQuery<postgres.Row[]>,
  atMost: number,
): Promise<{ matchedIds: string[]; added: number }> {
  const { tx, at, workspace } = ctx;
  await requireOpen(ctx, campaignId);
  const ids = Array.from({ length: atMost }, () => ctx.newId(at));
  const times = ids.map((id) => timeOfId(id).toISOString());
  const [put] = await tx<{ matchedIds: string[]; added: number }[]>`
    with picked as materialized (${picked}), locked as materialized (
      -- As whoever writes to several leads does; by their foreign key they would be locked in the order picked.
      select l.id from leads l where l.workspace_id = ${workspace.id} and l.id in (select id from picked)
      order by l.id for key share
    ), made as (
      insert into campaign_leads (workspace_id, id, campaign_id, lead_id, available_at, created_at)
      select ${workspace.id}, i.id, ${campaignId}, p.id, ${at}, i.at
      from picked p join locked k on k.id = p.id
      join unnest(${ids}::uuid[], ${times}::text[]::timestamptz[]) with ordinality as i (id, at, nth) on i.nth = p.nth
      order by i.nth
      on conflict (workspace_id, campaign_id, lead_id) do nothing returning 1
    )
    select array(select id from picked order by nth) as matched_ids, (select count(*) from made)::int as added`;
  if (!put) throw new Error('an aggregate without a row');
  if (put.added > 0) await tellAdded(ctx, campaignId, put.added);
  return put;
}

/** One that had nobody left goes on. */
async function tellAdded(ctx: TxCtx, campaignId: string, added: number): Promise<void> {
  const { tx, at, workspace } = ctx;
  await tx`
    update campaigns set waiting_count = waiting_count + ${added}, updated_at = ${at},
      state = case when state = 'finished' then 'running' else state end,
      ended_at = case when state = 'finished' then null else ended_at end,
      next_at = case when state in ('running', 'finished') then coalesce(next_at, ${at}) else next_at end
    where workspace_id = ${workspace.id} and id = ${campaignId}`;
  recordEvent(ctx, { type: 'campaign.leads_added', data: { campaignId, added } });
  recordAudit(ctx, { verb: 'addCampaignLeads', objectType: 'campaign', objectId: campaignId, changed: ['leads'] });
  wakeCampaigns(ctx);
}
