import type { Ctx } from '../db/database.ts';
import { FoyerError } from '../kernel/errors.ts';
import { isUuid } from '../kernel/ids.ts';
import { findWorkspace, type SystemContext, systemCtx } from '../modules/workspaces/index.ts';
import { type Cli, type Input, UsageError } from './command.ts';

/** The system in the workspace that `--workspace` names; raises `not_found`. */
export async function findCtx(input: Input, cli: Cli, isTest = false): Promise<Ctx> {
  const app: SystemContext = await cli.open();
  const slug = input.needed('workspace');
  const workspace = await findWorkspace(app, slug);
  if (!workspace) throw new FoyerError('not_found', `There is no workspace ${slug}: foyer workspace list shows them.`);
  return systemCtx(app, workspace, { isTest });
}

/** The argument where it is an id. */
export function idOf(input: Input, noun: string): string {
  if (isUuid(input.argument)) return input.argument.toLowerCase();
  throw new UsageError(`${JSON.stringify(input.argument)} is no ${noun}'s id: foyer ${noun} list shows them.`);
}
