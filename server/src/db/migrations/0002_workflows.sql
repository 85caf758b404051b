create table workflows (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  key text not null,
  name text not null,
  description text,
  goal text not null check (goal in ('appointment', 'qualification', 'collection')),
  agent_id uuid not null,
  version int not null,
  is_paused boolean not null default false,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, key),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id)
);
call make_tenant_table('workflows');
alter table workspaces add foreign key (id, default_workflow_id) references workflows (workspace_id, id);

-- A run keeps the version it started with.
create table workflow_versions (
  workspace_id uuid not null,
  workflow_id uuid not null,
  version int not null,
  definition jsonb not null,
  source text not null,
  created_at timestamptz(3) not null,
  primary key (workspace_id, workflow_id, version),
  foreign key (workspace_id, workflow_id) references workflows (workspace_id, id)
);
call make_tenant_table('workflow_versions');

-- A status keeps its id over all versions that name its key.
create table workflow_statuses (
  workspace_id uuid not null,
  id uuid not null,
  workflow_id uuid not null,
  key text not null,
  label text not null,
  category text not null check (category in ('active', 'won', 'lost', 'paused', 'deferred')),
  flags text[] not null default '{}',
  position int not null,
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, workflow_id, key),
  foreign key (workspace_id, workflow_id) references workflows (workspace_id, id)
);
call make_tenant_table('workflow_statuses');

create table checklist_groups (
  workspace_id uuid not null,
  id uuid not null,
  workflow_id uuid not null,
  name text not null,
  conditions jsonb,
  position int not null,
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, workflow_id, name),
  foreign key (workspace_id, workflow_id) references workflows (workspace_id, id)
);
call make_tenant_table('checklist_groups');

create table checklist_items (
  workspace_id uuid not null,
  id uuid not null,
  workflow_id uuid not null,
  group_id uuid not null,
  code text not null,
  label text not null,
  field_type text not null,
  is_required boolean not null,
  field_key text,
  conditions jsonb,
  config jsonb,
  client_instructions text,
  agent_instructions text,
  validation_rules text[] not null default '{}',
  position int not null,
  -- An item that the newest version no longer has stays for the leads that got it.
  is_current boolean not null default true,
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, workflow_id, code),
  foreign key (workspace_id, workflow_id) references workflows (workspace_id, id),
  foreign key (workspace_id, group_id) references checklist_groups (workspace_id, id)
);
call make_tenant_table('checklist_items');

create table campaigns (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  workflow_id uuid,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, workflow_id) references workflows (workspace_id, id)
);
call make_tenant_table('campaigns');

create table offerings (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  title text not null,
  description text,
  price numeric(14, 2),
  price_currency text,
  status text not null default 'active',
  external_id text,
  attributes jsonb not null default '{}',
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  primary key (workspace_id, id)
);
call make_tenant_table('offerings');

create table connections (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  kind text not null,
  provider text not null,
  name text not null,
  settings jsonb not null default '{}',
  credentials_encrypted bytea not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id)
);
call make_tenant_table('connections');
