import { createMemberOperation } from './create-member.ts';
import { deleteMemberOperation } from './delete-member.ts';
import { getMemberOperation } from './get-member.ts';
import { listMembersOperation } from './list-members.ts';
import { updateMemberOperation } from './update-member.ts';

export { createMember, type NewMember, newMemberSchema } from './create-member.ts';
export { deleteMember } from './delete-member.ts';
export { listMembers } from './list-members.ts';
export { type Member, roles } from './member.ts';
export { hoursInput } from './member-input.ts';
export { membersToTell, requireMember } from './members-to-tell.ts';
export { type MemberChange, memberChangeSchema, updateMember } from './update-member.ts';

export const memberOperations = [
  listMembersOperation,
  createMemberOperation,
  getMemberOperation,
  updateMemberOperation,
  deleteMemberOperation,
] as const;
