import type { TxCtx } from '../../db/database.ts';

/** Removes the remembered answers of idempotent requests about a lead: a replay must not show one that is gone. */
export async function forgetAnswers({ tx, workspace }: TxCtx, leadId: string): Promise<void> {
  await tx`
    delete from idempotency_keys
    where workspace_id = ${workspace.id} and ${leadId} in (response_body ->> 'id', response_body ->> 'leadId')`;
}
