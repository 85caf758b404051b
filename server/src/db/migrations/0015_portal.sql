-- What is wrong with a checklist item, where a file came from and what it is, when a run's checklist was complete.

-- In words that the lead can act on; there only while the item is invalid or waits for a review.
alter table lead_checklist_items add column problem text;

alter table documents
  -- By its content, whatever its sender said; null where that could not be told, or was not looked at.
  add column content_kind text,
  add column sender text not null default 'api' check (sender in ('api', 'portal'));

-- Null again when something is wanted again: what is complete is told of once.
alter table runs add column checklist_completed_at timestamptz(3);

create or replace view checklist_item_views with (security_invoker = true) as
select i.workspace_id, i.lead_id, i.id, c.workflow_id, g.position as group_position, c.position as item_position, (
  select row_to_json(v) from (
    select i.id, i.lead_id as "leadId", i.checklist_item_id as "checklistItemId", coalesce(c.code, i.code) as code,
      coalesce(c.label, i.label) as label, coalesce(c.field_type, i.field_type) as "fieldType",
      coalesce(c.is_required, i.is_required) as "isRequired", i.status, i.value, i.value_source as "valueSource",
      i.problem, i.item_override as "itemOverride", coalesce(c.config, i.config) as config, c.conditions,
      coalesce(c.client_instructions, i.client_instructions) as "clientInstructions",
      coalesce(c.agent_instructions, i.agent_instructions) as "agentInstructions",
      coalesce(c.validation_rules, i.validation_rules) as "validationRules", i.is_auto_skipped as "isAutoSkipped",
      i.created_at as "createdAt", i.updated_at as "updatedAt", c.workflow_id as "workflowId",
      c.field_key as "fieldKey", g.id as "groupId", g.name as "groupName", g.conditions as "groupConditions"
  ) v
) as shown
from lead_checklist_items i
left join checklist_items c on c.workspace_id = i.workspace_id and c.id = i.checklist_item_id
left join checklist_groups g on g.workspace_id = c.workspace_id and g.id = c.group_id;

create or replace view document_views with (security_invoker = true) as
select d.workspace_id, d.lead_id, d.id, (
  select row_to_json(v) from (
    select d.id, d.file_name as "fileName", d.mime_type as "mimeType", d.content_kind as "contentKind",
      d.size_bytes as "sizeBytes", d.external_id as "externalId", d.metadata, d.created_at as "createdAt",
      coalesce((
        select json_agg(row_to_json(t) order by t.id) from (
          select x.id, i.id as "leadChecklistItemId", coalesce(i.label, c.label) as label,
            x.overall_valid as "overallValid", x.validation_result as "validationResult"
          from checklist_item_documents x
          join lead_checklist_items i on i.workspace_id = x.workspace_id and i.id = x.lead_checklist_item_id
          left join checklist_items c on c.workspace_id = i.workspace_id and c.id = i.checklist_item_id
          where x.workspace_id = d.workspace_id and x.document_id = d.id
        ) t), '[]') as "checklistItems"
  ) v
) as shown
from documents d where d.deleted_at is null;

-- Removes the tokens that ended before then, of all workspaces; how many.
create function forget_ended_tokens(before timestamptz) returns int
  language sql security definer set search_path = public, pg_temp
  begin atomic
    with gone as (delete from token_directory where expires_at < before returning 1)
    select count(*)::int from gone;
  end;
grant create on schema public to foyer_engine;
call make_engine_function('forget_ended_tokens(timestamptz)');
revoke create on schema public from foyer_engine;
create index token_directory_end on token_directory (expires_at) where expires_at is not null;
