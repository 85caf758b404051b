-- How a lead is read fast: beside each lead stands the JSON that Foyer's API shows of it, written in the transaction that
-- changed it and valid only while its revision is the lead's. To put it together takes ten look-ups, to read it one.

-- Rises when a name changes that leads are shown with: of a workflow, a status, a member, a campaign. A lead's revision,
-- as shown, is its own plus this; both only rise, so equal sums are the same version of both.
alter table workspaces
  add column catalogue_revision int not null default 0,
  -- Up to which all snapshots were renewed after such a change; they were not, where they are new.
  add column snapshots_renewed int not null default -1;
create index workspaces_to_renew on workspaces (id) where snapshots_renewed < catalogue_revision;

create table lead_snapshots (
  workspace_id uuid not null,
  lead_id uuid not null,
  revision int not null,
  -- Text, as nobody looks into it: it goes to the reader as it is.
  shown text not null,
  primary key (workspace_id, lead_id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade
);
call make_tenant_table('lead_snapshots');

-- As JSON has it in the API: UTC, three digits.
create function iso_time(at timestamptz) returns text
  language sql stable parallel safe
  return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- Every lead as the API shows it, put together from its parts. Row-level security is that of whoever reads.
create view lead_snapshots_now with (security_invoker = true) as
select l.workspace_id, l.id as lead_id, l.revision + w.catalogue_revision as revision, (
  select row_to_json(v) from (
    select l.id, l.name, l.given_name as "givenName", l.middle_name as "middleName", l.family_name as "familyName",
      l.email, iso_time(l.email_verified_at) as "emailVerifiedAt", l.phone,
      iso_time(l.phone_verified_at) as "phoneVerifiedAt",
      l.business_name as "businessName", l.title, l.website, l.goal, l.intent, l.timeline,
      l.qualification_score as "qualificationScore", l.qualification_notes as "qualificationNotes", l.source, l.channel,
      l.stage, l.lost_reason as "lostReason", l.needs_human as "needsHuman", l.needs_human_reason as "needsHumanReason",
      l.opted_out_at is not null as "optedOut", iso_time(l.opted_out_at) as "optedOutAt", l.owner,
      case when l.assigned_member_id is not null then (
        select row_to_json(m) from (
          select id, name, email from members where workspace_id = l.workspace_id and id = l.assigned_member_id
        ) m) end as "assignedMember",
      l.agent_id as "agentId",
      case when l.campaign_id is not null then (
        select row_to_json(g) from (
          select id, name from campaigns where workspace_id = l.workspace_id and id = l.campaign_id) g) end as campaign,
      l.is_test as "isTest", l.metadata, l.form_responses as "formResponses", l.tags, l.external_id as "externalId",
      l.external_portal_link as "externalPortalLink", l.activity_summary as "activitySummary",
      l.time_zone as "timeZone", l.language,
      (select c.id from conversations c
       where c.workspace_id = l.workspace_id and c.lead_id = l.id order by c.id desc limit 1) as "conversationId",
      (select row_to_json(t) from (
         select r.id, r.workflow_id as "workflowId", f.key as "workflowKey", f.name as "workflowName",
           r.workflow_version as "workflowVersion", f.goal, r.is_active as "isActive", r.run_status as "runStatus",
           r.cadence_state as "cadenceState", r.human_takeover as "humanTakeover",
           (select row_to_json(u) from (select s.id, s.key, s.label, s.category) u) as status,
           iso_time(r.started_at) as "startedAt"
         from runs r
         join workflows f on f.workspace_id = r.workspace_id and f.id = r.workflow_id
         join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
         where r.workspace_id = l.workspace_id and r.lead_id = l.id
         order by r.is_active desc, r.id desc limit 1) t) as run,
      (select row_to_json(t) from (
         select a.id, a.uid, iso_time(a.start_at) as "startAt", iso_time(a.end_at) as "endAt", a.time_zone as "timeZone",
           a.status, a.resource_name as "resourceName"
         from appointments a
         where a.workspace_id = l.workspace_id and a.lead_id = l.id order by a.id desc limit 1) t) as appointment,
      coalesce((
        select json_object_agg(x.key, (select row_to_json(t) from (
          select x.value, x.value_text as "valueText", x.confidence, x.source, x.message_id as "messageId",
            iso_time(x.updated_at) as "updatedAt") t) order by x.id)
        from variables x where x.workspace_id = l.workspace_id and x.lead_id = l.id), '{}') as variables,
      l.revision + w.catalogue_revision as revision, iso_time(l.imported_at) as "importedAt",
      iso_time(l.submitted_at) as "submittedAt", iso_time(l.last_message_at) as "lastMessageAt",
      iso_time(l.last_activity_at) as "lastActivityAt", iso_time(l.created_at) as "createdAt",
      iso_time(l.updated_at) as "updatedAt"
  ) v
)::text as shown
from leads l join workspaces w on w.id = l.workspace_id;
grant select on lead_snapshots_now to foyer_server;

-- In a function of its own, as a statement that has the whole of it inside gets ready for it even where it is not needed.
create function put_lead_together(of_workspace uuid, of_lead uuid) returns text language plpgsql stable as $$
begin
  return (select n.shown from lead_snapshots_now n where n.workspace_id = of_workspace and n.lead_id = of_lead);
end $$;

-- A lead's row, and beside it what the API shows: as it was kept where that is the newest, put together otherwise.
drop view lead_views;
create view lead_views with (security_invoker = true) as
select l.*, l.revision + w.catalogue_revision as shown_revision, coalesce(
  (select s.shown from lead_snapshots s
   where s.workspace_id = l.workspace_id and s.lead_id = l.id and s.revision = l.revision + w.catalogue_revision),
  put_lead_together(l.workspace_id, l.id)) as shown
from leads l join workspaces w on w.id = l.workspace_id;
grant select on lead_views to foyer_server;

-- At the end of each transaction that changed a lead. Who changes anything that a lead is shown with raises the lead's
-- revision, and so holds its row: nobody else changes it meanwhile.
create function keep_lead_snapshot() returns trigger language plpgsql as $$
begin
  if new.deleted_at is not null then
    delete from lead_snapshots where workspace_id = new.workspace_id and lead_id = new.id;
    return null;
  end if;
  insert into lead_snapshots (workspace_id, lead_id, revision, shown)
  select n.workspace_id, n.lead_id, n.revision, n.shown
  from lead_snapshots_now n
  where n.workspace_id = new.workspace_id and n.lead_id = new.id and not exists (
    select from lead_snapshots s
    where s.workspace_id = n.workspace_id and s.lead_id = n.lead_id and s.revision = n.revision)
  on conflict (workspace_id, lead_id) do update set revision = excluded.revision, shown = excluded.shown;
  return null;
end $$;
create constraint trigger leads_snapshot after insert or update of revision on leads
  deferrable initially deferred for each row execute function keep_lead_snapshot();

-- At the end of the transaction: the numbering of events waits for this row.
create function raise_catalogue_revision() returns trigger language plpgsql as $$
begin
  update workspaces set catalogue_revision = catalogue_revision + 1 where id = new.workspace_id;
  return null;
end $$;
create constraint trigger workflows_catalogue after update of key, name, goal on workflows
  deferrable initially deferred for each row
  when ((old.key, old.name, old.goal) is distinct from (new.key, new.name, new.goal))
  execute function raise_catalogue_revision();
create constraint trigger workflow_statuses_catalogue after update of key, label, category on workflow_statuses
  deferrable initially deferred for each row
  when ((old.key, old.label, old.category) is distinct from (new.key, new.label, new.category))
  execute function raise_catalogue_revision();
create constraint trigger members_catalogue after update of name, email on members
  deferrable initially deferred for each row
  when ((old.name, old.email) is distinct from (new.name, new.email))
  execute function raise_catalogue_revision();
create constraint trigger campaigns_catalogue after update of name on campaigns
  deferrable initially deferred for each row
  when (old.name is distinct from new.name)
  execute function raise_catalogue_revision();

-- Whose snapshots are of older names, or were never made.
create function workspaces_to_renew()
  returns table (workspace_id uuid, catalogue_revision int)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select w.id, w.catalogue_revision from workspaces w where w.snapshots_renewed < w.catalogue_revision order by w.id;
  end;
grant create on schema public to foyer_engine;
call make_engine_function('workspaces_to_renew()');
revoke create on schema public from foyer_engine;
