import { randomBytes } from 'node:crypto';
import type { TxCtx } from '../../db/database.ts';
import { hashKey } from '../../kernel/key-format.ts';

const DAY_MS = 86_400_000;

/** Longer than any law asks for, as an old message must stop those to come as well as a new one. */
const LINK_LASTS_DAYS = 365;

/**
 * The address at which the holder of a lead's e-mail address ends all contact, by a page and by one click of a mail
 * program (RFC 8058): put it into `List-Unsubscribe`, with `List-Unsubscribe-Post: List-Unsubscribe=One-Click`. Only for
 * mail to that address: who has the link is taken for its owner. Each call makes one; those made before go on working.
 */
export async function makeUnsubscribeLink(ctx: TxCtx, leadId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(ctx.at.getTime() + LINK_LASTS_DAYS * DAY_MS);
  await ctx.tx`
    insert into token_directory (token_hash, kind, workspace_id, subject_id, created_at, expires_at)
    values (${hashKey(token)}, 'unsubscribe', ${ctx.workspace.id}, ${leadId}, ${ctx.at}, ${expiresAt})`;
  return ctx.files.addressOf(`/unsubscribe/${token}`);
}
