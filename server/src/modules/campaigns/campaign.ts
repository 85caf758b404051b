import { z } from 'zod';
import type { Tx } from '../../db/database.ts';

export const campaignSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    workflow: z.object({ id: z.uuid(), key: z.string(), name: z.string() }).nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Campaign' });
export type Campaign = z.infer<typeof campaignSchema>;

interface CampaignRow extends Omit<Campaign, 'createdAt' | 'updatedAt'> {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Campaigns that fit `condition` (a `where` over `c`, and what follows it), in its order. */
export async function selectCampaigns(tx: Tx, condition: ReturnType<Tx>): Promise<Campaign[]> {
  const rows = await tx<CampaignRow[]>`
    select c.id, c.name, c.created_at, c.updated_at,
      case when w.id is not null then json_build_object('id', w.id, 'key', w.key, 'name', w.name) end as workflow
    from campaigns c left join workflows w on w.workspace_id = c.workspace_id and w.id = c.workflow_id
    ${condition}`;
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}
