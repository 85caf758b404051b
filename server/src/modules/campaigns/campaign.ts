import { z } from 'zod';
import type { Tx, TxCtx } from '../../db/database.ts';
import { weeklyHoursSchema } from '../../engagement/workflow/definition.ts';
import { notFound } from '../../kernel/errors.ts';

export const campaignStates = ['draft', 'scheduled', 'running', 'paused', 'finished', 'cancelled'] as const;
export type CampaignState = (typeof campaignStates)[number];

const time = z.iso.datetime();

export const campaignSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    workflow: z.object({ id: z.uuid(), key: z.string(), name: z.string() }).nullable(),
    state: z
      .enum(campaignStates)
      .describe('scheduled: started, and waits for `startAt`. finished: nobody waits any more.'),
    perHour: z.int().nullable().describe('Leads an hour at most; no limit where null.'),
    windows: weeklyHoursSchema
      .nullable()
      .describe("When leads are taken, by weekday and the workspace's clocks; always where null."),
    startAt: time.nullable(),
    startedAt: time.nullable(),
    endedAt: time.nullable(),
    nextAt: time.nullable().describe('When the next lead can be taken.'),
    counts: z.object({
      waiting: z.int(),
      enrolled: z.int(),
      skipped: z.int(),
      failed: z.int(),
    }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Campaign' });
export type Campaign = z.infer<typeof campaignSchema>;

export const campaignParams = z.strictObject({ campaignId: z.uuid().describe("The campaign's id.") });

type TimeKey = 'startAt' | 'startedAt' | 'endedAt' | 'nextAt' | 'createdAt' | 'updatedAt';
interface CampaignRow extends Omit<Campaign, TimeKey> {
  readonly startAt: Date | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly nextAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Who still waited when a campaign was cancelled counts as skipped: 100,000 rows need not be written for it. */
export const CANCELLED_REASON = 'campaign_cancelled';

/** Campaigns that fit `condition` (a `where` over `c`, and what follows it), in its order. */
export async function selectCampaigns(tx: Tx, condition: ReturnType<Tx>): Promise<Campaign[]> {
  const rows = await tx<CampaignRow[]>`
    select c.id, c.name, c.state, c.per_hour, c.windows, c.start_at, c.started_at, c.ended_at, c.next_at,
      case when c.state = 'cancelled'
        then json_build_object('waiting', 0, 'enrolled', c.enrolled_count, 'skipped', c.skipped_count + c.waiting_count,
          'failed', c.failed_count)
        else json_build_object('waiting', c.waiting_count, 'enrolled', c.enrolled_count, 'skipped', c.skipped_count,
          'failed', c.failed_count) end as counts,
      c.created_at, c.updated_at,
      case when w.id is not null then json_build_object('id', w.id, 'key', w.key, 'name', w.name) end as workflow
    from campaigns c left join workflows w on w.workspace_id = c.workspace_id and w.id = c.workflow_id
    ${condition}`;
  return rows.map((row) => ({
    ...row,
    startAt: row.startAt?.toISOString() ?? null,
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    nextAt: row.nextAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** A campaign as the API shows it. Raises `not_found`. */
export async function readCampaign({ tx, workspace }: TxCtx, campaignId: string): Promise<Campaign> {
  const [campaign] = await selectCampaigns(tx, tx`where c.workspace_id = ${workspace.id} and c.id = ${campaignId}`);
  if (!campaign) throw notFound('campaign');
  return campaign;
}
