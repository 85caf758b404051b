import { createHash } from 'node:crypto';
import type { TxCtx } from '../../db/database.ts';
import { parseSentPhone } from '../../kernel/contact.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { recordEvent } from '../timeline/index.ts';

interface Address {
  readonly kind: 'email' | 'phone';
  readonly address: string;
}

/**
 * Suppresses for everybody what was proved to be an opted-out lead's, as far as it is not yet: its own addresses, or
 * those of `provedBy`, who is the same person. What is tried with a test key must not silence the real ones.
 */
export async function suppressProved(ctx: TxCtx, leadId: string, provedBy = leadId): Promise<void> {
  if (ctx.isTest) return;
  const addresses = await selectProved(ctx, provedBy);
  await lockAddresses(
    ctx,
    addresses.map((one) => hashOf(ctx, one.address)),
  );
  for (const { kind, address } of addresses) {
    const id = ctx.newId(ctx.at);
    const added = await ctx.tx`
      insert into suppressions (workspace_id, id, kind, address, address_hash, reason, lead_id, created_at)
      values (${ctx.workspace.id}, ${id}, ${kind}, ${address}, ${hashOf(ctx, address)}, 'the lead opted out', ${leadId},
        ${timeOfId(id)})
      on conflict do nothing returning id`;
    if (added.length > 0) await recordEvent(ctx, { type: 'suppression.added', leadId, data: { kind } });
  }
}

/**
 * Frees what an opt-out suppressed, once its lead is in again: the addresses it had then and those it has proved now.
 * One stays suppressed while a lead that proved it is out; that one's opting in frees it then.
 */
export async function liftSuppressions(ctx: TxCtx, leadId: string): Promise<void> {
  if (ctx.isTest) return;
  const { tx, workspace } = ctx;
  const [proved, own] = await Promise.all([
    selectProved(ctx, leadId),
    tx<{ addressHash: Buffer }[]>`
      select address_hash from suppressions
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and lifted_at is null`,
  ]);
  const hashes = proved.map((one) => hashOf(ctx, one.address));
  await lockAddresses(ctx, [...hashes, ...own.map((one) => one.addressHash)]);
  const found = await Promise.all([
    tx<Suppression[]>`
      select id, kind, address from suppressions
      where workspace_id = ${workspace.id} and lead_id = ${leadId} and lifted_at is null`,
    ...proved.map(
      ({ kind, address }) => tx<Suppression[]>`
        select id, kind, address from suppressions
        where workspace_id = ${workspace.id} and kind = ${kind} and address_hash = ${hashOf(ctx, address)}
          and lifted_at is null and lead_id <> ${leadId}`,
    ),
  ]);
  await liftFree(ctx, leadId, found.flat());
}

/** Frees what was suppressed by `leadId` for being proved by `provedBy`, who turned out to be somebody else. */
export async function liftForeign(ctx: TxCtx, leadId: string, provedBy: string): Promise<void> {
  if (ctx.isTest) return;
  const { tx, workspace } = ctx;
  const addresses = await selectProved(ctx, provedBy);
  const hashes = addresses.map((one) => hashOf(ctx, one.address));
  await lockAddresses(ctx, hashes);
  const candidates = await tx<Suppression[]>`
    select id, kind, address from suppressions
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and lifted_at is null
      and address = any (${addresses.map((one) => one.address)})`;
  await liftFree(ctx, leadId, candidates);
}

interface Suppression {
  readonly id: string;
  readonly kind: Address['kind'];
  /** Null after its erasure. */
  readonly address: string | null;
}

async function liftFree(ctx: TxCtx, leadId: string, suppressions: readonly Suppression[]): Promise<void> {
  const { tx, at, workspace } = ctx;
  for (const { id, kind, address } of suppressions) {
    if (address !== null && (await isProvedByOneOut(ctx, { kind, address }))) continue;
    await tx`update suppressions set lifted_at = ${at} where workspace_id = ${workspace.id} and id = ${id}`;
    await recordEvent(ctx, { type: 'suppression.lifted', leadId, data: { kind } });
  }
}

/** By the index of each kind: 0.1 ms among 200,000 leads, where one look for both kinds took 250 ms. */
async function isProvedByOneOut({ tx, workspace, isTest }: TxCtx, { kind, address }: Address): Promise<boolean> {
  const isIt =
    kind === 'email'
      ? tx`email = ${address} and email_verified_at is not null`
      : tx`phone_match_key = ${parseSentPhone(address, workspace.country)?.matchKey ?? address}
          and phone = ${address} and phone_verified_at is not null`;
  const found = await tx`
    select from leads
    where workspace_id = ${workspace.id} and ${isIt} and is_test = ${isTest} and opted_out_at is not null
      and deleted_at is null limit 1`;
  return found.length > 0;
}

function selectProved({ tx, workspace }: TxCtx, leadId: string): Promise<Address[]> {
  return tx<Address[]>`
    select 'email' as kind, email as address from leads
    where workspace_id = ${workspace.id} and id = ${leadId} and email is not null and email_verified_at is not null
    union all
    select 'phone', phone from leads
    where workspace_id = ${workspace.id} and id = ${leadId} and phone is not null and phone_verified_at is not null`;
}

/**
 * Makes whoever opts out or in with one of these addresses wait until this transaction has ended: else the one who is
 * back would free what the other, not yet seen, keeps suppressed. In one order for all, after the leads' own locks.
 */
async function lockAddresses({ tx, workspace }: TxCtx, hashes: readonly Buffer[]): Promise<void> {
  if (hashes.length === 0) return;
  const names = hashes.map((hash) => `suppression:${workspace.id}:${hash.toString('hex')}`);
  await tx`
    with keys as materialized (select distinct hashtextextended(name, 0) as key from unnest(${names}::text[]) as n (name) order by 1)
    select pg_advisory_xact_lock(key) from keys`;
}

function hashOf({ workspace }: TxCtx, address: string): Buffer {
  return createHash('sha256').update(`${workspace.id}:${address}`).digest();
}
