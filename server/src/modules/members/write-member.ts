import type { TxCtx } from '../../db/database.ts';
import { conflict } from '../../kernel/errors.ts';

/** Raises `conflict` member_exists where another member has this e-mail. Who adds or renames members goes one after the other. */
export async function refuseSecondEmail(
  { tx, workspace }: TxCtx,
  email: string,
  exceptId: string | null = null,
): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`members ${workspace.id}`}, 0))`;
  const [other] = await tx<{ id: string }[]>`
    select id from members
    where workspace_id = ${workspace.id} and lower(email) = lower(${email}) and id is distinct from ${exceptId}`;
  if (!other) return;
  throw conflict('member_exists', 'Another member has this e-mail. Give each their own.', { memberId: other.id });
}

/** Raises `conflict` last_owner where nobody else is an active owner: a workspace would be nobody's. */
export async function requireOtherOwner({ tx, workspace }: TxCtx, memberId: string): Promise<void> {
  const owners = await tx<{ id: string }[]>`
    select id from members
    where workspace_id = ${workspace.id} and role = 'owner' and is_active order by id for update`;
  const isLast = owners.length === 1 && owners[0]?.id === memberId;
  if (isLast) throw conflict('last_owner', 'This is the last owner. Make another member an owner first.');
}
