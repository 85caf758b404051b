import type { Ctx, Tx, TxCtx } from '../../db/database.ts';
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

/** What has changed since then. */
export interface Changed {
  readonly since: Date;
  /** All of them, where they are few. */
  readonly ids: readonly string[] | undefined;
}

/**
 * What `isChanged` needs: leads that changed are many, and then near in the list's order, or few enough to be named by
 * their own index. Who polls asks for the few.
 */
export async function findChanged(
  { tx, workspace, isTest }: TxCtx,
  since: Date | undefined,
): Promise<Changed | undefined> {
  if (since === undefined) return undefined;
  const [found] = await tx<{ ids: string[] | null }[]>`
    select case when count(*) < ${FEW} then coalesce(array_agg(id), '{}') end as ids
    from (
      select l.id from leads l
      where l.workspace_id = ${workspace.id} and l.is_test = ${isTest} and l.deleted_at is null and l.updated_at > ${since}
      order by l.updated_at desc limit ${FEW}) c`;
  return { since, ids: found?.ids ?? undefined };
}

export function isChanged(tx: Tx, changed: Changed | undefined): Condition {
  if (changed === undefined) return tx``;
  const { since, ids } = changed;
  return ids === undefined
    ? tx`and l.updated_at > ${since}`
    : tx`and l.id = any (${[...ids]}) and case when l.updated_at > ${since} then true else false end`;
}

/** Qualified leads that have not opted out and with whom nothing was said since then, or never. */
export interface Quiet {
  readonly since: Date;
  /** All of them, where they are few. */
  readonly ids: readonly string[] | undefined;
}

/** Since when nothing was said with a lead that is quiet for so many days. */
export function quietBefore({ clock }: Pick<Ctx, 'clock'>, days: number): Date {
  return new Date(clock.now().getTime() - days * 86_400_000);
}

/** Of so many the index tells in 0.1 ms which they are. */
const FEW = 1_000;

/**
 * What `isQuiet` needs. In the list's order leads that are quiet are either near, where there are many, or few enough to
 * be named: of 30,000 qualified leads 30 quiet, a page took 12 ms by walking the list, 0.1 by their names.
 */
export async function findQuiet(ctx: TxCtx, days: number | undefined): Promise<Quiet | undefined> {
  if (days === undefined) return undefined;
  const { tx, workspace, isTest } = ctx;
  const since = quietBefore(ctx, days);
  const pick = (isWanted: Condition) => tx`
    (select l.id from leads l
    where l.workspace_id = ${workspace.id} and l.is_test = ${isTest} and l.deleted_at is null
      and l.stage = 'qualified' and l.opted_out_at is null and ${isWanted} limit ${FEW})`;
  const [found] = await tx<{ ids: string[] | null; isFew: boolean }[]>`
    select count(*) < ${FEW} as is_few, case when count(*) < ${FEW} then array_agg(id) end as ids
    from (${pick(tx`l.last_message_at is null`)} union all ${pick(tx`l.last_message_at < ${since}`)}) q`;
  return { since, ids: found?.isFew ? (found.ids ?? []) : undefined };
}

export function isQuiet(tx: Tx, quiet: Quiet | undefined): Condition {
  if (quiet === undefined) return tx``;
  const { since, ids } = quiet;
  const isSilent = tx`(l.last_message_at is null or l.last_message_at < ${since})`;
  if (ids === undefined) return tx`and l.stage = 'qualified' and l.opted_out_at is null and ${isSilent}`;
  // In one piece: of its parts Postgres would make a walk through all the qualified, to find the ids among them.
  return tx`and l.id = any (${[...ids]})
    and case when l.stage = 'qualified' and l.opted_out_at is null then ${isSilent} else false end`;
}
