import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import type { MergedRow } from './merge-columns.ts';

/** A lead's row as merging and its undoing need it. */
export interface MergeLead extends MergedRow {
  readonly id: string;
  readonly optedOutAt: Date | null;
  readonly deletedAt: Date | null;
  readonly mergedIntoId: string | null;
}

/** The rows of leads that the caller's kind sees, deleted ones too, locked in the order of their ids. */
export function lockForMerge({ tx, workspace, isTest }: TxCtx, leadIds: readonly string[]): Promise<MergeLead[]> {
  return tx<MergeLead[]>`
    select id, name, given_name, middle_name, family_name, email, email_verified_at, phone, phone_match_key,
      phone_verified_at, business_name, title, website, goal, intent, timeline, qualification_score, rules_score, qualification_notes,
      source, external_id, external_portal_link, activity_summary, time_zone, language, campaign_id, assigned_member_id,
      imported_at, submitted_at, stage, lost_reason, needs_human, needs_human_reason, owner, tags, metadata,
      form_responses, opted_out_at, deleted_at, merged_into_id
    from leads where workspace_id = ${workspace.id} and id = any (${[...leadIds]}::uuid[]) and is_test = ${isTest}
    order by id for no key update`;
}

/** Writes a survivor's columns, and when it last spoke, which its conversations say. */
export async function writeColumns(
  { tx, at, workspace }: TxCtx,
  leadId: string,
  { metadata, formResponses, ...columns }: Record<string, unknown>,
): Promise<void> {
  const row = {
    ...columns,
    metadata: tx.json(asJson(metadata)),
    formResponses: tx.json(asJson(formResponses)),
    lastActivityAt: at,
    updatedAt: at,
  };
  await tx`
    update leads l set ${tx(row)}, revision = l.revision + 1, last_message_at = (
      select max(c.last_message_at) from conversations c where c.workspace_id = l.workspace_id and c.lead_id = l.id)
    where l.workspace_id = ${workspace.id} and l.id = ${leadId}`;
}
