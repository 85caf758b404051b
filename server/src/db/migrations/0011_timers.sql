-- A timer that is due becomes a stimulus of its lead, of the same kind, and stands in line with all that happens to it.

grant insert on stimuli to foyer_engine;

-- `fresh_ids` are the ids of the stimuli, as many as may be made at once: the server makes ids. Returns how many were due.
create function release_timers(at timestamptz, fresh_ids uuid[]) returns int
  language sql security definer set search_path = public, pg_temp
  begin atomic
    with due as (
      select t.workspace_id, t.id, row_number() over (order by t.due_at, t.id) as nth
      from (
        select workspace_id, id, due_at from timers where due_at <= at
        order by due_at limit cardinality(fresh_ids) for update skip locked) t
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
call make_engine_function('release_timers(timestamptz, uuid[])');
revoke create on schema public from foyer_engine;
