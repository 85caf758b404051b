import { z } from 'zod';
import type { TxCtx } from '../../db/database.ts';

export const tagName = z.string().trim().min(1).max(100);

export const tagSchema = z
  .object({ name: z.string(), leadCount: z.int().describe('Leads that bear it, in any case.') })
  .meta({ id: 'Tag' });
export type Tag = z.infer<typeof tagSchema>;

/** Whoever makes a tag or gives it another name waits here for others who do: two could come to one name. */
export async function lockTags({ tx, workspace, isTest }: TxCtx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`tags:${workspace.id}:${isTest}`}, 0))`;
}

/**
 * Every tag that was made or that a lead bears, by name, without regard to case: the spelling it was made in, else the
 * one used most. With `agentId` only that agent's leads are counted; with `name` only that tag is looked for.
 */
export async function selectTags(
  { tx, workspace, isTest }: TxCtx,
  { agentId, name }: { agentId?: string | undefined; name?: string } = {},
): Promise<Tag[]> {
  const ofAgent = agentId === undefined ? tx`` : tx`and l.agent_id = ${agentId}`;
  return tx<Tag[]>`
    select coalesce(max(made.name), mode() within group (order by borne.name)) as name, count(borne.name)::int as lead_count
    from (select name from tags where workspace_id = ${workspace.id} and is_test = ${isTest}) as made
    full join (
      select t.name from leads l cross join unnest(l.tags) as t (name)
      where l.workspace_id = ${workspace.id} and l.is_test = ${isTest} and l.deleted_at is null ${ofAgent}
    ) as borne on lower(borne.name) = lower(made.name)
    ${name === undefined ? tx`` : tx`where lower(coalesce(made.name, borne.name)) = lower(${name})`}
    group by lower(coalesce(made.name, borne.name)) order by lower(coalesce(made.name, borne.name))`;
}
