import type { Ctx, Database } from '../../db/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log, Workspace } from '../../kernel/ctx.ts';
import type { Files } from '../../kernel/files.ts';
import { scopes } from '../../kernel/scopes.ts';

/** What work outside a request has of the process: the composition root's context satisfies it. */
export interface SystemContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly newId: (at: Date) => string;
  readonly log: Log;
  readonly files: Files;
}

/** The system itself in a workspace, with every scope: for the command line, jobs and the start. */
export function systemCtx(
  { db, clock, newId, log, files }: SystemContext,
  workspace: Workspace,
  { isTest = false }: { isTest?: boolean } = {},
): Ctx {
  return {
    db,
    clock,
    newId,
    log,
    files,
    workspace,
    isTest,
    actor: { kind: 'system', id: null },
    scopes: new Set(scopes),
    requestId: newId(clock.now()),
  };
}
