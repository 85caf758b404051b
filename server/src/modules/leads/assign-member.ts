import type { TxCtx } from '../../db/database.ts';
import { type Candidate, chooseMember } from '../../engagement/assignment.ts';
import type { AssignmentRule } from '../../engagement/workflow/definition.ts';
import { recordAction, recordEvent } from '../timeline/index.ts';
import { loadDefinition } from '../workflows/index.ts';

interface Assigning {
  readonly leadId: string;
  readonly workflowId: string;
  readonly rule: AssignmentRule | undefined;
}

/**
 * Gives a locked lead that is nobody's to the member whose turn it is in the workflow. Nothing without a rule; where
 * there is nobody to give it to the timeline says so.
 */
export async function assignMember(ctx: TxCtx, { leadId, workflowId, rule }: Assigning): Promise<void> {
  const { tx, at, workspace } = ctx;
  if (!rule || (await isAssigned(ctx, leadId))) return;
  // From here on nobody else takes a turn in this workflow: what the next statements read is what the last one left.
  const lastId = await lockTurn(ctx, workflowId);
  const members = await readMembers(ctx, rule);
  const memberId = chooseMember(rule.mode, members, lastId);
  const member = members.find(({ id }) => id === memberId);
  if (!member) {
    recordAction(ctx, { leadId, type: 'system_note', summary: 'Not assigned: no member can take the lead' });
    return;
  }
  await Promise.all([
    tx`
      update assignment_turns set last_member_id = ${member.id}, updated_at = ${at}
      where workspace_id = ${workspace.id} and workflow_id = ${workflowId} and is_test = ${ctx.isTest}`,
    tx`
      update leads set assigned_member_id = ${member.id}, updated_at = ${at}, revision = revision + 1
      where workspace_id = ${workspace.id} and id = ${leadId}`,
  ]);
  recordEvent(ctx, { type: 'lead.assigned', leadId, data: { memberId: member.id, mode: rule.mode } });
  const how = rule.mode === 'round_robin' ? 'in turn' : 'as the one with the fewest leads';
  recordAction(ctx, { leadId, type: 'system_note', summary: `Assigned to ${member.name}, ${how}` });
}

/** The same by the workflow of the lead's newest active run, for who asks for a person whatever the run. */
export async function assignByRun(ctx: TxCtx, leadId: string): Promise<void> {
  const { tx, workspace } = ctx;
  const [run] = await tx<{ workflowId: string; workflowVersion: number }[]>`
    select workflow_id, workflow_version from runs
    where workspace_id = ${workspace.id} and lead_id = ${leadId} and is_active order by id desc limit 1`;
  if (!run) return;
  const { workflowId, workflowVersion: version } = run;
  const { assignment: rule } = await loadDefinition(ctx, { workflowId, version });
  await assignMember(ctx, { leadId, workflowId, rule });
}

async function isAssigned({ tx, workspace }: TxCtx, leadId: string): Promise<boolean> {
  const [row] = await tx`
    select from leads where workspace_id = ${workspace.id} and id = ${leadId} and assigned_member_id is not null`;
  return row !== undefined;
}

async function lockTurn({ tx, at, workspace, isTest }: TxCtx, workflowId: string): Promise<string | null> {
  const [row] = await tx<{ lastMemberId: string | null }[]>`
    insert into assignment_turns as t (workspace_id, workflow_id, is_test, updated_at)
    values (${workspace.id}, ${workflowId}, ${isTest}, ${at})
    on conflict (workspace_id, workflow_id, is_test) do update set updated_at = t.updated_at
    returning last_member_id`;
  return row?.lastMemberId ?? null;
}

/** Those who may take a lead, in the order of the turns: as the rule lists them, else as they joined. */
function readMembers(
  { tx, workspace, isTest }: TxCtx,
  { members }: AssignmentRule,
): Promise<(Candidate & { readonly name: string })[]> {
  const emails = members?.map((email) => email.toLowerCase());
  return tx<(Candidate & { name: string })[]>`
    select m.id, m.name, (
      select count(*)::int from leads l
      where l.workspace_id = m.workspace_id and l.assigned_member_id = m.id and l.is_test = ${isTest}
        and l.deleted_at is null and l.stage not in ('converted', 'lost')) as load
    from members m
    where m.workspace_id = ${workspace.id} and m.is_active
      and ${emails ? tx`lower(m.email) = any (${emails}::text[])` : tx`m.role <> 'viewer'`}
    order by ${emails ? tx`array_position(${emails}::text[], lower(m.email)), ` : tx``} m.id`;
}
