-- Messages that leave over a channel, what they are sent for, and how far a run has come in reaching its lead.

alter table workspaces
  -- {"from": "21:00", "to": "08:00"} of the lead's own day; null for none.
  add column quiet_hours jsonb default '{"from": "21:00", "to": "08:00"}',
  -- Only who agreed is written to unasked.
  add column requires_consent boolean not null default false;

-- Where its cadence stands (engagement/cadence); empty until the first attempt is planned.
alter table runs
  add column cadence jsonb not null default '{}',
  -- False where the agent does not write first.
  add column reaches_out boolean not null default true;
create index runs_held_up on runs (workspace_id, lead_id) where cadence_state = 'paused' and is_active;

alter table messages
  -- Null for what came in and for what is older than this column.
  add column purpose text check (purpose in ('reply', 'attempt', 'follow_up', 'reminder', 'person', 'confirmation')),
  -- Of a follow-up: it is sent although the lead has written meanwhile.
  add column keeps_on_reply boolean not null default false;

-- Nothing was ever delivered by the table that stood here.
drop table deliveries;
create table deliveries (
  workspace_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  conversation_id uuid not null,
  lead_id uuid not null,
  agent_id uuid not null,
  channel text not null,
  purpose text not null,
  -- `sending`: handed to the channel; what has become of it is not known yet.
  status text not null default 'pending'
    check (status in ('pending', 'sending', 'sent', 'failed', 'refused', 'cancelled', 'unknown')),
  attempts int not null default 0,
  -- When to look at it next; of one that is being sent, when it is given up for lost.
  available_at timestamptz(3) not null,
  handed_at timestamptz(3),
  last_error text,
  -- Why it is not tried again, whatever the channel answers: it was stopped while it was being sent.
  stop_reason text,
  -- Of a try of which nobody can say whether it arrived: its message is never told of as not sent.
  may_have_arrived boolean not null default false,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, message_id),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, message_id) references messages (workspace_id, id) on delete cascade,
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade
);
create index deliveries_ready on deliveries (available_at) where status in ('pending', 'sending');
create index deliveries_of_lead on deliveries (workspace_id, lead_id, id) where status in ('pending', 'sending');
create index deliveries_of_conversation on deliveries (workspace_id, conversation_id, id) where status in ('pending', 'sending');
-- What a sender has sent of its own accord.
create index deliveries_of_sender on deliveries (workspace_id, agent_id, channel, handed_at)
  where handed_at is not null and purpose in ('attempt', 'follow_up', 'reminder');
call make_tenant_table('deliveries');
create policy engine on deliveries to foyer_engine using (true) with check (true);
grant select, update on deliveries to foyer_engine;

-- Whether a message must wait for an earlier one of its conversation: what is being sent, and what was said before it in a
-- talk. What is put off till the morning holds up nothing.
create function waits_for_earlier(of_workspace uuid, of_conversation uuid, of_delivery uuid) returns boolean
  language sql stable
  begin atomic
    select exists (
      select from deliveries e
      where e.workspace_id = of_workspace and e.conversation_id = of_conversation and e.id < of_delivery
        and e.status in ('pending', 'sending')
        and (e.status = 'sending' or e.purpose in ('reply', 'person', 'confirmation')));
  end;

-- Locks the deliveries of one workspace, that of the oldest that may go, whose time has come. `others` are not looked at.
create function claim_deliveries(at timestamptz, at_most int, others uuid[])
  returns table (workspace_id uuid, id uuid, lead_id uuid)
  language sql security definer set search_path = public, pg_temp
  begin atomic
    with oldest as (
      select d.workspace_id from deliveries d
      where d.status in ('pending', 'sending') and d.available_at <= at and d.id <> all (others)
        and not waits_for_earlier(d.workspace_id, d.conversation_id, d.id)
      order by d.available_at limit 1 for update skip locked)
    select d.workspace_id, d.id, d.lead_id
    from oldest o
    join deliveries d on d.workspace_id = o.workspace_id
    where d.status in ('pending', 'sending') and d.available_at <= at and d.id <> all (others)
      and not waits_for_earlier(d.workspace_id, d.conversation_id, d.id)
    order by d.available_at
    limit at_most
    for update of d skip locked;
  end;

-- As take_stimulus: claims, binds the transaction to their workspace, and locks those leads that nobody else has.
create function take_deliveries(at timestamptz, at_most int, others uuid[])
  returns table (
    workspace_id uuid, id uuid, lead_id uuid, is_lead_free boolean,
    slug text, name text, time_zone text, country text, locale text)
  language plpgsql set search_path = public, pg_temp as $$
declare
  claimed uuid[];
  of_leads uuid[];
  free uuid[];
  of_workspace uuid;
begin
  select array_agg(c.id), array_agg(c.lead_id), (array_agg(c.workspace_id))[1]
  into claimed, of_leads, of_workspace from claim_deliveries(at, at_most, others) c;
  if claimed is null then
    return;
  end if;
  perform set_config('foyer.workspace_id', of_workspace::text, true);
  select array_agg(locked.id) into free from (
    select l.id from leads l where l.workspace_id = of_workspace and l.id = any (of_leads) order by l.id
    for no key update skip locked) locked;
  return query
    select w.id, c.id, c.lead_id, coalesce(c.lead_id = any (free), false), w.slug, w.name, w.time_zone, w.country, w.locale
    from unnest(claimed, of_leads) as c (id, lead_id) join workspaces w on w.id = of_workspace;
end $$;

grant insert on stimuli to foyer_engine;
-- A timer that is due becomes a stimulus of its lead, of the same kind, and stands in line with all that happens to it.
-- `fresh_ids` are the ids of the stimuli, as many as may be made at once: the server makes ids. Returns how many were due.
-- No more than fit into the leads' inboxes beside those who talk: when a window opens, thousands are due. How few rows it
-- takes is not known to a plan, which would read all timers to remove one.
create function release_timers(at timestamptz, fresh_ids uuid[]) returns int
  language sql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
  begin atomic
    with due as (
      select t.workspace_id, t.id, row_number() over (order by t.due_at, t.id) as nth
      from (
        select workspace_id, id, due_at from timers where due_at <= at
        order by due_at
        limit greatest(0, cardinality(fresh_ids) - (
          select count(*) from (
            select from stimuli where dead_at is null and available_at <= at limit cardinality(fresh_ids)) in_line))
        for update skip locked) t
    ), gone as (
      delete from timers t using due d where t.workspace_id = d.workspace_id and t.id = d.id
      returning t.workspace_id, t.lead_id, t.kind, t.payload, d.nth
    ), made as (
      insert into stimuli (workspace_id, id, lead_id, kind, payload, available_at, created_at)
      select g.workspace_id, fresh_ids[g.nth], g.lead_id, g.kind, g.payload, at, at from gone g
      returning 1
    )
    select count(*)::int from made;
  end;

grant create on schema public to foyer_engine;
call make_engine_function('claim_deliveries(timestamptz, int, uuid[])');
call make_engine_function('release_timers(timestamptz, uuid[])');
revoke create on schema public from foyer_engine;
