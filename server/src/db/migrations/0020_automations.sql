-- Rules that act on events, and what they did: once for ever for a lead and rule.

create table automations (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  events text[] not null,
  -- As engagement/workflow/condition.ts has them; null where it acts on all.
  conditions jsonb,
  action jsonb not null,
  -- The values of secret headers, sealed.
  sealed_headers text,
  delay_minutes int not null default 0 check (delay_minutes >= 0),
  -- Whether a call that may have arrived is made again, under the same key.
  retries_unknown boolean not null default false,
  is_paused boolean not null default false,
  -- Acts on test leads, and on no others.
  is_test boolean not null default false,
  -- What happened before is none of its matter: when it was made or last resumed.
  starts_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id)
);
call make_tenant_table('automations');

-- Up to which event a workspace's automations have looked. Only those at work are looked at.
create table automation_cursors (
  workspace_id uuid not null references workspaces (id),
  seq bigint not null,
  is_at_work boolean not null,
  looked_at timestamptz(3) not null,
  primary key (workspace_id)
);
create index automation_cursors_at_work on automation_cursors (looked_at) where is_at_work;
call make_tenant_table('automation_cursors');
create policy engine on automation_cursors to foyer_engine using (true) with check (true);
grant select, update on automation_cursors to foyer_engine;

create table automation_firings (
  workspace_id uuid not null,
  id uuid not null,
  automation_id uuid not null,
  lead_id uuid not null,
  event_id uuid not null,
  event_type text not null,
  -- As it was told: events are forgotten before the longest delay is over.
  event_at timestamptz(3) not null,
  event_data jsonb not null,
  -- waiting: for its time; due: in the lead's inbox; pending, sending: a call; skipped: as if it had never been.
  state text not null check (state in ('waiting', 'due', 'pending', 'sending', 'done', 'failed', 'unknown', 'skipped')),
  -- Calls made since it was last begun.
  attempts int not null default 0,
  -- How often it was begun anew after a failure that was certain: each has an idempotency key of its own.
  round int not null default 0,
  -- Somebody asked for it to be done: its conditions are not asked again.
  is_asked_for boolean not null default false,
  request jsonb,
  response jsonb,
  error text,
  -- Until then nobody takes it.
  available_at timestamptz(3) not null,
  finished_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, automation_id) references automations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade
);
-- The promise itself.
create unique index automation_firings_once on automation_firings (workspace_id, lead_id, automation_id);
create index automation_firings_newest on automation_firings (workspace_id, automation_id, id desc);
create index automation_firings_waiting on automation_firings (available_at) where state = 'waiting';
create index automation_firings_calls on automation_firings (workspace_id, available_at) where state in ('pending', 'sending');
call make_tenant_table('automation_firings');
create policy engine on automation_firings to foyer_engine using (true) with check (true);
grant select, update on automation_firings to foyer_engine;

-- Of the workspaces with automations at work the one that was looked at longest ago and has events since, locked to the
-- end of the caller's transaction.
create function take_automation_cursor()
  returns table (
    workspace_id uuid, slug text, name text, time_zone text, country text, locale text, seq bigint, last_seq bigint)
  language sql security definer set search_path = public, pg_temp
  begin atomic
    select c.workspace_id, w.slug, w.name, w.time_zone, w.country, w.locale, c.seq, w.last_event_seq
    from automation_cursors c
    join workspaces w on w.id = c.workspace_id
    where c.is_at_work and w.last_event_seq > c.seq
    order by c.looked_at
    limit 1
    for update of c skip locked;
  end;

-- What has waited long enough goes into its lead's inbox; `fresh_ids` as for release_timers. Not by a timer of the lead:
-- an opt-out and a complete checklist end those, and what is told to another system must not go with them.
create function release_automations(at timestamptz, fresh_ids uuid[]) returns int
  language sql security definer set search_path = public, pg_temp
  begin atomic
    with ready as (
      select t.workspace_id, t.id, row_number() over (order by t.available_at, t.id) as nth
      from (
        select workspace_id, id, available_at from automation_firings
        where state = 'waiting' and available_at <= at
        order by available_at limit cardinality(fresh_ids) for update skip locked) t
    ), released as (
      update automation_firings f set state = 'due', updated_at = at
      from ready r where f.workspace_id = r.workspace_id and f.id = r.id
      returning f.workspace_id, f.lead_id, f.id, r.nth
    ), made as (
      insert into stimuli (workspace_id, id, lead_id, kind, payload, available_at, created_at)
      select r.workspace_id, fresh_ids[r.nth], r.lead_id, 'automation_due', jsonb_build_object('firingId', r.id), at, at
      from released r
      returning 1
    )
    select count(*)::int from made;
  end;

grant create on schema public to foyer_engine;
call make_engine_function('take_automation_cursor()');
call make_engine_function('release_automations(timestamptz, uuid[])');
revoke create on schema public from foyer_engine;
