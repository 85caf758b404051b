-- A process recalls who holds a key, and has the statement that reads the lead say whether that is so still: the row of the
-- workspace, which is read with every lead, has another number after each change of the workspace's keys and of what a key's
-- look-up says of the workspace itself. By chance and not by counting: a database that was set back would count the same
-- numbers anew for other keys.
alter table workspaces add column key_revision int not null default 0;

-- At the end of the transaction, as raise_catalogue_revision. That a key was used changes nothing of what it opens. A change
-- whose workspace is not seen any more, as somebody set another, is not committed: it would not count.
create function renew_key_revision() returns trigger language plpgsql as $$
begin
  update workspaces set key_revision = floor(random() * 2147483647) where id = old.workspace_id;
  if not found and tg_op = 'UPDATE' then
    raise exception 'the workspace % of a changed key is not the one that is set', old.workspace_id;
  end if;
  return null;
end $$;
create constraint trigger api_keys_revision
  after delete or update of dialect, scopes, is_test, limit_per_minute, secret_hash, expires_at, revoked_at on api_keys
  deferrable initially deferred for each row execute function renew_key_revision();

create function renew_own_key_revision() returns trigger language plpgsql as $$
begin
  new.key_revision := floor(random() * 2147483647);
  return new;
end $$;
create trigger workspaces_key_revision
  before update of slug, name, time_zone, country, locale on workspaces
  for each row
  when ((old.slug, old.name, old.time_zone, old.country, old.locale)
    is distinct from (new.slug, new.name, new.time_zone, new.country, new.locale))
  execute function renew_own_key_revision();

-- As authenticate_api_keys, which servers of the version before still call while they end, as they do read_leads without
-- revisions of keys (a later step drops both): with the time at which a key expires, and the revision of its workspace's keys.
create function find_api_keys(hashes text[])
  returns table (
    place bigint,
    workspace_id uuid, workspace_slug text, workspace_name text, time_zone text, country text, locale text,
    key_id uuid, dialect text, scopes text[], is_test boolean, limit_per_minute int,
    secret_hash bytea, last_used_at timestamptz, is_revoked boolean, expires_at timestamptz, key_revision int)
  language sql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  begin atomic
    select h.place, w.id, w.slug, w.name, w.time_zone, w.country, w.locale,
           k.id, k.dialect, k.scopes, k.is_test, k.limit_per_minute,
           k.secret_hash, k.last_used_at, k.revoked_at is not null, k.expires_at, w.key_revision
    from unnest(hashes) with ordinality as h (hash, place)
    join api_key_directory d on d.secret_hash = decode(h.hash, 'hex')
    join api_keys k on k.workspace_id = d.workspace_id and k.id = d.api_key_id
    join workspaces w on w.id = d.workspace_id;
  end;
grant create on schema public to foyer_engine;
call make_engine_function('find_api_keys(text[])');
revoke create on schema public from foyer_engine;

drop view lead_views;
create view lead_views with (security_invoker = true) as
select l.*, l.revision + w.catalogue_revision as shown_revision, coalesce(
  (select s.shown from lead_snapshots s
   where s.workspace_id = l.workspace_id and s.lead_id = l.id and s.revision = l.revision + w.catalogue_revision),
  put_lead_together(l.workspace_id, l.id)) as shown, w.key_revision
from leads l join workspaces w on w.id = l.workspace_id;
grant select on lead_views to foyer_server;

-- The leads of many callers at once, each read with the row-level security of its own workspace. `place` is the caller's; a
-- lead that its caller does not have has no row. Who knows a revision of its lead says so, and gets the words only where
-- there is another; who has a key that was recalled says of which revision (-1 where it was not): where that is over there is
-- a row without a revision, and nothing of the lead.
--
-- One statement for all: of 71 µs that a lead took, 25 were for getting its own ready to run (48,000 reads of leads that were
-- in memory, over one connection). The tenant is set for a lead before that lead is looked for, as the look-up depends on it,
-- and `offset 0` keeps the planner from another order. Were it ever to find one, row-level security would show nothing, never
-- another's: who was not found is looked for once more alone.
create function read_leads(
  workspace_ids uuid[], lead_ids uuid[], tests boolean[], known int[], key_revisions int[])
  returns table (place int, revision int, shown text)
  language plpgsql set search_path = public, pg_temp as $$
declare
  are_found boolean[] := array_fill(false, array[cardinality(lead_ids)]);
begin
  for place, revision, shown in
    select a.place, x.revision, x.shown
    from unnest(workspace_ids, lead_ids, tests, known, key_revisions) with ordinality
      as a (workspace_id, lead_id, is_test, known, key_revision, place)
    cross join lateral (select set_config('foyer.workspace_id', a.workspace_id::text, true)::uuid as id offset 0) w
    cross join lateral (
      select l.shown_revision as revision, case when l.shown_revision is distinct from a.known then l.shown end as shown
      from lead_views l
      where l.workspace_id = w.id and l.id = a.lead_id and l.is_test = a.is_test and l.deleted_at is null
        and a.key_revision in (-1, l.key_revision)
      offset 0) x
  loop
    are_found[place] := true;
    return next;
  end loop;
  for nth in 1 .. cardinality(lead_ids) loop
    continue when are_found[nth];
    perform set_config('foyer.workspace_id', workspace_ids[nth]::text, true);
    return query
      select nth, l.shown_revision, case when l.shown_revision is distinct from known[nth] then l.shown end
      from lead_views l
      where l.workspace_id = workspace_ids[nth] and l.id = lead_ids[nth] and l.is_test = tests[nth]
        and l.deleted_at is null and key_revisions[nth] in (-1, l.key_revision);
    if not found and key_revisions[nth] is distinct from -1 and not exists (
      select from workspaces w where w.id = workspace_ids[nth] and w.key_revision = key_revisions[nth]) then
      return query select nth, null::int, null::text;
    end if;
  end loop;
  perform set_config('foyer.workspace_id', '', true);
end $$;
