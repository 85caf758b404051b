-- Fewer and cheaper statements where most of the work is.

-- Claims a stimulus, binds the transaction to its workspace and locks its lead, in this order, and removes the stimulus: a
-- transaction that fails brings it back. `is_lead_free` is false where somebody else has the lead: it is not waited for, as
-- who removes a lead locks its stimuli after it, and the stimulus stays.
create function take_stimulus(at timestamptz)
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
  perform from leads l where l.workspace_id = claimed.workspace_id and l.id = claimed.lead_id for update skip locked;
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
