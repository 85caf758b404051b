import type { Workspace } from '../../kernel/ctx.ts';
import type { SystemContext } from './system-ctx.ts';

/** The workspace with this slug, or undefined. It looks across tenants: for the system and for public addresses only. */
export async function findWorkspace({ db }: Pick<SystemContext, 'db'>, slug: string): Promise<Workspace | undefined> {
  const [found] = await db.sql<Workspace[]>`
    select id, slug, name, time_zone, country, locale from find_workspace(${slug})`;
  return found;
}
