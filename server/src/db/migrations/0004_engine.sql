-- Facts that happened, and the rows that workers take: stimuli, timers, deliveries.

create table events (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  -- Null until the sequencer has numbered what committed: no gap, no reordering for a reader.
  seq bigint,
  type text not null,
  lead_id uuid,
  conversation_id uuid,
  is_test boolean not null default false,
  data jsonb not null,
  created_at timestamptz(3) not null,
  primary key (workspace_id, id)
);
create unique index events_seq on events (workspace_id, seq) where seq is not null;
create index events_unnumbered on events (id) where seq is null;
create index events_of_lead on events (workspace_id, lead_id, id) where lead_id is not null;
call make_tenant_table('events');
create policy engine on events to foyer_engine using (true) with check (true);
grant select, update on events to foyer_engine;

-- Numbers what has committed, in order of id, each workspace from its own last number. One sequencer at a time
-- (the advisory lock); others return at once with null. Returns how many it numbered and notifies once for all.
create function number_events(at_most int) returns int
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
    returning e.workspace_id, e.seq, coalesce(e.conversation_id, e.lead_id, e.workspace_id) as subject
  ), counted as (
    update workspaces w set last_event_seq = n.last
    from (select workspace_id, max(seq) as last from numbered_rows group by workspace_id) n
    where w.id = n.workspace_id
  )
  -- A notification holds 8,000 bytes; with more subjects than fit every waiting reader looks for itself ('*').
  select count(*), case when count(distinct subject) > 150 then '*' else string_agg(distinct subject::text, ',') end
  into numbered, subjects from numbered_rows;
  if numbered > 0 then
    perform pg_notify('foyer_changes', subjects);
  end if;
  return numbered;
end $$;
call make_engine_function('number_events(int)');

-- A lead's inbox: what the agent must react to, one at a time for a lead, in the order of the ids.
create table stimuli (
  workspace_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  kind text not null,
  payload jsonb not null default '{}',
  available_at timestamptz(3) not null,
  attempts int not null default 0,
  last_error text,
  -- Set aside after too many tries; the lead's later stimuli go on.
  dead_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade
);
create index stimuli_ready on stimuli (id) where dead_at is null;
create index stimuli_of_lead on stimuli (workspace_id, lead_id, id) where dead_at is null;
call make_tenant_table('stimuli');
create policy engine on stimuli to foyer_engine using (true) with check (true);
grant select, update on stimuli to foyer_engine;

-- Locks and returns the oldest stimulus that is the first of its lead and whose time has come.
-- The lock lasts to the end of the caller's transaction: a worker that dies frees it.
create function claim_stimulus(at timestamptz)
  returns table (workspace_id uuid, id uuid, lead_id uuid, kind text, payload jsonb, attempts int)
  language sql security definer set search_path = public, pg_temp
  begin atomic
    select s.workspace_id, s.id, s.lead_id, s.kind, s.payload, s.attempts
    from stimuli s
    where s.dead_at is null and s.available_at <= at
      and not exists (
        select from stimuli earlier
        where earlier.workspace_id = s.workspace_id and earlier.lead_id = s.lead_id
          and earlier.dead_at is null and earlier.id < s.id)
    order by s.id
    limit 1
    for update of s skip locked;
  end;
call make_engine_function('claim_stimulus(timestamptz)');

create table timers (
  workspace_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  kind text not null,
  payload jsonb not null default '{}',
  due_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade
);
create index timers_due on timers (due_at);
create index timers_of_lead on timers (workspace_id, lead_id);
call make_tenant_table('timers');
create policy engine on timers to foyer_engine using (true) with check (true);
grant select, update, delete on timers to foyer_engine;

create table deliveries (
  workspace_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  channel text not null,
  status text not null default 'pending' check (status in ('pending', 'sent', 'failed', 'cancelled', 'unknown')),
  attempts int not null default 0,
  available_at timestamptz(3) not null,
  last_error text,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, message_id),
  foreign key (workspace_id, message_id) references messages (workspace_id, id) on delete cascade
);
create index deliveries_ready on deliveries (available_at) where status = 'pending';
call make_tenant_table('deliveries');
create policy engine on deliveries to foyer_engine using (true) with check (true);
grant select, update on deliveries to foyer_engine;

revoke create on schema public from foyer_engine;
