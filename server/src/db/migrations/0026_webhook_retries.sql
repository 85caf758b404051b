-- How often a delivery to an endpoint is tried again at most; null for the whole schedule of its dialect.
alter table webhook_endpoints add column most_retries smallint check (most_retries between 0 and 20);

drop function take_webhook_deliveries(timestamptz, timestamptz, int, int, uuid[], int[]);
-- Takes deliveries that are due, of each endpoint as many as it has room for, for as long as `until`. `busy` says how
-- many of an endpoint the caller has under way; one that fails has room for two at once. Where order is kept a lead's
-- later events wait for its earlier ones.
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
    ), due as (
      select f.workspace_id, f.id from open o cross join lateral (
        select d.workspace_id, d.id from webhook_deliveries d
        where d.workspace_id = o.workspace_id and d.endpoint_id = o.id and d.state = 'pending' and d.available_at <= at
          and (not o.is_ordered or d.lead_id is null or not exists (
            select from webhook_deliveries earlier
            where earlier.workspace_id = d.workspace_id and earlier.endpoint_id = d.endpoint_id
              and earlier.lead_id = d.lead_id and earlier.state = 'pending' and earlier.seq < d.seq))
        order by d.available_at, d.id limit greatest(o.room, 0) for update skip locked) f
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
grant create on schema public to foyer_engine;
call make_engine_function('take_webhook_deliveries(timestamptz, timestamptz, int, int, uuid[], int[])');
revoke create on schema public from foyer_engine;
