-- What stands around a lead, each part as one view that every reader uses, and a function that reads all parts for many
-- callers in one statement. `shown` is the JSON of a row. Row-level security is that of whoever reads.

create view checklist_item_views with (security_invoker = true) as
select i.workspace_id, i.lead_id, i.id, c.workflow_id, g.position as group_position, c.position as item_position, (
  select row_to_json(v) from (
    select i.id, i.lead_id as "leadId", i.checklist_item_id as "checklistItemId", coalesce(c.code, i.code) as code,
      coalesce(c.label, i.label) as label, coalesce(c.field_type, i.field_type) as "fieldType",
      coalesce(c.is_required, i.is_required) as "isRequired", i.status, i.value, i.value_source as "valueSource",
      i.item_override as "itemOverride", coalesce(c.config, i.config) as config, c.conditions,
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
grant select on checklist_item_views to foyer_server;

create view document_views with (security_invoker = true) as
select d.workspace_id, d.lead_id, d.id, (
  select row_to_json(v) from (
    select d.id, d.file_name as "fileName", d.mime_type as "mimeType", d.size_bytes as "sizeBytes",
      d.external_id as "externalId", d.metadata, d.created_at as "createdAt",
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
grant select on document_views to foyer_server;

-- Lines of the timeline with what was said. No `coalesce` in a condition on an id: to a policy that is a function that
-- could tell what it sees, so the index would not be asked and every conversation of the workspace be read.
create view action_views with (security_invoker = true) as
select a.workspace_id, a.lead_id, a.id, a.type, a.status, coalesce(m.direction, a.input ->> 'direction') as direction,
  coalesce(m.scheduled_at, a.created_at) as due_at, (
  select row_to_json(v) from (
    select a.id, a.type, a.status, a.summary,
      case when a.actor_kind = 'agent' then a.actor_id else (
        select c.agent_id from conversations c
        where c.workspace_id = a.workspace_id
          and c.id = case when m.id is null then a.conversation_id else m.conversation_id end) end as "agentId",
      a.conversation_id as "conversationId", a.appointment_id as "appointmentId", a.input, a.output, a.error,
      a.tool_name as "toolName", a.document_id as "documentId", a.completed_at as "completedAt",
      a.created_at as "createdAt",
      case when m.id is not null then (
        select row_to_json(said) from (
          select m.id, m.body as text, m.subject, m.channel, m.direction, m.author, m.status,
            m.scheduled_at as "scheduledAt", m.created_at as "createdAt") said) end as message
  ) v
) as shown
from action_logs a
left join messages m on m.workspace_id = a.workspace_id and m.id = a.message_id;
grant select on action_views to foyer_server;
-- What waits is found without reading the timeline; a line that is done, as nearly all are, is not in it.
create index action_logs_waiting on action_logs (workspace_id, lead_id, id) where status in ('pending', 'awaiting_approval');

-- Who else a lead may be: the others that share its e-mail or phone. None for a test lead.
create view lead_match_views with (security_invoker = true) as
select l.workspace_id, l.id as lead_id, o.id, (
  select row_to_json(v) from (
    select o.id, o.name, o.email, o.phone, o.stage, o.created_at as "createdAt",
      array_remove(array[
        case when o.email = l.email then 'email' end,
        case when o.phone_match_key = l.phone_match_key then 'phone' end], null) as "matchedBy"
  ) v
) as shown
from leads l
join leads o on o.workspace_id = l.workspace_id and o.is_test = l.is_test and o.id <> l.id and o.deleted_at is null
  and (o.email = l.email or o.phone_match_key = l.phone_match_key)
where not l.is_test and l.deleted_at is null;
grant select on lead_match_views to foyer_server;

-- What stands around the leads of many callers, each read with the row-level security of its own workspace, as in
-- read_leads. Afterwards the tenant is what it was, so that it may be called in a transaction as well.
create function read_surroundings(workspace_ids uuid[], lead_ids uuid[], tests boolean[])
  returns table (
    place int, items json, documents json, matches json, actions json, last_action json, next_follow_up json,
    next_draft json)
  language plpgsql set search_path = public, pg_temp as $$
declare
  before text := coalesce(current_setting('foyer.workspace_id', true), '');
begin
  for nth in 1 .. cardinality(lead_ids) loop
    perform set_config('foyer.workspace_id', workspace_ids[nth]::text, true);
    return query
      select nth,
        (select json_agg(shown) from (
          select i.shown from checklist_item_views i where i.workspace_id = l.workspace_id and i.lead_id = l.id
          order by i.workflow_id nulls last, i.group_position, i.item_position, i.id) t),
        (select json_agg(shown) from (
          select d.shown from document_views d where d.workspace_id = l.workspace_id and d.lead_id = l.id
          order by d.id desc) t),
        (select json_agg(shown) from (
          select m.shown from lead_match_views m where m.workspace_id = l.workspace_id and m.lead_id = l.id
          order by m.id desc limit 20) t),
        (select json_agg(shown) from (
          select a.shown from action_views a where a.workspace_id = l.workspace_id and a.lead_id = l.id
          order by a.id desc limit 100) t),
        (select a.shown from action_views a
         where a.workspace_id = l.workspace_id and a.lead_id = l.id and a.type in ('message', 'follow_up')
           and a.status = 'completed' and a.direction = 'outbound' order by a.id desc limit 1),
        (select a.shown from action_views a
         where a.workspace_id = l.workspace_id and a.lead_id = l.id and a.type = 'follow_up' and a.status = 'pending'
         order by a.due_at, a.id limit 1),
        (select a.shown from action_views a
         where a.workspace_id = l.workspace_id and a.lead_id = l.id and a.type = 'message'
           and a.status = 'awaiting_approval' order by a.id limit 1)
      from leads l
      where l.workspace_id = workspace_ids[nth] and l.id = lead_ids[nth] and l.is_test = tests[nth]
        and l.deleted_at is null;
  end loop;
  perform set_config('foyer.workspace_id', before, true);
end $$;

-- Who of the qualified has heard nothing for long, where they are few (modules/leads/lead-filters.ts).
create index leads_quiet on leads (workspace_id, is_test, last_message_at) include (id)
  where stage = 'qualified' and opted_out_at is null and deleted_at is null;
