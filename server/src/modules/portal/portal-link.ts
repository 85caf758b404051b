import { randomBytes } from 'node:crypto';
import type { TxCtx } from '../../db/database.ts';
import { hashKey } from '../../kernel/key-format.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';

const DAY_MS = 86_400_000;

/** How long a link lasts where nobody says otherwise. */
export const LINK_LASTS_DAYS = 14;

export interface PortalLink {
  /** The whole address; its last part is the token, which is kept as a hash only. */
  readonly url: string;
  readonly expiresAt: Date;
}

/** A new link to a lead's own page; those made before go on working. The caller holds the lead's lock. */
export async function makePortalLink(
  ctx: TxCtx,
  { leadId, lastsDays = LINK_LASTS_DAYS }: { leadId: string; lastsDays?: number },
): Promise<PortalLink> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(ctx.at.getTime() + lastsDays * DAY_MS);
  await ctx.tx`
    insert into token_directory (token_hash, kind, workspace_id, subject_id, created_at, expires_at)
    values (${hashKey(token)}, 'portal', ${ctx.workspace.id}, ${leadId}, ${ctx.at}, ${expiresAt})`;
  const summary = `Link to the lead's own page made, until ${expiresAt.toISOString().slice(0, 10)}`;
  recordEvent(ctx, { type: 'portal_link.created', leadId, data: { expiresAt: expiresAt.toISOString() } });
  recordAction(ctx, { leadId, type: 'system_note', summary });
  return { url: ctx.files.addressOf(`/portal/${token}`), expiresAt };
}
