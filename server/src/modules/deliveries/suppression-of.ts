import { createHash } from 'node:crypto';
import type { TxCtx } from '../../db/database.ts';
import { parseEmail, parseSentPhone } from '../../kernel/contact.ts';

/** Why an address that stands in no lead must not be contacted, in any spelling; null where it may, or is none. */
export async function suppressionOf(
  { tx, workspace, isTest }: TxCtx,
  { kind, text }: { readonly kind: 'phone' | 'email'; readonly text: string },
): Promise<string | null> {
  const key = kind === 'email' ? parseEmail(text) : parseSentPhone(text, workspace.country)?.matchKey;
  if (key === undefined || isTest) return null;
  const hash = createHash('sha256').update(`${workspace.id}:${key}`).digest();
  const [found] = await tx<{ reason: string }[]>`
    select reason from suppressions
    where workspace_id = ${workspace.id} and kind = ${kind} and address_hash = ${hash} and lifted_at is null limit 1`;
  return found?.reason ?? null;
}
