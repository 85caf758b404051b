import type { TxCtx } from '../../db/database.ts';
import { asJson } from '../../db/json.ts';
import type { ChecklistGroup } from '../../engagement/workflow/definition.ts';
import { timeOfId } from '../../kernel/ids.ts';

/** Groups keep their rows by name, items by code. Items that are gone stay for the leads that got them. */
export async function writeChecklist(ctx: TxCtx, workflowId: string, groups: readonly ChecklistGroup[]): Promise<void> {
  await ctx.tx`
    update checklist_items set is_current = false
    where workspace_id = ${ctx.workspace.id} and workflow_id = ${workflowId} and is_current`;
  if (groups.length === 0) return;
  const groupIds = await writeGroups(ctx, workflowId, groups);
  const items = groups
    .flatMap((group) => group.items.map((item) => ({ ...item, groupId: idOf(groupIds, group.name) })))
    .map((item, position) => ({
      ...identity(ctx),
      workflowId,
      groupId: item.groupId,
      code: item.code,
      label: item.label,
      fieldType: item.fieldType,
      isRequired: item.required,
      fieldKey: item.field ?? null,
      conditions: json(ctx, item.conditions),
      config: json(ctx, item.config),
      clientInstructions: item.clientInstructions ?? null,
      agentInstructions: item.agentInstructions ?? null,
      validationRules: item.validationRules,
      position,
    }));
  await ctx.tx`
    insert into checklist_items ${ctx.tx(items)}
    on conflict (workspace_id, workflow_id, code) do update
      set group_id = excluded.group_id, label = excluded.label, field_type = excluded.field_type,
        is_required = excluded.is_required, field_key = excluded.field_key, conditions = excluded.conditions,
        config = excluded.config, client_instructions = excluded.client_instructions,
        agent_instructions = excluded.agent_instructions, validation_rules = excluded.validation_rules,
        position = excluded.position, is_current = true`;
}

async function writeGroups(
  ctx: TxCtx,
  workflowId: string,
  groups: readonly ChecklistGroup[],
): Promise<ReadonlyMap<string, string>> {
  const rows = groups.map(({ name, conditions }, position) => {
    return { ...identity(ctx), workflowId, name, conditions: json(ctx, conditions), position };
  });
  const written = await ctx.tx<{ id: string; name: string }[]>`
    insert into checklist_groups ${ctx.tx(rows)}
    on conflict (workspace_id, workflow_id, name) do update
      set conditions = excluded.conditions, position = excluded.position
    returning id, name`;
  return new Map(written.map((group) => [group.name, group.id]));
}

function identity(ctx: TxCtx): { workspaceId: string; id: string; createdAt: Date } {
  const id = ctx.newId(ctx.at);
  return { workspaceId: ctx.workspace.id, id, createdAt: timeOfId(id) };
}

function json(ctx: TxCtx, value: unknown) {
  return value === undefined ? null : ctx.tx.json(asJson(value));
}

function idOf(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`the checklist group ${name} has no row`);
  return id;
}
