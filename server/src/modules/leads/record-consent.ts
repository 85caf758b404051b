import type { TxCtx } from '../../db/database.ts';
import { timeOfId } from '../../kernel/ids.ts';
import type { NewLead } from './new-lead.ts';

/** Keeps that a lead agreed to be contacted: why, when, and the words shown. */
export async function recordConsent(
  ctx: TxCtx,
  leadId: string,
  channel: string,
  consent: NonNullable<NewLead['consent']>,
): Promise<void> {
  const id = ctx.newId(ctx.at);
  await ctx.tx`
    insert into consents (workspace_id, id, lead_id, basis, channel, words_shown, given_at, created_at)
    values (${ctx.workspace.id}, ${id}, ${leadId}, ${consent.basis}, ${channel}, ${consent.wordsShown ?? null},
      ${consent.givenAt ?? ctx.at}, ${timeOfId(id)})`;
}
