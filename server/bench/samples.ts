import type { Sql } from 'postgres';
import type { BenchWorkspace, WorkspaceKind } from './fill/make-workspaces.ts';

/** A lead that is to be read, and the key that may. */
export interface LeadSample {
  readonly id: string;
  readonly agentId: string;
  readonly secret: string;
}

/** A page that is to be read: under which id it begins, and the id of its last row. */
export interface PageSample {
  readonly start: string;
  readonly last: string;
  readonly secret: string;
}

const MOST_LEADS = 50_000;
const PAGE = 25;

/** What the cases ask for and what must come, as the database tells it and not the product. */
export function createSampler(sql: Sql, workspaces: readonly BenchWorkspace[]) {
  const secrets = new Map(workspaces.map(({ id, secret }) => [id, secret]));
  const withSecret = <T extends { workspaceId: string }>(row: T) => ({
    ...row,
    secret: secrets.get(row.workspaceId) ?? '',
  });
  const idsOf = (kinds: readonly WorkspaceKind[]) =>
    workspaces.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);

  return {
    /** Leads of all workspaces in any order. */
    async randomLeads(): Promise<LeadSample[]> {
      const rows = await sql<{ workspaceId: string; id: string; agentId: string }[]>`
        select workspace_id as "workspaceId", id, agent_id as "agentId" from leads
        where workspace_id = any (${idsOf(['plain', 'deep', 'half', 'thousandth'])})
        order by md5(id::text) limit ${MOST_LEADS}`;
      return rows.map(withSecret);
    },

    async fatLeads(): Promise<LeadSample[]> {
      const rows = await sql<{ workspaceId: string; id: string; agentId: string }[]>`
        select workspace_id as "workspaceId", id, agent_id as "agentId" from leads
        where workspace_id = any (${idsOf(['plain'])}) and external_id like 'fat-%' order by md5(id::text)`;
      return rows.map(withSecret);
    },

    /** The first page of every workspace that has more than one. */
    async firstPages(): Promise<PageSample[]> {
      const rows = await sql<{ workspaceId: string; start: string; last: string }[]>`
        select w.id as "workspaceId", '' as start, l.id as last
        from workspaces w cross join lateral (
          select id from leads where workspace_id = w.id order by id desc offset ${PAGE - 1} limit 1
        ) l
        where w.id = any (${idsOf(['plain', 'deep'])})`;
      return rows.map(withSecret);
    },

    /** Some hundred pages at about the given depth, of the workspace that has so many leads. */
    async deepPages(depth: number): Promise<PageSample[]> {
      const rows = await sql<{ workspaceId: string; start: string; last: string }[]>`
        select * from (
          select workspace_id as "workspaceId", id as start, lead(id, ${PAGE}::int) over (order by id desc) as last
          from leads where workspace_id = any (${idsOf(['deep'])})
        ) rows where last is not null order by start desc offset ${depth - 250} limit 500`;
      return rows.map(withSecret);
    },

    /** The first page of those that are stale; none where there are too few for a page. */
    async stalePages(kind: 'half' | 'thousandth'): Promise<PageSample[]> {
      const rows = await sql<{ workspaceId: string; start: string; last: string }[]>`
        select workspace_id as "workspaceId", '' as start, id as last from leads
        where workspace_id = any (${idsOf([kind])}) and last_message_at < now() - interval '7 days'
        order by id desc offset ${PAGE - 1} limit 1`;
      return rows.map(withSecret);
    },
  };
}

export type Sampler = ReturnType<typeof createSampler>;
