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
  perform from leads l where l.workspace_id = claimed.workspace_id and l.id = claimed.lead_id
    for no key update skip locked;
  is_locked := found;
  if is_locked then
    delete from stimuli s where s.workspace_id = claimed.workspace_id and s.id = claimed.id;
  end if;
  return query
    select claimed.workspace_id, claimed.id, claimed.lead_id, claimed.kind, claimed.payload, claimed.attempts,
      w.slug, w.name, w.time_zone, w.country, w.locale, l.is_test, is_locked
    from workspaces w join leads l on l.workspace_id = w.id
    where w.id = claimed.workspace_id and l.id = claimed.lead_id;
end $$;
