-- The language model that a workspace has connected.
create table llms (
  workspace_id uuid not null references workspaces (id),
  -- What stands before /chat/completions.
  base_url text not null,
  model text not null,
  -- Sealed; null for an endpoint that wants none.
  api_key text,
  is_enabled boolean not null default true,
  timeout_ms int not null default 12000 check (timeout_ms between 1000 and 60000),
  tokens_per_day bigint not null check (tokens_per_day >= 0),
  -- For a million tokens.
  input_price double precision not null default 0 check (input_price >= 0),
  output_price double precision not null default 0 check (output_price >= 0),
  currency text not null default 'USD',
  forbidden_phrases text[] not null default '{}',
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id)
);
call make_tenant_table('llms');
create policy engine on llms for select to foyer_engine using (true);
grant select on llms to foyer_engine;

-- What a workspace's model has used, by day of the workspace's own time zone. It outlives a change of the model.
create table llm_usage (
  workspace_id uuid not null references workspaces (id),
  day date not null,
  calls int not null default 0,
  -- What counts for the budget: what was used, and an estimate for calls under way and for those of which nobody knows.
  tokens bigint not null default 0,
  input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  cost double precision not null default 0,
  primary key (workspace_id, day)
);
call make_tenant_table('llm_usage');
