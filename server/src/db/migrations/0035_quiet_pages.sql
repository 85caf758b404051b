-- As before, but who asks says whether the list may be walked, for which nobody else should wait: where it may not and would
-- have to be, this is null. And where next to none of the first are quiet, their index is asked at once.
drop function quiet_leads(uuid, boolean, timestamptz, uuid, int);
create function quiet_leads(
  of_workspace uuid, of_test boolean, since timestamptz, below uuid, most int, walks boolean) returns uuid[]
  language plpgsql stable set search_path = public, pg_temp as $$
declare
  found uuid[];
  looked_at int;
begin
  foreach looked_at in array array[3 * most, 10 * most] loop
    found := array(
      select n.id
      from (
        select l.id, l.stage, l.opted_out_at, l.last_message_at from leads l
        where l.workspace_id = of_workspace and l.is_test = of_test and l.deleted_at is null and l.id < below
        order by l.id desc limit looked_at) n
      where n.stage = 'qualified' and n.opted_out_at is null and (n.last_message_at is null or n.last_message_at < since)
      order by n.id desc limit most);
    if cardinality(found) = most then return found; end if;
    exit when 10 * cardinality(found) < 3 * most;
  end loop;
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
  if not walks then return null; end if;
  return array(
    select l.id from leads l
    where l.workspace_id = of_workspace and l.is_test = of_test and l.deleted_at is null and l.id < below
      and l.stage = 'qualified' and l.opted_out_at is null and (l.last_message_at is null or l.last_message_at < since)
    order by l.id desc limit most);
end $$;

-- As before; a page for which the list would have to be walked has one row without an id where it may not be.
drop function read_lead_pages(uuid[], boolean[], timestamptz[], uuid[], int[], int[], uuid[], int[]);
create function read_lead_pages(
  workspace_ids uuid[], tests boolean[], quiet_since timestamptz[], below uuid[], most int[], known_until int[],
  known_ids uuid[], known_revisions int[], walks boolean)
  returns table (place int, id uuid, revision int, shown text)
  language plpgsql set search_path = public, pg_temp as $$
declare
  ids uuid[];
  revisions int[];
  quiet uuid[];
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
      continue;
    end if;
    quiet := quiet_leads(workspace_ids[nth], tests[nth], quiet_since[nth], below[nth], most[nth] + 1, walks);
    if quiet is null then
      return query select nth, null::uuid, null::int, null::text;
    else
      return query
        select nth, l.id, l.shown_revision,
          case when l.shown_revision is distinct from revisions[array_position(ids, l.id)] then l.shown end
        from lead_views l
        where l.workspace_id = workspace_ids[nth] and l.id = any (quiet)
          -- Still: the two statements do not see the same moment.
          and l.is_test = tests[nth] and l.deleted_at is null and l.stage = 'qualified' and l.opted_out_at is null
          and (l.last_message_at is null or l.last_message_at < quiet_since[nth])
        order by l.id desc;
    end if;
  end loop;
  perform set_config('foyer.workspace_id', '', true);
end $$;

-- For a process of the version before, while both run. A later step drops it.
create function read_lead_pages(
  workspace_ids uuid[], tests boolean[], quiet_since timestamptz[], below uuid[], most int[], known_until int[],
  known_ids uuid[], known_revisions int[])
  returns table (place int, id uuid, revision int, shown text)
  language sql set search_path = public, pg_temp
  begin atomic
    select p.place, p.id, p.revision, p.shown
    from read_lead_pages(workspace_ids, tests, quiet_since, below, most, known_until, known_ids, known_revisions, true) p;
  end;
