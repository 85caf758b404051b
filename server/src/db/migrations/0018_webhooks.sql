-- Events out: how long they are kept, who is told of them, and what came of telling.

alter table workspaces
  add column events_kept_days int not null default 30 check (events_kept_days between 7 and 3650),
  -- The last number whose event is not kept any more.
  add column forgotten_event_seq bigint not null default 0;

create table webhook_endpoints (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  url text not null,
  description text,
  -- Whose envelope, signature and retries.
  dialect text not null default 'native' check (dialect in ('native', 'omni', 'nexor', 'vorel', 'convocore')),
  -- Names of events, of the dialect's own where it is not native; `lead.*` and `*` are patterns.
  event_types text[] not null,
  conditions jsonb not null default '[]',
  is_test boolean not null default false,
  is_ordered boolean not null default false,
  includes_lead boolean not null default false,
  -- Sealed, as are the secrets: they may hold a credential.
  headers text,
  secret text,
  old_secret text,
  old_secret_until timestamptz(3),
  is_enabled boolean not null default true,
  disabled_reason text,
  disabled_at timestamptz(3),
  -- Null while nobody has to be told that Foyer disabled it.
  tell_owner_at timestamptz(3),
  -- How often it was tried to tell the owners that it was disabled.
  tell_attempts smallint not null default 0,
  -- How often a delivery is tried again at most; null for the whole schedule of its dialect.
  most_retries smallint check (most_retries between 0 and 20),
  failing_since timestamptz(3),
  -- Up to which event its deliveries are made.
  fanned_seq bigint not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id)
);
create index webhook_endpoints_enabled on webhook_endpoints (workspace_id) where is_enabled;
create index webhook_endpoints_to_tell on webhook_endpoints (workspace_id, tell_owner_at) where tell_owner_at is not null;
call make_tenant_table('webhook_endpoints');
create policy engine on webhook_endpoints to foyer_engine using (true) with check (true);
grant select, update on webhook_endpoints to foyer_engine;

-- One event for one endpoint. Its id is the webhook's id, the same at each attempt.
create table webhook_deliveries (
  workspace_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  event_type text not null,
  -- Null for a test, which tells of nothing that happened.
  event_id uuid,
  seq bigint,
  lead_id uuid,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed', 'cancelled')),
  -- Of its schedule; one that is begun anew begins at 0.
  attempts int not null default 0,
  -- When it is tried next; while it is under way, when somebody else may take it as abandoned.
  available_at timestamptz(3) not null,
  delivered_at timestamptz(3),
  -- Each attempt with what was answered, the last ones; and the body that was sent last.
  log jsonb not null default '[]',
  last_request text,
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, endpoint_id) references webhook_endpoints (workspace_id, id) on delete cascade
);
create unique index webhook_deliveries_event on webhook_deliveries (workspace_id, endpoint_id, seq, event_type);
create index webhook_deliveries_list on webhook_deliveries (workspace_id, endpoint_id, id);
create index webhook_deliveries_due on webhook_deliveries (workspace_id, endpoint_id, available_at, id)
  where state = 'pending';
create index webhook_deliveries_lead on webhook_deliveries (workspace_id, lead_id, endpoint_id, seq)
  where lead_id is not null;
create index webhook_deliveries_age on webhook_deliveries (created_at);
call make_tenant_table('webhook_deliveries');
create policy engine on webhook_deliveries to foyer_engine using (true) with check (true);
grant select, update, delete on webhook_deliveries to foyer_engine;
grant delete on events to foyer_engine;

grant create on schema public to foyer_engine;

-- As before, and tells all who may wait: for a conversation, a lead, or the events of a workspace.
create or replace function number_events(at_most int) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  numbered int;
  subjects text;
begin
  if not pg_try_advisory_xact_lock(7310512) then
    return null;
  end if;
  with fresh as (
    select e.workspace_id, e.id, row_number() over (partition by e.workspace_id order by e.id) as nth
    from (select workspace_id, id from events where seq is null order by id limit at_most) e
  ), numbered_rows as (
    update events e set seq = w.last_event_seq + f.nth
    from fresh f join workspaces w on w.id = f.workspace_id
    where e.workspace_id = f.workspace_id and e.id = f.id
    returning e.workspace_id, e.seq, e.conversation_id, e.lead_id
  ), counted as (
    update workspaces w set last_event_seq = n.last
    from (select workspace_id, max(seq) as last from numbered_rows group by workspace_id) n
    where w.id = n.workspace_id
  ), subject as (
    select distinct s.id from numbered_rows n
    cross join lateral (values (n.workspace_id), (n.lead_id), (n.conversation_id)) s (id) where s.id is not null
  )
  -- A notification holds 8,000 bytes; with more subjects than fit every waiting reader looks for itself ('*').
  select (select count(*) from numbered_rows), case when count(*) > 150 then '*' else string_agg(id::text, ',') end
  into numbered, subjects from subject;
  if numbered > 0 then
    perform pg_notify('foyer_changes', case subjects when '*' then '*' else 'numbered,' || subjects end);
  end if;
  return numbered;
end $$;

-- A workspace with events that its endpoints' deliveries are not made of yet. The lock lasts to the end of the
-- transaction: one process at a time makes a workspace's deliveries.
create function take_webhook_fan_out() returns table (workspace_id uuid)
  language sql security definer set search_path = public, pg_temp
  begin atomic
    select c.id from (
      select w.id from workspaces w
      where exists (
        select from webhook_endpoints e
        where e.workspace_id = w.id and e.is_enabled and e.fanned_seq < w.last_event_seq)
      offset 0) c
    where pg_try_advisory_xact_lock(hashtextextended('webhooks ' || c.id, 0))
    limit 1;
  end;
call make_engine_function('take_webhook_fan_out()');

-- Writes what came of deliveries, of all workspaces, and which endpoints fail since when. What was settled by somebody
-- else meanwhile stays so.
create function settle_webhook_deliveries(results text, at timestamptz) returns void
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
    update webhook_endpoints e set failing_since = case when s.succeeded then null else at end
    from (
      select workspace_id, endpoint_id, bool_or(state = 'delivered') as succeeded from result group by 1, 2
    ) s
    where e.workspace_id = s.workspace_id and e.id = s.endpoint_id and s.succeeded = (e.failing_since is not null);
  end;
call make_engine_function('settle_webhook_deliveries(text, timestamptz)');

-- Removes up to a thousand of a workspace's oldest events that are kept no longer, and remembers up to where; how many,
-- over all workspaces.
create function forget_events(at timestamptz) returns int
  language sql security definer set search_path = public, pg_temp
  begin atomic
    with old as (
      select w.id as workspace_id, o.last
      from workspaces w cross join lateral (
        select coalesce(min(p.seq) filter (where p.created_at >= at - w.events_kept_days * interval '1 day') - 1, max(p.seq)) as last
        from (
          select e.seq, e.created_at from events e
          where e.workspace_id = w.id and e.seq > w.forgotten_event_seq order by e.seq limit 1000) p) o
      where o.last > w.forgotten_event_seq
    ), gone as (
      delete from events e using old o
      where e.workspace_id = o.workspace_id and e.seq <= o.last returning 1
    ), marked as (
      update workspaces w set forgotten_event_seq = o.last from old o where w.id = o.workspace_id
    )
    select count(*)::int from gone;
  end;
call make_engine_function('forget_events(timestamptz)');

-- Removes deliveries of that age that are under way no longer; how many.
create function forget_webhook_deliveries(before timestamptz, at_most int) returns int
  language sql security definer set search_path = public, pg_temp
  begin atomic
    with gone as (
      delete from webhook_deliveries d
      where (d.workspace_id, d.id) in (
        select o.workspace_id, o.id from webhook_deliveries o
        where o.created_at < before and o.state <> 'pending' order by o.created_at limit at_most)
      returning 1)
    select count(*)::int from gone;
  end;
call make_engine_function('forget_webhook_deliveries(timestamptz, int)');
revoke create on schema public from foyer_engine;
