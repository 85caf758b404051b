import type { Tx } from '../../db/database.ts';
import { parseEmail, parseSentPhone } from '../../kernel/contact.ts';

/** Conditions on `l`, a lead, for statements that pick leads. Each begins with `and`, or is empty for what is not asked. */
type Condition = ReturnType<Tx>;

/** Leads that bear a tag, in any case. */
export function bearsTag(tx: Tx, tag: string | undefined): Condition {
  if (tag === undefined) return tx``;
  return tx`and exists (select from lead_tags g
    where g.workspace_id = l.workspace_id and g.is_test = l.is_test and g.lead_id = l.id and g.tag_key = lower(${tag}))`;
}

/** As the row itself says it: what a statement that locks leads looks at again when it had to wait for one. */
export function stillBearsTag(tx: Tx, tag: string | undefined): Condition {
  return tag === undefined ? tx`` : tx`and lower(${tag}) in (select lower(t.name) from unnest(l.tags) as t (name))`;
}

/** Leads of an agent. */
export function isOfAgent(tx: Tx, agentId: string | undefined): Condition {
  return agentId === undefined ? tx`` : tx`and l.agent_id = ${agentId}`;
}

/** What names one lead, or the few that share it; undefined is not asked. */
export interface ContactFilter {
  readonly email?: string | undefined;
  /** In any national form. */
  readonly phone?: string | undefined;
  readonly externalId?: string | undefined;
}

/** Leads with these contact points; what can be none of them is nobody's. `country` is the workspace's. */
export function isReachedBy(tx: Tx, { email, phone, externalId }: ContactFilter, country: string): Condition {
  return tx`
    ${email === undefined ? tx`` : tx`and l.email = ${parseEmail(email) ?? ''}`}
    ${phone === undefined ? tx`` : tx`and l.phone_match_key = ${parseSentPhone(phone, country)?.matchKey ?? ''}`}
    ${externalId === undefined ? tx`` : tx`and l.external_id = ${externalId}`}`;
}

/** Leads with these words in the name, the e-mail address or the business name, or these digits in the phone number. */
export function hasWords(tx: Tx, words: string | undefined): Condition {
  if (words === undefined || words.trim() === '') return tx``;
  const pattern = `%${words.trim().replaceAll(/[\\%_]/g, '\\$&')}%`;
  const digits = searchedDigits(words);
  const inPhone = digits === undefined ? tx`` : tx`or l.phone like ${`%${digits}%`}`;
  return tx`and (l.name ilike ${pattern} or l.email ilike ${pattern} or l.business_name ilike ${pattern} ${inPhone})`;
}

/**
 * The digits of what looks like a piece of a phone number: without the zeros that stand before it in a national form,
 * as it is stored with its country's code. Fewer than three would be in every number.
 */
function searchedDigits(words: string): string | undefined {
  if (!/^[+\d\s().\-/]+$/.test(words)) return undefined;
  const digits = words.replaceAll(/\D/g, '').replace(/^0+/, '');
  return digits.length < 3 ? undefined : digits;
}

/** Qualified leads that have not opted out and with whom nothing was said for so many days, or never. */
export function isQuietFor(tx: Tx, days: number | undefined, now: Date): Condition {
  if (days === undefined) return tx``;
  const since = new Date(now.getTime() - days * 86_400_000);
  // Of 200,000 qualified leads half, one in a thousand or none quiet: 0.1, 7 and 90 ms along the list's own index.
  // An index with the time in it goes unused: a prepared plan takes any bound to let a third through.
  return tx`and l.stage = 'qualified' and l.opted_out_at is null
    and (l.last_message_at is null or l.last_message_at < ${since})`;
}
