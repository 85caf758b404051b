-- The leads of many callers at once, each read with the row-level security of its own workspace: the tenant is set for
-- each pair before its row is looked for. `place` is the pair's; a lead that its caller does not have has no row. Who reads
-- leads again and again says which revisions it has: the words of those that are still the same are neither looked up nor
-- sent.
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

-- The newest qualified leads below an id that have not opted out and with whom nothing was said since then, or never
-- (lead-filters.ts has the same for other questions). Where many are quiet the newest are near in the list; else they are
-- few and their own index names all of them; and where they are neither, the list is walked.
create function quiet_leads(of_workspace uuid, of_test boolean, since timestamptz, below uuid, most int) returns uuid[]
  language plpgsql stable set search_path = public, pg_temp as $$
declare
  found uuid[];
begin
  found := array(
    select n.id
    from (
      select l.id, l.stage, l.opted_out_at, l.last_message_at from leads l
      where l.workspace_id = of_workspace and l.is_test = of_test and l.deleted_at is null and l.id < below
      order by l.id desc limit 10 * most) n
    where n.stage = 'qualified' and n.opted_out_at is null and (n.last_message_at is null or n.last_message_at < since)
    order by n.id desc limit most);
  if cardinality(found) = most then return found; end if;
  found := array(
    (select l.id from leads l
     where l.workspace_id = of_workspace and l.is_test = of_test and l.deleted_at is null
       and l.stage = 'qualified' and l.opted_out_at is null and l.last_message_at is null limit 1000)
    union all
    (select l.id from leads l
     where l.workspace_id = of_workspace and l.is_test = of_test and l.deleted_at is null
       and l.stage = 'qualified' and l.opted_out_at is null and l.last_message_at < since limit 1000));
  if cardinality(found) < 1000 then
    return array(select id from unnest(found) as q (id) where id < below order by id desc limit most);
  end if;
  return array(
    select l.id from leads l
    where l.workspace_id = of_workspace and l.is_test = of_test and l.deleted_at is null and l.id < below
      and l.stage = 'qualified' and l.opted_out_at is null and (l.last_message_at is null or l.last_message_at < since)
    order by l.id desc limit most);
end $$;

-- Pages of leads for many callers at once, newest first and below an id, of all or of those that are quiet since a time;
-- one row more than `most` where there is more. What the callers know stands one page after the other, that of the nth
-- until `known_until`.
create function read_lead_pages(
  workspace_ids uuid[], tests boolean[], quiet_since timestamptz[], below uuid[], most int[], known_until int[],
  known_ids uuid[], known_revisions int[])
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
    if quiet_since[nth] is null then
      return query
        select nth, l.id, l.shown_revision,
          case when l.shown_revision is distinct from revisions[array_position(ids, l.id)] then l.shown end
        from lead_views l
        where l.workspace_id = workspace_ids[nth] and l.is_test = tests[nth] and l.deleted_at is null
          and l.id < below[nth]
        order by l.id desc limit most[nth] + 1;
    else
      return query
        select nth, l.id, l.shown_revision,
          case when l.shown_revision is distinct from revisions[array_position(ids, l.id)] then l.shown end
        from lead_views l
        where l.workspace_id = workspace_ids[nth]
          and l.id = any (quiet_leads(workspace_ids[nth], tests[nth], quiet_since[nth], below[nth], most[nth] + 1))
        order by l.id desc;
    end if;
  end loop;
  perform set_config('foyer.workspace_id', '', true);
end $$;
