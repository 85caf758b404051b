-- What goes out waits by workspace, so that one whose receivers hang or whose backlog is long holds up no other. And
-- whatever is sealed is sealed anew when the installation's key changes.

-- Takes the call that waits longest of all workspaces but the `crowded`, for as long as `until`. One that was under way
-- already when its time was over was left by a process that died. The workspaces are found by leaps through the index:
-- a backlog is not read, and one row is locked.
create function take_automation_call(at timestamptz, until timestamptz, crowded uuid[])
  returns table (workspace_id uuid, id uuid, was_sending boolean)
  language sql security definer set search_path = public, pg_temp
  -- Without statistics the planner would read whole tables, or sort before it locks.
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
  begin atomic
    with recursive waiting as (
      (select p.workspace_id from automation_firings p where p.state in ('pending', 'sending')
       order by p.workspace_id limit 1)
      union all
      select n.workspace_id from waiting w cross join lateral (
        select p.workspace_id from automation_firings p
        where p.state in ('pending', 'sending') and p.workspace_id > w.workspace_id
        order by p.workspace_id limit 1) n
    ), head as (
      select w.workspace_id, f.available_at from waiting w cross join lateral (
        select p.available_at from automation_firings p
        where p.workspace_id = w.workspace_id and p.state in ('pending', 'sending') and p.available_at <= at
        order by p.available_at limit 1) f
      where w.workspace_id <> all (crowded)
    ), next as (
      select f.workspace_id, f.id, f.state
      from (select h.workspace_id from head h order by h.available_at) o cross join lateral (
        select p.workspace_id, p.id, p.state from automation_firings p
        where p.workspace_id = o.workspace_id and p.state in ('pending', 'sending') and p.available_at <= at
        order by p.available_at limit 1 for update skip locked) f
      limit 1
    )
    update automation_firings f set state = 'sending', available_at = until, updated_at = at
    from next where f.workspace_id = next.workspace_id and f.id = next.id
    returning f.workspace_id, f.id, next.state = 'sending';
  end;

-- Takes the notification that waits longest of all workspaces but the `crowded`, for as long as `until`: nobody else
-- tells of it before then.
create function take_notification(at timestamptz, until timestamptz, crowded uuid[])
  returns table (workspace_id uuid, id uuid, lead_id uuid, reason text, member_ids uuid[], attempts int)
  language sql security definer set search_path = public, pg_temp
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
  begin atomic
    with recursive waiting as (
      (select p.workspace_id from notifications p where p.state = 'pending' order by p.workspace_id limit 1)
      union all
      select n.workspace_id from waiting w cross join lateral (
        select p.workspace_id from notifications p
        where p.state = 'pending' and p.workspace_id > w.workspace_id order by p.workspace_id limit 1) n
    ), head as (
      select w.workspace_id, f.available_at from waiting w cross join lateral (
        select p.available_at from notifications p
        where p.workspace_id = w.workspace_id and p.state = 'pending' and p.available_at <= at
        order by p.available_at limit 1) f
      where w.workspace_id <> all (crowded)
    ), next as (
      select f.workspace_id, f.id
      from (select h.workspace_id from head h order by h.available_at) o cross join lateral (
        select p.workspace_id, p.id from notifications p
        where p.workspace_id = o.workspace_id and p.state = 'pending' and p.available_at <= at
        order by p.available_at limit 1 for update skip locked) f
      limit 1
    )
    update notifications n set attempts = n.attempts + 1, available_at = until
    from next where n.workspace_id = next.workspace_id and n.id = next.id
    returning n.workspace_id, n.id, n.lead_id, n.reason, n.member_ids, n.attempts;
  end;

-- One endpoint whose owners are to be told that it was disabled, of all workspaces but the `crowded`, for as long as
-- `until`.
create function take_webhook_endpoint_to_tell(at timestamptz, until timestamptz, crowded uuid[])
  returns table (workspace_id uuid, id uuid, attempts smallint)
  language sql security definer set search_path = public, pg_temp
  begin atomic
    update webhook_endpoints e set tell_owner_at = until, tell_attempts = e.tell_attempts + 1
    from (
      select w.workspace_id, w.id from webhook_endpoints w
      where w.tell_owner_at <= at and w.workspace_id <> all (crowded)
      order by w.tell_owner_at limit 1 for update skip locked) t
    where e.workspace_id = t.workspace_id and e.id = t.id
    returning e.workspace_id, e.id, e.tell_attempts;
  end;

-- Takes deliveries that are due, of each endpoint as many as it has room for, for as long as `until`. `busy` says how
-- many of an endpoint the caller has under way; one that fails has room for two at once. Where order is kept a lead's
-- later events wait for its earlier ones. What there is room for is shared out evenly, in an order that is another each
-- time: endpoints whose backlogs never end leave the others their turn.
create function take_webhook_deliveries(at timestamptz, until timestamptz, at_most int, most_each int, busy_ids uuid[], busy_counts int[])
  returns table (
    workspace_id uuid, slug text, name text, time_zone text, country text, locale text,
    id uuid, event_type text, attempts int,
    endpoint_id uuid, url text, dialect text, is_test boolean, includes_lead boolean, headers text, secret text,
    old_secret text, old_secret_until timestamptz, failing_since timestamptz, most_retries smallint,
    event_id uuid, seq bigint, type text, lead_id uuid, conversation_id uuid, data jsonb, happened_at timestamptz)
  language sql security definer set search_path = public, pg_temp
  -- Rows are few, found by their keys; without statistics the planner would read whole tables for them.
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
  begin atomic
    with recursive waiting as (
      (select d.workspace_id, d.endpoint_id from webhook_deliveries d where d.state = 'pending'
       order by d.workspace_id, d.endpoint_id limit 1)
      union all
      select n.workspace_id, n.endpoint_id from waiting w cross join lateral (
        select d.workspace_id, d.endpoint_id from webhook_deliveries d
        where d.state = 'pending' and (d.workspace_id, d.endpoint_id) > (w.workspace_id, w.endpoint_id)
        order by d.workspace_id, d.endpoint_id limit 1) n
    ), open as (
      select e.workspace_id, e.id, e.is_ordered,
        case when e.failing_since is null then most_each else least(most_each, 2) end - coalesce(b.count, 0) as room
      from waiting w
      join webhook_endpoints e on e.workspace_id = w.workspace_id and e.id = w.endpoint_id and e.is_enabled
      left join unnest(busy_ids, busy_counts) b (id, count) on b.id = e.id
    ), ready as materialized (
      select o.workspace_id, o.id, o.is_ordered, o.room, count(*) over () as endpoints
      from open o
      where o.room > 0 and exists (
        select from webhook_deliveries d
        where d.workspace_id = o.workspace_id and d.endpoint_id = o.id and d.state = 'pending' and d.available_at <= at)
    ), due as (
      select f.workspace_id, f.id from (select r.* from ready r order by random()) o cross join lateral (
        select d.workspace_id, d.id from webhook_deliveries d
        where d.workspace_id = o.workspace_id and d.endpoint_id = o.id and d.state = 'pending' and d.available_at <= at
          and (not o.is_ordered or d.lead_id is null or not exists (
            select from webhook_deliveries earlier
            where earlier.workspace_id = d.workspace_id and earlier.endpoint_id = d.endpoint_id
              and earlier.lead_id = d.lead_id and earlier.state = 'pending' and earlier.seq < d.seq))
        order by d.available_at, d.id limit least(o.room, (at_most + o.endpoints - 1) / o.endpoints) for update skip locked) f
      limit at_most
    ), taken as (
      update webhook_deliveries d set available_at = until
      from due where d.workspace_id = due.workspace_id and d.id = due.id
      returning d.workspace_id, d.id, d.endpoint_id, d.event_type, d.event_id, d.attempts
    )
    select w.id, w.slug, w.name, w.time_zone, w.country, w.locale,
      t.id, t.event_type, t.attempts,
      e.id, e.url, e.dialect, e.is_test, e.includes_lead, e.headers, e.secret, e.old_secret, e.old_secret_until,
      e.failing_since, e.most_retries,
      v.id, v.seq, v.type, v.lead_id, v.conversation_id, v.data, v.created_at
    from taken t
    join workspaces w on w.id = t.workspace_id
    join webhook_endpoints e on e.workspace_id = t.workspace_id and e.id = t.endpoint_id
    left join events v on v.workspace_id = t.workspace_id and v.id = t.event_id;
  end;

create policy engine on automations for select to foyer_engine using (true);
grant select on automations to foyer_engine;

-- Rows of a table, in order, with anything that is not sealed under the key of this name. Those before `after` were
-- looked at: what cannot be opened stays among them and must not stand in the way.
create function rows_to_reseal(of_table text, prefix text, after_workspace uuid, after_id uuid)
  returns table (workspace_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select r.workspace_id, r.id from (
      select 'llms' as of_table, m.workspace_id, m.workspace_id as id, array[m.api_key] as sealed from llms m
      union all
      select 'webhook_endpoints', e.workspace_id, e.id, array[e.secret, e.old_secret, e.headers] from webhook_endpoints e
      union all
      select 'automations', a.workspace_id, a.id, array[a.sealed_headers] from automations a) r
    where r.of_table = rows_to_reseal.of_table and (r.workspace_id, r.id) > (after_workspace, after_id)
      and exists (select from unnest(r.sealed) s (text) where not starts_with(s.text, prefix))
    order by r.workspace_id, r.id limit 500;
  end;

grant create on schema public to foyer_engine;
call make_engine_function('rows_to_reseal(text, text, uuid, uuid)');
call make_engine_function('take_automation_call(timestamptz, timestamptz, uuid[])');
call make_engine_function('take_notification(timestamptz, timestamptz, uuid[])');
call make_engine_function('take_webhook_deliveries(timestamptz, timestamptz, int, int, uuid[], int[])');
call make_engine_function('take_webhook_endpoint_to_tell(timestamptz, timestamptz, uuid[])');
revoke create on schema public from foyer_engine;
