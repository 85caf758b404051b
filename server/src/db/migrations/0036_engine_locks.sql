-- What the engine does in a workspace, it does under a lock that all its transactions hold together, and that whoever stops
-- the workspace or one of its workflows takes alone: what had begun is waited for, and nothing is said after the stop has
-- committed. Not by locking the row that says so: a row that is locked by each turn is written by each turn.
-- False while it is being stopped: nobody stands in line for that, as others' work would wait behind who does. At the gate
-- the lock is let go at once: who stops has it alone until the end, and so nobody begins while turns are waited for.
create function work_in_workspace(of_workspace uuid) returns boolean
  language plpgsql as $$
declare
  may_begin boolean;
begin
  if not pg_try_advisory_lock_shared(hashtextextended('gate ' || of_workspace, 0)) then
    return false;
  end if;
  may_begin := pg_try_advisory_xact_lock_shared(hashtextextended('engine ' || of_workspace, 0));
  perform pg_advisory_unlock_shared(hashtextextended('gate ' || of_workspace, 0));
  return may_begin;
end $$;

-- For who stops it. A stop must not fail for a turn that hangs: after three seconds it goes on without having waited it out,
-- and what that turn says may still come.
create function halt_engine(of_workspace uuid) returns void
  language plpgsql as $$
begin
  perform take_within_three_seconds('gate ' || of_workspace);
  perform take_within_three_seconds('engine ' || of_workspace);
end $$;

create function take_within_three_seconds(lock_name text) returns void
  language plpgsql set lock_timeout = '3s' as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(lock_name, 0));
exception when lock_not_available then
  return;
end $$;

-- As before, but the lead is locked so that its rows elsewhere may come and go: a lock `for update` keeps out whatever names
-- the lead. Timers that came into line waited for a turn of one of their leads, and who cancelled a timer meanwhile
-- waited for them: a deadlock. A server of the version before that still runs cancels timers by one statement, which does
-- not see one that comes into line in that moment: its handler asks again whether it is wanted.
create or replace function take_stimulus(at timestamptz)
  returns table (
    workspace_id uuid, id uuid, lead_id uuid, kind text, payload jsonb, attempts int,
    slug text, name text, time_zone text, country text, locale text, is_test boolean, is_lead_free boolean)
  language plpgsql set search_path = public, pg_temp as $$
declare
  claimed record;
  is_locked boolean;
begin
  select * into claimed from claim_stimulus(at);
  if not found then
    return;
  end if;
  perform set_config('foyer.workspace_id', claimed.workspace_id::text, true);
  is_locked := work_in_workspace(claimed.workspace_id);
  if is_locked then
    perform from leads l where l.workspace_id = claimed.workspace_id and l.id = claimed.lead_id
      for no key update skip locked;
    is_locked := found;
  end if;
  if is_locked then
    delete from stimuli s where s.workspace_id = claimed.workspace_id and s.id = claimed.id;
  end if;
  return query
    select claimed.workspace_id, claimed.id, claimed.lead_id, claimed.kind, claimed.payload, claimed.attempts,
      w.slug, w.name, w.time_zone, w.country, w.locale, l.is_test, is_locked
    from workspaces w join leads l on l.workspace_id = w.id
    where w.id = claimed.workspace_id and l.id = claimed.lead_id;
end $$;

create or replace function take_deliveries(at timestamptz, at_most int, others uuid[])
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
  if work_in_workspace(of_workspace) then
    select array_agg(locked.id) into free from (
      select l.id from leads l where l.workspace_id = of_workspace and l.id = any (of_leads) order by l.id
      for no key update skip locked) locked;
  end if;
  return query
    select w.id, c.id, c.lead_id, coalesce(c.lead_id = any (free), false), w.slug, w.name, w.time_zone, w.country, w.locale
    from unnest(claimed, of_leads) as c (id, lead_id) join workspaces w on w.id = of_workspace;
end $$;

-- Whether the agent's own turn brought the run into its status: the words of that turn still leave where the status pauses
-- the agent, and no others.
alter table runs add column status_is_agents boolean not null default false;
