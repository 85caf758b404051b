-- How a lead is read: one view that every reader uses, and functions that answer many readers in one statement.

-- A lead's row, and beside it the lead as Foyer's API shows it. Row-level security is that of whoever reads.
create view lead_views with (security_invoker = true) as
select l.*, (
  select row_to_json(v) from (
    select l.id, l.name, l.given_name as "givenName", l.middle_name as "middleName", l.family_name as "familyName",
      l.email, l.email_verified_at as "emailVerifiedAt", l.phone, l.phone_verified_at as "phoneVerifiedAt",
      l.business_name as "businessName", l.title, l.website, l.goal, l.intent, l.timeline,
      l.qualification_score as "qualificationScore", l.qualification_notes as "qualificationNotes", l.source, l.channel,
      l.stage, l.lost_reason as "lostReason", l.needs_human as "needsHuman", l.needs_human_reason as "needsHumanReason",
      l.opted_out_at is not null as "optedOut", l.opted_out_at as "optedOutAt", l.owner, l.agent_id as "agentId",
      case when l.assigned_member_id is not null then (
        select json_build_object('id', m.id, 'name', m.name, 'email', m.email) from members m
        where m.workspace_id = l.workspace_id and m.id = l.assigned_member_id) end as "assignedMember",
      case when l.campaign_id is not null then (
        select json_build_object('id', g.id, 'name', g.name) from campaigns g
        where g.workspace_id = l.workspace_id and g.id = l.campaign_id) end as campaign,
      l.is_test as "isTest", l.metadata, l.form_responses as "formResponses", l.tags, l.external_id as "externalId",
      l.external_portal_link as "externalPortalLink", l.activity_summary as "activitySummary",
      l.time_zone as "timeZone", l.language,
      (select c.id from conversations c
       where c.workspace_id = l.workspace_id and c.lead_id = l.id order by c.id desc limit 1) as "conversationId",
      (select json_build_object('id', r.id, 'workflowId', r.workflow_id, 'workflowKey', w.key, 'workflowName', w.name,
          'workflowVersion', r.workflow_version, 'goal', w.goal, 'isActive', r.is_active, 'runStatus', r.run_status,
          'cadenceState', r.cadence_state, 'humanTakeover', r.human_takeover, 'status',
          json_build_object('id', s.id, 'key', s.key, 'label', s.label, 'category', s.category),
          'startedAt', r.started_at)
       from runs r
       join workflows w on w.workspace_id = r.workspace_id and w.id = r.workflow_id
       join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
       where r.workspace_id = l.workspace_id and r.lead_id = l.id order by r.is_active desc, r.id desc limit 1) as run,
      (select json_build_object('id', a.id, 'uid', a.uid, 'startAt', a.start_at, 'endAt', a.end_at,
          'timeZone', a.time_zone, 'status', a.status, 'resourceName', a.resource_name)
       from appointments a
       where a.workspace_id = l.workspace_id and a.lead_id = l.id order by a.id desc limit 1) as appointment,
      coalesce((select json_object_agg(v.key, json_build_object('value', v.value, 'valueText', v.value_text,
          'confidence', v.confidence, 'source', v.source, 'messageId', v.message_id, 'updatedAt', v.updated_at)
          order by v.id)
       from variables v where v.workspace_id = l.workspace_id and v.lead_id = l.id), '{}') as variables,
      l.revision, l.imported_at as "importedAt", l.submitted_at as "submittedAt", l.last_message_at as "lastMessageAt",
      l.last_activity_at as "lastActivityAt", l.created_at as "createdAt", l.updated_at as "updatedAt"
  ) v
) as shown
from leads l;
grant select on lead_views to foyer_server;

-- The leads of many callers at once, each read with the row-level security of its own workspace: the tenant is set for
-- each pair before its row is looked for. `place` is the pair's; a lead that its caller does not have has no row.
create function read_leads(workspace_ids uuid[], lead_ids uuid[], tests boolean[])
  returns table (place int, shown json)
  language plpgsql set search_path = public, pg_temp as $$
begin
  for nth in 1 .. cardinality(lead_ids) loop
    perform set_config('foyer.workspace_id', workspace_ids[nth]::text, true);
    return query
      select nth, l.shown from lead_views l
      where l.workspace_id = workspace_ids[nth] and l.id = lead_ids[nth] and l.is_test = tests[nth]
        and l.deleted_at is null;
  end loop;
  perform set_config('foyer.workspace_id', '', true);
end $$;

-- Who holds each of these keys, in place of the function for one: hashes in hexadecimal digits, which every driver can put into a list.
create function authenticate_api_keys(hashes text[], at timestamptz)
  returns table (
    place bigint,
    workspace_id uuid, workspace_slug text, workspace_name text, time_zone text, country text, locale text,
    key_id uuid, key_name text, dialect text, scopes text[], is_test boolean, limit_per_minute int,
    secret_hash bytea, last_used_at timestamptz, revoked boolean, expired boolean)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select h.place, w.id, w.slug, w.name, w.time_zone, w.country, w.locale,
           k.id, k.name, k.dialect, k.scopes, k.is_test, k.limit_per_minute,
           k.secret_hash, k.last_used_at, k.revoked_at is not null, coalesce(k.expires_at <= at, false)
    from unnest(hashes) with ordinality as h (hash, place)
    join api_key_directory d on d.secret_hash = decode(h.hash, 'hex')
    join api_keys k on k.workspace_id = d.workspace_id and k.id = d.api_key_id
    join workspaces w on w.id = d.workspace_id;
  end;
grant create on schema public to foyer_engine;
call make_engine_function('authenticate_api_keys(text[], timestamptz)');
revoke create on schema public from foyer_engine;
drop function authenticate_api_key(bytea, timestamptz);
