-- Workspaces, the tenant rule, and the directories that find a workspace before one is known.
-- Roles (made by db/roles.ts): the migrating role owns all; foyer_server reads and writes under row-level security;
-- foyer_engine owns the few functions that look across workspaces, and policies name it where it may.

grant usage on schema public to foyer_server, foyer_engine;
grant create on schema public to foyer_engine;

-- The workspace of this transaction; null (which no row equals) where none is set.
create function current_workspace() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('foyer.workspace_id', true), '')::uuid;

-- Puts a table under the tenant rule: forced row-level security, and rights for the server's role.
create procedure make_tenant_table(name text)
  language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format('create policy tenant on %I using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())', name);
  execute format('grant select, insert, update, delete on %I to foyer_server', name);
end $$;

create table workspaces (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  time_zone text not null default 'UTC',
  country text not null default 'US',
  locale text not null default 'en',
  default_agent_id uuid not null,
  default_workflow_id uuid,
  last_event_seq bigint not null default 0,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);
alter table workspaces enable row level security;
alter table workspaces force row level security;
create policy own on workspaces using (id = current_workspace()) with check (id = current_workspace());
create policy engine on workspaces to foyer_engine using (true) with check (true);
grant select, insert, update on workspaces to foyer_server;
grant select, update on workspaces to foyer_engine;

create table agents (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  role text not null,
  tone text not null default 'friendly' check (tone in ('friendly', 'formal', 'brief')),
  language text not null default 'en',
  greeting text,
  autonomy text not null default 'autopilot' check (autonomy in ('autopilot', 'listen')),
  discloses_assistant boolean not null default true,
  channels text[] not null default '{}',
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id)
);
call make_tenant_table('agents');
-- Deferred: a workspace and its first agent are born in one transaction.
alter table workspaces add foreign key (id, default_agent_id) references agents (workspace_id, id) deferrable initially deferred;

create table members (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  email text not null,
  role text not null check (role in ('owner', 'admin', 'operator', 'viewer')),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id)
);
create unique index members_email on members (workspace_id, lower(email));
call make_tenant_table('members');

create table api_keys (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  dialect text not null check (dialect in ('native', 'coachbot', 'omni', 'nexor', 'vorel', 'convocore')),
  scopes text[] not null,
  is_test boolean not null default false,
  limit_per_minute int check (limit_per_minute > 0),
  secret_hash bytea not null,
  secret_start text not null,
  secret_end text not null,
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  last_used_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (workspace_id, id)
);
call make_tenant_table('api_keys');
create policy engine on api_keys for select to foyer_engine using (true);
grant select on api_keys to foyer_engine;

create table api_key_directory (
  secret_hash bytea primary key,
  workspace_id uuid not null,
  api_key_id uuid not null,
  foreign key (workspace_id, api_key_id) references api_keys (workspace_id, id) on delete cascade
);
grant insert on api_key_directory to foyer_server;
grant select on api_key_directory to foyer_engine;

-- Tokens that open one thing: a visitor's conversation, later an upload link or an intake hook.
create table token_directory (
  token_hash bytea primary key,
  kind text not null,
  workspace_id uuid not null references workspaces (id),
  subject_id uuid not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3)
);
create index token_directory_subject on token_directory (workspace_id, subject_id);
grant insert on token_directory to foyer_server;
grant select, delete on token_directory to foyer_engine;

create function authenticate_api_key(hash bytea, at timestamptz)
  returns table (
    workspace_id uuid, workspace_slug text, workspace_name text, time_zone text, country text, locale text,
    key_id uuid, key_name text, dialect text, scopes text[], is_test boolean, limit_per_minute int,
    secret_hash bytea, last_used_at timestamptz, revoked boolean, expired boolean)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select w.id, w.slug, w.name, w.time_zone, w.country, w.locale,
           k.id, k.name, k.dialect, k.scopes, k.is_test, k.limit_per_minute,
           k.secret_hash, k.last_used_at, k.revoked_at is not null, coalesce(k.expires_at <= at, false)
    from api_key_directory d
    join api_keys k on k.workspace_id = d.workspace_id and k.id = d.api_key_id
    join workspaces w on w.id = d.workspace_id
    where d.secret_hash = hash;
  end;

create function find_token(hash bytea, wanted_kind text, at timestamptz)
  returns table (
    workspace_id uuid, workspace_slug text, workspace_name text, time_zone text, country text, locale text,
    subject_id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select w.id, w.slug, w.name, w.time_zone, w.country, w.locale, t.subject_id
    from token_directory t
    join workspaces w on w.id = t.workspace_id
    where t.token_hash = hash and t.kind = wanted_kind and (t.expires_at is null or t.expires_at > at);
  end;

create function forget_tokens(of_workspace uuid, of_subjects uuid[])
  returns void
  language sql security definer set search_path = public, pg_temp
  begin atomic
    delete from token_directory t where t.workspace_id = of_workspace and t.subject_id = any (of_subjects);
  end;

create function find_workspace(wanted_slug text)
  returns table (id uuid, slug text, name text, time_zone text, country text, locale text)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select w.id, w.slug, w.name, w.time_zone, w.country, w.locale from workspaces w where w.slug = wanted_slug;
  end;

create function list_workspaces()
  returns table (id uuid, slug text, name text, time_zone text, country text, locale text, created_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select w.id, w.slug, w.name, w.time_zone, w.country, w.locale, w.created_at from workspaces w order by w.slug;
  end;

create procedure make_engine_function(signature text)
  language plpgsql as $$
begin
  execute format('alter function %s owner to foyer_engine', signature);
  execute format('revoke all on function %s from public', signature);
  execute format('grant execute on function %s to foyer_server', signature);
end $$;
call make_engine_function('authenticate_api_key(bytea, timestamptz)');
call make_engine_function('find_token(bytea, text, timestamptz)');
call make_engine_function('forget_tokens(uuid, uuid[])');
call make_engine_function('find_workspace(text)');
call make_engine_function('list_workspaces()');

create table audit_log (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  actor_kind text not null,
  actor_id uuid,
  verb text not null,
  object_type text not null,
  object_id uuid,
  -- Names of what changed, never the values: the row outlives an erased person.
  changed text[] not null default '{}',
  request_id text,
  created_at timestamptz(3) not null,
  primary key (workspace_id, id)
);
create index audit_log_object on audit_log (workspace_id, object_id, id);
call make_tenant_table('audit_log');

create table idempotency_keys (
  workspace_id uuid not null references workspaces (id),
  api_key_id uuid not null,
  key text not null,
  fingerprint bytea not null,
  response_status int not null,
  response_body jsonb not null,
  created_at timestamptz(3) not null,
  primary key (workspace_id, api_key_id, key),
  foreign key (workspace_id, api_key_id) references api_keys (workspace_id, id) on delete cascade
);
create index idempotency_keys_age on idempotency_keys (created_at);
call make_tenant_table('idempotency_keys');
create policy engine on idempotency_keys to foyer_engine using (true);
grant select, delete on idempotency_keys to foyer_engine;

-- Removes the answers that are kept no longer, of all workspaces; how many.
create function forget_idempotency_keys(before timestamptz) returns int
  language sql security definer set search_path = public, pg_temp
  begin atomic
    with gone as (delete from idempotency_keys where created_at < before returning 1)
    select count(*)::int from gone;
  end;
call make_engine_function('forget_idempotency_keys(timestamptz)');
