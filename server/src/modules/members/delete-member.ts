import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';
import { memberParams, readMember } from './member.ts';
import { requireOtherOwner } from './write-member.ts';

/**
 * Removes a member; one whom leads, runs, conversations or messages name is deactivated and stays readable. Returns
 * whether it is gone. Raises `not_found`, `forbidden` for a test key, `conflict` last_owner.
 */
export async function deleteMember(ctx: Ctx, { memberId }: { memberId: string }): Promise<boolean> {
  requireScope(ctx, 'members:write');
  requireLive(ctx, 'A member');
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    await readMember(tctx, memberId);
    await requireOtherOwner(tctx, memberId);
    // Locked before it is looked for: who names a member waits for this row.
    await tx`select id from members where workspace_id = ${workspace.id} and id = ${memberId} for update`;
    const [row] = await tx<{ isNamed: boolean }[]>`
      select exists (select from leads where workspace_id = ${workspace.id} and assigned_member_id = ${memberId})
        or exists (select from runs where workspace_id = ${workspace.id} and assigned_member_id = ${memberId})
        or exists (select from conversations where workspace_id = ${workspace.id} and owner_member_id = ${memberId})
        or exists (select from messages where workspace_id = ${workspace.id} and member_id = ${memberId}) as is_named`;
    const isNamed = row?.isNamed === true;
    if (isNamed)
      await tx`
        update members set is_active = false, updated_at = ${at}
        where workspace_id = ${workspace.id} and id = ${memberId}`;
    else await tx`delete from members where workspace_id = ${workspace.id} and id = ${memberId}`;
    recordAudit(tctx, { verb: 'deleteMember', objectType: 'member', objectId: memberId });
    return !isNamed;
  });
}

export const deleteMemberOperation = defineOperation({
  operationId: 'deleteMember',
  method: 'DELETE',
  path: '/v1/members/{memberId}',
  tag: 'Members',
  summary: 'Remove a member',
  description:
    'One whom leads, conversations or messages name is deactivated instead, and stays readable. The last owner cannot go: 409 `last_owner`.',
  auth: 'key',
  scope: 'members:write',
  params: memberParams,
  success: { status: 204, description: 'The member works here no more.' },
  errors: ['not_found', 'conflict'],
  handle: async (ctx: Ctx, { params }) => {
    await deleteMember(ctx, params);
  },
});
