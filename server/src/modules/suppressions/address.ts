import { createHash } from 'node:crypto';
import type { TxCtx } from '../../db/database.ts';
import { parseEmail, parseSentPhone } from '../../kernel/contact.ts';
import { invalidInput } from '../../kernel/errors.ts';

export const addressKinds = ['email', 'phone'] as const;

export interface Address {
  readonly kind: (typeof addressKinds)[number];
  /** Lower case, or E.164. */
  readonly address: string;
}

/** An address as it was written, in the form in which leads keep it. Raises `invalid_input` where it is none. */
export function readAddress({ workspace }: Pick<TxCtx, 'workspace'>, kind: Address['kind'], text: string): Address {
  const address = kind === 'email' ? parseEmail(text) : parseSentPhone(text, workspace.country)?.e164;
  if (address !== undefined) return { kind, address };
  const message =
    kind === 'email'
      ? 'This is not an e-mail address.'
      : 'This is not a phone number. Write it with its country code, such as +14155550100.';
  throw invalidInput(message, [{ path: ['address'], message }]);
}

/** What stands for an address once it is erased too: one for all spellings of a number. */
export function hashOf(ctx: Pick<TxCtx, 'workspace'>, address: Address): Buffer {
  return createHash('sha256')
    .update(`${ctx.workspace.id}:${matchKeyOf(ctx, address)}`)
    .digest();
}

/** What leads with this address have in `email` or in `phone_match_key`. */
export function matchKeyOf({ workspace }: Pick<TxCtx, 'workspace'>, { kind, address }: Address): string {
  return kind === 'email' ? address : (parseSentPhone(address, workspace.country)?.matchKey ?? address);
}

/**
 * Makes whoever suppresses or frees one of these addresses wait until this transaction has ended: else the one who is
 * back would free what the other, not yet seen, keeps suppressed. In one order for all, after the leads' own locks.
 */
export async function lockHashes({ tx, workspace }: TxCtx, hashes: readonly Buffer[]): Promise<void> {
  if (hashes.length === 0) return;
  const names = hashes.map((hash) => `suppression:${workspace.id}:${hash.toString('hex')}`);
  await tx`
    with keys as materialized (select distinct hashtextextended(name, 0) as key from unnest(${names}::text[]) as n (name) order by 1)
    select pg_advisory_xact_lock(key) from keys`;
}
