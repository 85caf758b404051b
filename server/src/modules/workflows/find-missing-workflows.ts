import { type Ctx, transaction } from '../../db/database.ts';

/** Those of the keys that no workflow of the workspace has, in their order; one statement. For the system: no scope. */
export async function findMissingWorkflows(ctx: Ctx, keys: readonly string[]): Promise<string[]> {
  const rows = await transaction(
    ctx,
    ({ tx, workspace }) => tx<{ key: string }[]>`
      select key from workflows where workspace_id = ${workspace.id} and key = any(${[...keys]}::text[])`,
  );
  const found = new Set(rows.map(({ key }) => key));
  return keys.filter((key) => !found.has(key));
}
