import type { TxCtx } from '../../db/database.ts';

/** Why a lead is not taken into a campaign's workflow; `merged` and `lead_gone` show only when its turn has come. */
export const skipReasons = [
  'opted_out',
  'suppressed',
  'with_person',
  'in_workflow',
  'merged',
  'lead_gone',
  'campaign_cancelled',
] as const;

type Fragment = ReturnType<TxCtx['tx']>;

/** Columns of `leads l` that `skipReason` asks for. A number is suppressed by its match key, in all its spellings. */
export function skipFacts({ tx, workspace }: TxCtx): Fragment {
  const hashOf = (address: Fragment) => tx`sha256(convert_to(${workspace.id}::text || ':' || ${address}, 'UTF8'))`;
  return tx`l.id, l.deleted_at, l.merged_into_id, l.opted_out_at, l.owner = 'person' or l.needs_human as is_with_person,
    ${hashOf(tx`l.email`)} as email_hash, ${hashOf(tx`coalesce(l.phone_match_key, l.phone)`)} as phone_hash`;
}

/**
 * Why the lead in `c`, a materialized part with `skipFacts`, is skipped, null where it is not. Materialized, as a policy
 * lets no index be used for what is compared with a value that is hashed in the same part. Any of its addresses that is
 * suppressed keeps it out: who asked one channel for silence is not to be reached in bulk by another.
 */
export function skipReason({ tx, workspace }: TxCtx, workflowId: string): Fragment {
  const isSuppressed = (kind: string, hash: Fragment) => tx`exists (
    select from suppressions s
    where s.workspace_id = ${workspace.id} and s.kind = ${kind} and s.address_hash = ${hash} and s.lifted_at is null)`;
  return tx`case
    when c.deleted_at is not null then 'lead_gone'
    when c.opted_out_at is not null then 'opted_out'
    when ${isSuppressed('email', tx`c.email_hash`)} or ${isSuppressed('phone', tx`c.phone_hash`)} then 'suppressed'
    when c.is_with_person then 'with_person'
    when exists (
      select from runs r
      where r.workspace_id = ${workspace.id} and r.lead_id = c.id and r.workflow_id = ${workflowId} and r.is_active)
      then 'in_workflow'
    end`;
}
