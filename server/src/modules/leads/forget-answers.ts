import type { TxCtx } from '../../db/database.ts';

/** Removes the remembered answers of idempotent requests about leads: a replay must not show one that is gone. */
export async function forgetAnswers({ tx, workspace }: TxCtx, ...leadIds: string[]): Promise<void> {
  await tx`
    delete from idempotency_keys
    where workspace_id = ${workspace.id}
      and (response_body ->> 'id' = any (${leadIds}) or response_body ->> 'leadId' = any (${leadIds}))`;
}
