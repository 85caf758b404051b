import type { Workspace } from '../../kernel/ctx.ts';
import type { SystemContext } from './system-ctx.ts';

export interface ListedWorkspace extends Workspace {
  readonly createdAt: Date;
}

/** All workspaces by slug. It looks across tenants: for the system only. */
export async function listWorkspaces({ db }: Pick<SystemContext, 'db'>): Promise<ListedWorkspace[]> {
  return db.sql<ListedWorkspace[]>`
    select id, slug, name, time_zone, country, locale, created_at from list_workspaces()`;
}
