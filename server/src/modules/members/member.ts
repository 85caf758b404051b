import { z } from 'zod';
import type { Tx, TxCtx } from '../../db/database.ts';
import { weeklyHoursSchema } from '../../engagement/workflow/definition.ts';
import { notFound } from '../../kernel/errors.ts';

export const roles = ['owner', 'admin', 'operator', 'viewer'] as const;

export const memberSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    timeZone: z.string().nullable().describe("Of the hours; the workspace's where it is null."),
    hours: weeklyHoursSchema.nullable().describe('When somebody is on duty; null: always.'),
    notifyTo: z
      .string()
      .nullable()
      .describe('Where to tell that a person is needed: an e-mail address or an https URL.'),
    isActive: z.boolean().describe('One that is not works here no more, and is kept for what names him.'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof memberSchema>;

interface MemberRow extends Omit<Member, 'createdAt' | 'updatedAt'> {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Members that fit `condition` (a `where` over `m`, and what follows it), in its order. */
export async function selectMembers(tx: Tx, condition: ReturnType<Tx>): Promise<Member[]> {
  const rows = await tx<MemberRow[]>`
    select m.id, m.name, m.email, m.role, m.time_zone, m.hours, m.notify_to, m.is_active, m.created_at, m.updated_at
    from members m ${condition}`;
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** One member, for verbs that answer with what they wrote. Raises `not_found`. */
export async function readMember({ tx, workspace }: TxCtx, memberId: string): Promise<Member> {
  const [found] = await selectMembers(tx, tx`where m.workspace_id = ${workspace.id} and m.id = ${memberId}`);
  if (!found) throw notFound('member');
  return found;
}

export const memberParams = z.strictObject({ memberId: z.uuid().describe("The member's id.") });
