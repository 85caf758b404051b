import { type Ctx, transaction } from '../../db/database.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { type Member, memberParams, memberSchema, readMember } from './member.ts';

/** One member, active or not. Raises `not_found`. */
export async function getMember(ctx: Ctx, { memberId }: { memberId: string }): Promise<Member> {
  requireScope(ctx, 'members:read');
  return transaction(ctx, (tctx) => readMember(tctx, memberId));
}

export const getMemberOperation = defineOperation({
  operationId: 'getMember',
  method: 'GET',
  path: '/v1/members/{memberId}',
  tag: 'Members',
  summary: 'Get a member',
  auth: 'key',
  scope: 'members:read',
  params: memberParams,
  success: { status: 200, description: 'The member.', schema: memberSchema },
  errors: ['not_found'],
  handle: (ctx: Ctx, { params }) => getMember(ctx, params),
});
