-- Who reads leads again and again says which revisions it has: the words of those that are still the same are neither
-- looked up nor sent. Row by row within the tenant of each caller, as before.
drop function read_leads(uuid[], uuid[], boolean[]);
create function read_leads(workspace_ids uuid[], lead_ids uuid[], tests boolean[], known int[])
  returns table (place int, revision int, shown text)
  language plpgsql set search_path = public, pg_temp as $$
begin
  for nth in 1 .. cardinality(lead_ids) loop
    perform set_config('foyer.workspace_id', workspace_ids[nth]::text, true);
    return query
      select nth, l.shown_revision, case when l.shown_revision is distinct from known[nth] then l.shown end
      from lead_views l
      where l.workspace_id = workspace_ids[nth] and l.id = lead_ids[nth] and l.is_test = tests[nth]
        and l.deleted_at is null;
  end loop;
  perform set_config('foyer.workspace_id', '', true);
end $$;

-- Pages of leads for many callers at once, newest first and below an id; one row more than `most` where there is more.
-- What the callers know stands one page after the other, that of the nth until `known_until`.
drop function read_lead_pages(uuid[], boolean[], uuid[], int[]);
create function read_lead_pages(
  workspace_ids uuid[], tests boolean[], below uuid[], most int[], known_until int[], known_ids uuid[], known_revisions int[])
  returns table (place int, id uuid, revision int, shown text)
  language plpgsql set search_path = public, pg_temp as $$
declare
  ids uuid[];
  revisions int[];
begin
  for nth in 1 .. cardinality(below) loop
    perform set_config('foyer.workspace_id', workspace_ids[nth]::text, true);
    ids := known_ids[coalesce(known_until[nth - 1], 0) + 1 : known_until[nth]];
    revisions := known_revisions[coalesce(known_until[nth - 1], 0) + 1 : known_until[nth]];
    return query
      select nth, l.id, l.shown_revision,
        case when l.shown_revision is distinct from revisions[array_position(ids, l.id)] then l.shown end
      from lead_views l
      where l.workspace_id = workspace_ids[nth] and l.is_test = tests[nth] and l.deleted_at is null and l.id < below[nth]
      order by l.id desc limit most[nth] + 1;
  end loop;
  perform set_config('foyer.workspace_id', '', true);
end $$;
