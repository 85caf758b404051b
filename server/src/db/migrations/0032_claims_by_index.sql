-- As before, but by the indexes alone. A queue is empty whenever Postgres looks how full it is, and is read as if it were for
-- as long as it does not look again: with 500 that waited a claim compared each with each, in 36 ms. Like this it takes
-- less than 0.1 ms, also of 5,000.
create or replace function claim_stimulus(at timestamptz)
  returns table (workspace_id uuid, id uuid, lead_id uuid, kind text, payload jsonb, attempts int)
  language sql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
  begin atomic
    select s.workspace_id, s.id, s.lead_id, s.kind, s.payload, s.attempts
    from stimuli s
    where s.dead_at is null and s.available_at <= at
      and not exists (
        select from stimuli earlier
        where earlier.workspace_id = s.workspace_id and earlier.lead_id = s.lead_id
          and earlier.dead_at is null and earlier.id < s.id
        -- Looked up for one stimulus after another.
        offset 0)
    order by s.id
    limit 1
    for update of s skip locked;
  end;
