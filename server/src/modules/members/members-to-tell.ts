import type { TxCtx } from '../../db/database.ts';
import { isOpenAt } from '../../engagement/calendar/index.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { type Member, selectMembers } from './member.ts';

/** Whom to tell that a lead needs a person: its own member, else those on duty now, else all who may answer. */
export async function membersToTell({ tx, at, workspace }: TxCtx, leadId: string): Promise<string[]> {
  const [lead] = await tx<{ assignedMemberId: string | null }[]>`
    select assigned_member_id from leads where workspace_id = ${workspace.id} and id = ${leadId}`;
  const able = await selectMembers(
    tx,
    tx`where m.workspace_id = ${workspace.id} and m.is_active and m.role <> 'viewer' order by m.id`,
  );
  const own = able.filter(({ id }) => id === lead?.assignedMemberId);
  const isOnDuty = ({ hours, timeZone }: Member) =>
    hours === null || isOpenAt(hours, timeZone ?? workspace.timeZone, at);
  const told = [own, able.filter(isOnDuty), able].find((some) => some.length > 0) ?? [];
  return told.map(({ id }) => id);
}

/** Raises `invalid_input` where no active member of the workspace has this id. No statement where none is given. */
export async function requireMember({ tx, workspace }: TxCtx, memberId: string | undefined): Promise<void> {
  if (memberId === undefined) return;
  const found = await tx`
    select id from members where workspace_id = ${workspace.id} and id = ${memberId} and is_active for key share`;
  if (found.length > 0) return;
  const message = 'No active member of this workspace has this id.';
  throw invalidInput('There is no such member.', [{ path: ['memberId'], message }]);
}
