import { z } from 'zod';
import { type Ctx, transaction } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import { requireScope } from '../../kernel/ctx.ts';
import { timeOfId } from '../../kernel/ids.ts';
import { defineOperation } from '../../kernel/operation.ts';
import { requireLive } from '../../kernel/require-live.ts';
import { recordAudit } from '../timeline/index.ts';
import { type Member, memberSchema, readMember } from './member.ts';
import { memberFields } from './member-input.ts';
import { refuseSecondEmail } from './write-member.ts';

export const newMemberSchema = z.strictObject(memberFields);
export type NewMember = z.infer<typeof newMemberSchema>;

/** Adds a person to the workspace. Raises `forbidden` for a test key, `conflict` member_exists for an e-mail that is there. */
export async function createMember(ctx: Ctx, input: NewMember): Promise<Member> {
  requireScope(ctx, 'members:write');
  requireLive(ctx, 'A member');
  return transaction(ctx, async (tctx) => {
    const { tx, workspace } = tctx;
    await refuseSecondEmail(tctx, input.email);
    const id = tctx.newId(tctx.at);
    const { name, email, role, timeZone = null, hours = null, notifyTo = null } = input;
    const week = hours && tx.json(asJson(hours));
    await tx`
      insert into members (workspace_id, id, name, email, role, time_zone, hours, notify_to, created_at, updated_at)
      values (${workspace.id}, ${id}, ${name}, ${email}, ${role}, ${timeZone}, ${week}, ${notifyTo},
        ${timeOfId(id)}, ${timeOfId(id)})`;
    recordAudit(tctx, { verb: 'createMember', objectType: 'member', objectId: id });
    return readMember(tctx, id);
  });
}

export const createMemberOperation = defineOperation({
  operationId: 'createMember',
  method: 'POST',
  path: '/v1/members',
  tag: 'Members',
  summary: 'Add a member',
  description:
    'A person who works here: answers leads, approves drafts, is told when a person is needed. Not with a test key.',
  auth: 'key',
  scope: 'members:write',
  body: newMemberSchema,
  success: { status: 201, description: 'The member.', schema: memberSchema },
  errors: ['conflict'],
  idempotent: true,
  location: (member) => `/v1/members/${member.id}`,
  handle: (ctx: Ctx, { body }) => createMember(ctx, body),
});
