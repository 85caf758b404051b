import { type Ctx, transaction } from '../../db/database.ts';
import { notFound } from '../../kernel/errors.ts';
import { isUuid } from '../../kernel/ids.ts';

/**
 * The id where the workspace has such an agent. It asks for no scope, as it tells nothing else: for faces whose leads
 * are reached through their agent. Raises `not_found`, also for what is no id.
 */
export async function requireAgent(ctx: Ctx, { agentId }: { agentId: string }): Promise<string> {
  if (!isUuid(agentId)) throw notFound('agent');
  const [found] = await transaction(
    ctx,
    ({ tx, workspace }) =>
      tx<{ id: string }[]>`select id from agents where workspace_id = ${workspace.id} and id = ${agentId}`,
  );
  if (!found) throw notFound('agent');
  return found.id;
}
