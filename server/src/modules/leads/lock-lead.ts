import type { TxCtx } from '../../db/database.ts';
import { notFound } from '../../kernel/errors.ts';
import type { Lead } from './lead.ts';
import type { KnownContact } from './lead-columns.ts';

/** What a writer of a lead must know of it before. */
export interface LockedLead extends KnownContact {
  readonly stage: Lead['stage'];
  readonly needsHuman: boolean;
  readonly owner: Lead['owner'];
  readonly phoneMatchKey: string | null;
  readonly externalId: string | null;
  readonly tags: readonly string[];
  readonly optedOutAt: Date | null;
  readonly intent: string | null;
  readonly timeline: string | null;
  readonly source: string | null;
}

/**
 * The lead's row, locked: writers of one lead go one after the other. What only names the lead, such as a timer that comes
 * into line, does not wait for them: a lock `for update` would keep it out, and whoever it keeps waiting with it. Raises
 * `not_found`.
 */
export async function lockLead(ctx: TxCtx, leadId: string): Promise<LockedLead> {
  const [row] = await ctx.tx<LockedLead[]>`
    select stage, needs_human, owner, email, email_verified_at, phone, phone_match_key, phone_verified_at, external_id,
      tags, opted_out_at, intent, timeline, source, name, given_name, middle_name, family_name from leads
    where workspace_id = ${ctx.workspace.id} and id = ${leadId} and is_test = ${ctx.isTest} and deleted_at is null
    for no key update`;
  if (!row) throw notFound('lead');
  return row;
}

/**
 * Verbs that make leads one person, part them, or erase a person go one after the other in a workspace: which rows they
 * must lock is known only after a look at them, and nobody may change that in between.
 */
export async function lockPersons({ tx, workspace }: TxCtx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`persons ${workspace.id}`}, 0))`;
}

/** Marks that something shown with the lead has changed: its ETag must not stay. */
export async function touchLead(ctx: TxCtx, leadId: string): Promise<void> {
  await ctx.tx`
    update leads set revision = revision + 1, updated_at = ${ctx.at}, last_activity_at = ${ctx.at}
    where workspace_id = ${ctx.workspace.id} and id = ${leadId}`;
}
