-- Whom the last attempt did not reach: the next is for them alone. Null before the first.
alter table notifications add column unreached_ids uuid[];
-- Of the owners, since the endpoint was last disabled.
alter table webhook_endpoints add column unreached_ids uuid[];

-- One failure after days in which nothing was tried says little: five days of failing begin anew with it.
alter table webhook_endpoints add column last_failed_at timestamptz(3);

create or replace function settle_webhook_deliveries(results text, at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp
  -- Rows are few, found by their keys; without statistics the planner would read whole tables for them.
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
  begin atomic
    with result as (
      select * from jsonb_to_recordset(results::jsonb) as r (
        workspace_id uuid, id uuid, endpoint_id uuid, state text, attempts int, available_at timestamptz,
        request text, entry jsonb)
    ), settled as (
      update webhook_deliveries d set state = r.state, attempts = r.attempts, available_at = r.available_at,
        delivered_at = case when r.state = 'delivered' then at end, last_request = r.request,
        log = case when jsonb_array_length(d.log) < 20 then d.log else d.log - 0 end || r.entry
      from result r
      -- Not by the index of what is pending, which has a whole backlog in it.
      where d.workspace_id = r.workspace_id and d.id = r.id and d.state || '' = 'pending'
    )
    update webhook_endpoints e set
      failing_since = case
        when s.succeeded then null
        when e.last_failed_at < at - interval '5 days' then at
        else coalesce(e.failing_since, at) end,
      last_failed_at = case when s.succeeded then null else at end
    from (
      select workspace_id, endpoint_id, bool_or(state = 'delivered') as succeeded from result group by 1, 2
    ) s
    where e.workspace_id = s.workspace_id and e.id = s.endpoint_id
      and case when s.succeeded then e.failing_since is not null
        -- To the hour is enough: the row is everybody's, and not to be written for each that fails.
        else e.failing_since is null or e.last_failed_at is null or e.last_failed_at < at - interval '1 hour' end;
  end;
