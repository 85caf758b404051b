import { type Ctx, type ProcessTools, processToolsOf } from '../../db/database.ts';
import type { Workspace } from '../../kernel/ctx.ts';
import { scopes } from '../../kernel/scopes.ts';

/** What work outside a request has of the process: the composition root's context satisfies it. */
export type SystemContext = ProcessTools;

/** The system itself in a workspace, with every scope: for the command line, jobs and the start. */
export function systemCtx(
  app: SystemContext,
  workspace: Workspace,
  { isTest = false }: { isTest?: boolean } = {},
): Ctx {
  return {
    ...processToolsOf(app),
    workspace,
    isTest,
    actor: { kind: 'system', id: null },
    scopes: new Set(scopes),
    requestId: app.newId(app.clock.now()),
  };
}
