import { type Ctx, transaction } from '../../db/database.ts';
import { hashKey } from '../../kernel/key-format.ts';

/** Whether a secret opens this workspace now: for what keeps one and wants to know if it needs another. */
export async function isUsableSecret(ctx: Ctx, secret: string): Promise<boolean> {
  const [found] = await transaction(
    ctx,
    ({ tx, at, workspace }) => tx`
      select from api_keys
      where workspace_id = ${workspace.id} and secret_hash = ${hashKey(secret)}
        and revoked_at is null and (expires_at is null or expires_at > ${at})`,
  );
  return found !== undefined;
}
