import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';

export const tagName = z.string().trim().min(1).max(100);

export const tagSchema = z
  .object({ name: z.string(), leadCount: z.int().describe('Leads that bear it, in any case.') })
  .meta({ id: 'Tag' });
export type Tag = z.infer<typeof tagSchema>;

/** The spelling of a tag that was made, else the one its newest bearer has; undefined where there is none in any case. */
export async function findSpelling({ tx, workspace, isTest }: TxCtx, name: string): Promise<string | undefined> {
  const [found] = await tx<{ name: string | null }[]>`
    select coalesce(
      (select name from tags
       where workspace_id = ${workspace.id} and is_test = ${isTest} and lower(name) = lower(${name})),
      (select name from lead_tags
       where workspace_id = ${workspace.id} and is_test = ${isTest} and tag_key = lower(${name})
       order by lead_id desc limit 1)) as name`;
  return found?.name ?? undefined;
}

/** How many leads bear a tag, in any case; of an agent where one is given. 20 ms where 100,000 do. */
export async function countBearers(
  { tx, workspace, isTest }: TxCtx,
  { name, agentId }: { name: string; agentId?: string | undefined },
): Promise<number> {
  const [counted] = await tx<{ leads: number }[]>`
    select count(*)::int as leads from lead_tags
    where workspace_id = ${workspace.id} and is_test = ${isTest} and tag_key = lower(${name})
      ${agentId === undefined ? tx`` : tx`and agent_id = ${agentId}`}`;
  return counted?.leads ?? 0;
}
