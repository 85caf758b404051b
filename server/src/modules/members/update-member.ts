import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';
import { type Member, memberParams, memberSchema, readMember } from './member.ts';
import { memberFields } from './member-input.ts';
import { refuseSecondEmail, requireOtherOwner } from './write-member.ts';

export const memberChangeSchema = z
  .strictObject({ ...memberFields, isActive: z.boolean() })
  .partial()
  .refine((input) => Object.values(input).some((value) => value !== undefined), 'Give at least one field to change.');
export type MemberChange = z.infer<typeof memberChangeSchema>;

/**
 * Changes what is given and leaves the rest; null clears. Raises `not_found`, `forbidden` for a test key, `conflict`
 * member_exists, and last_owner where nobody else would be an active owner.
 */
export async function updateMember(
  ctx: Ctx,
  { memberId, change }: { memberId: string; change: MemberChange },
): Promise<Member> {
  requireScope(ctx, 'members:write');
  requireLive(ctx, 'A member');
  const { hours, ...plain } = change;
  return transaction(ctx, async (tctx) => {
    const { tx, at, workspace } = tctx;
    if (change.email !== undefined) await refuseSecondEmail(tctx, change.email, memberId);
    const ceases = change.isActive === false || (change.role !== undefined && change.role !== 'owner');
    if (ceases) await requireOtherOwner(tctx, memberId);
    const columns = {
      ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
      ...(hours !== undefined && { hours: hours && tx.json(asJson(hours)) }),
      updatedAt: at,
    };
    await tx`update members set ${tx(columns)} where workspace_id = ${workspace.id} and id = ${memberId}`;
    const changed = Object.keys(change).filter((key) => Reflect.get(change, key) !== undefined);
    recordAudit(tctx, { verb: 'updateMember', objectType: 'member', objectId: memberId, changed });
    return readMember(tctx, memberId);
  });
}

export const updateMemberOperation = defineOperation({
  operationId: 'updateMember',
  method: 'PATCH',
  path: '/v1/members/{memberId}',
  tag: 'Members',
  summary: 'Update a member',
  description: 'What is left out stays as it is; null clears. The last owner stays one: 409 `last_owner`.',
  auth: 'key',
  scope: 'members:write',
  params: memberParams,
  body: memberChangeSchema,
  success: { status: 200, description: 'The member as it is now.', schema: memberSchema },
  errors: ['not_found', 'conflict'],
  handle: (ctx: Ctx, { params, body }) => updateMember(ctx, { ...params, change: body }),
});
