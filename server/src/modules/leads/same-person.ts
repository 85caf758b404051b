import type { Tx, TxCtx } from '../../db/database.ts';
import { parseEmail, parseSentPhone } from '../../kernel/contact.ts';
import { conflict } from '../../kernel/errors.ts';
import { type ContactPoint, contactPoints, type NewLead } from './new-lead.ts';

/** By what a lead is known again: e-mail lower-cased, the phone's match key. What could not be read is missing. */
export type Points = Partial<Record<ContactPoint, string>>;

export function pointsOf({ externalId, email, phone }: NewLead, country: string): Points {
  const [address, line] = [email ? parseEmail(email) : undefined, phone ? parseSentPhone(phone, country) : undefined];
  return {
    ...(externalId && { externalId }),
    ...(address !== undefined && { email: address }),
    ...(line && { phone: line.matchKey }),
  };
}

/** A lead that has a contact point, and which points it has. */
export interface Known extends Record<ContactPoint, string | null> {
  readonly id: string;
  readonly by: ContactPoint;
  /** Whether the contact point is that of a lead that was merged into this one. */
  readonly isMerged: boolean;
}

/**
 * Makes everybody who looks for one of these contact points wait until this transaction has ended. All at once and in
 * one order for all, so that two who want the same points cannot block each other.
 */
export async function lockPoints(ctx: TxCtx, all: readonly Points[]): Promise<void> {
  const names = all.flatMap((points) =>
    contactPoints.flatMap((by) => (points[by] === undefined ? [] : [lockName(ctx, by, points[by])])),
  );
  if (names.length === 0) return;
  await ctx.tx`
    with keys as materialized (select distinct hashtextextended(name, 0) as key from unnest(${names}::text[]) as n (name) order by 1)
    select pg_advisory_xact_lock(key) from keys`;
}

/**
 * For each contact point the lead that has it and was active last, else the one into which such a lead was merged, in
 * the order in which sameness looks.
 */
export async function findKnown(ctx: TxCtx, points: Points): Promise<Known[]> {
  const { tx } = ctx;
  const looks = contactPoints.flatMap((by) => {
    const value = points[by];
    return value === undefined ? [] : [tx`(${lastActive(ctx, by, value)})`, tx`(${lastSurvivor(ctx, by, value)})`];
  });
  const [first, ...more] = looks;
  if (!first) return [];
  const union = more.reduce((all, look) => tx`${all} union all ${look}`, first);
  const found = await tx<Known[]>`${union}`;
  return contactPoints.flatMap((by) => {
    const own = found.filter((known) => known.by === by);
    return own.find(({ isMerged }) => !isMerged) ?? own[0] ?? [];
  });
}

/** Raises `conflict` duplicate_lead where another lead has one of the contact points that must be its own. */
export async function refuseDuplicate(ctx: TxCtx, points: Points, unique: readonly ContactPoint[]): Promise<void> {
  const own = Object.fromEntries(unique.flatMap((by) => (points[by] === undefined ? [] : [[by, points[by]]])));
  await lockPoints(ctx, [own]);
  const [known] = await findKnown(ctx, own);
  if (!known) return;
  const message = `Another lead has the same ${words[known.by]}. Update that one, or leave this one out of \`unique\`.`;
  throw conflict('duplicate_lead', message, { leadId: known.id, by: known.by });
}

const words: Record<ContactPoint, string> = { externalId: 'external id', email: 'e-mail', phone: 'phone number' };

function lockName({ workspace, isTest }: TxCtx, by: ContactPoint, value: string): string {
  return `lead:${workspace.id}:${isTest}:${by}:${value}`;
}

function lastActive({ tx, workspace, isTest }: TxCtx, by: ContactPoint, value: string): ReturnType<Tx> {
  return tx`
    select ${by}::text as by, false as is_merged, id, external_id, email, phone_match_key as phone from leads
    where workspace_id = ${workspace.id} and is_test = ${isTest} and deleted_at is null and ${columnOf(tx, by)} = ${value}
    order by last_activity_at desc, id desc limit 1`;
}

/** The living lead, active last, into which one with a contact point was merged, over any number of merges. */
function lastSurvivor({ tx, workspace, isTest }: TxCtx, by: ContactPoint, value: string): ReturnType<Tx> {
  return tx`
    with recursive merged as (
      select merged_into_id as id from leads
      where workspace_id = ${workspace.id} and is_test = ${isTest} and merged_into_id is not null
        and ${columnOf(tx, by)} = ${value}
      union
      select l.merged_into_id from merged m
      join leads l on l.workspace_id = ${workspace.id} and l.id = m.id and l.merged_into_id is not null
    )
    select ${by}::text as by, true as is_merged, l.id, l.external_id, l.email, l.phone_match_key as phone from merged m
    join leads l on l.workspace_id = ${workspace.id} and l.id = m.id and l.deleted_at is null
    order by l.last_activity_at desc, l.id desc limit 1`;
}

function columnOf(tx: Tx, by: ContactPoint): ReturnType<Tx> {
  if (by === 'externalId') return tx`external_id`;
  return by === 'email' ? tx`email` : tx`phone_match_key`;
}
