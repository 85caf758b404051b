import type { TxCtx } from '../../db/database.ts';
import { parseEmail, parseSentPhone } from '../../kernel/contact.ts';

/** Who is reached over a channel, as its provider names the one: an address, or what stands for it there. */
interface Customer {
  readonly kind: 'phone' | 'email';
  readonly text: string;
}

/** Why a customer whose address stands in no lead must not be contacted; null where it may, or where no address is named. */
export async function suppressionOf({ tx, workspace, isTest }: TxCtx, customer: Customer): Promise<string | null> {
  const keys = keysOf(customer, workspace.country);
  if (keys.length === 0 || isTest) return null;
  const [found] = await tx<{ reason: string }[]>`
    select reason from suppressions
    where workspace_id = ${workspace.id} and kind = ${customer.kind} and lifted_at is null
      and address_hash in (
        select sha256(convert_to(${workspace.id} || ':' || key, 'UTF8')) from unnest(${keys}::text[]) as k (key))
    limit 1`;
  return found?.reason ?? null;
}

/**
 * All that the name may mean. Digits alone are a number of the workspace's country or, as WhatsApp's `wa_id`, one with its
 * country code: whichever is suppressed keeps the message back.
 */
function keysOf({ kind, text }: Customer, country: string): string[] {
  // `whatsapp:+351...`, `tel:...`, `mailto:...`
  const bare = text.trim().replace(/^[a-z][a-z+.-]*:(\/\/)?/i, '');
  const found = kind === 'email' ? emailKeys(bare) : phoneKeys(bare, country);
  return found.filter((key) => key !== undefined);
}

function emailKeys(text: string): (string | undefined)[] {
  return [parseEmail(/<([^<>]+)>$/.exec(text)?.[1] ?? text.replace(/\?.*$/s, ''))];
}

function phoneKeys(text: string, country: string): (string | undefined)[] {
  // What follows the number: a link's parameters, a device of it and a host, as in `351...:12@s.whatsapp.net`.
  const line = text.replace(/[;:?@].*$/s, '').trim();
  const spellings = /^\d+$/.test(line) ? [line, `+${line}`] : [line];
  return spellings.map((spelling) => parseSentPhone(spelling, country)?.matchKey);
}
