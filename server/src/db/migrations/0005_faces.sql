-- What the faces around a lead need: sameness and merging, conversations before a lead, checklist items and documents
-- of one lead, groups that hold nobody yet, and addresses that take leads without a key.

-- The owner is bound by forced row-level security too: rows that are there are filled in without it.
alter table leads no force row level security;
alter table conversations no force row level security;

alter table leads
  -- When something was last said in any of its conversations, in either direction.
  add column last_message_at timestamptz(3),
  -- Set with deleted_at where this lead was found to be another one.
  add column merged_into_id uuid,
  add foreign key (workspace_id, merged_into_id) references leads (workspace_id, id) on delete set null (merged_into_id);
update leads l set last_message_at = c.last_message_at
from (select workspace_id, lead_id, max(last_message_at) as last_message_at from conversations group by 1, 2) c
where c.workspace_id = l.workspace_id and c.lead_id = l.id;
create index leads_merged_into on leads (workspace_id, merged_into_id) where merged_into_id is not null;
-- By what a person was known before a merge.
create index leads_merged_email on leads (workspace_id, email) where merged_into_id is not null;
create index leads_merged_phone on leads (workspace_id, phone_match_key) where merged_into_id is not null;
create index leads_merged_external_id on leads (workspace_id, external_id) where merged_into_id is not null;
create index leads_of_agent on leads (workspace_id, agent_id, id desc) where deleted_at is null;
create index leads_of_campaign on leads (workspace_id, campaign_id, id desc) where campaign_id is not null and deleted_at is null;

-- A conversation may come before its lead, and then says itself whose keys see it.
alter table conversations add column is_test boolean not null default false;
update conversations c set is_test = l.is_test
from leads l where l.workspace_id = c.workspace_id and l.id = c.lead_id and l.is_test;
drop index conversations_newest;
create index conversations_newest on conversations (workspace_id, is_test, id desc);

alter table conversations force row level security;

-- Whose opting out suppressed the address: its opting in frees it.
alter table suppressions
  add column lead_id uuid,
  add foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete set null (lead_id);
create index suppressions_of_lead on suppressions (workspace_id, lead_id) where lead_id is not null;

-- Of what a remembered answer tells: it goes with them. A policy lets no index be used for `&&`; the rows of one
-- workspace and one day are read.
alter table idempotency_keys add column subject_ids uuid[] not null default '{}';
alter table idempotency_keys no force row level security;
update idempotency_keys set subject_ids = array(
  select m[1]::uuid from regexp_matches(response_body::text, '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})', 'g') as m);
alter table idempotency_keys force row level security;

-- Which lead was found to be which other, and what moved with it: enough to undo it.
create table lead_merges (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  survivor_id uuid not null,
  merged_id uuid not null,
  -- Ids of the rows that changed hands, by table, and the survivor's columns that were filled.
  moved jsonb not null,
  filled jsonb not null default '{}',
  undone_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, survivor_id) references leads (workspace_id, id) on delete cascade,
  foreign key (workspace_id, merged_id) references leads (workspace_id, id) on delete cascade
);
create index lead_merges_of_survivor on lead_merges (workspace_id, survivor_id, id desc);
create index lead_merges_of_merged on lead_merges (workspace_id, merged_id, id desc);
call make_tenant_table('lead_merges');

-- An item of one lead alone has no row in its workflow: then its own columns say what it is.
alter table lead_checklist_items
  alter column checklist_item_id drop not null,
  add column code text,
  add column label text,
  add column field_type text,
  add column is_required boolean,
  add column config jsonb,
  add column client_instructions text,
  add column agent_instructions text,
  add column validation_rules text[] not null default '{}',
  -- Skipped because the whole was declared complete: undone when the lead is taken up again.
  add column is_auto_skipped boolean not null default false,
  add check ((checklist_item_id is null) = (code is not null)),
  add check (checklist_item_id is not null or (label is not null and field_type is not null and is_required is not null));
create unique index lead_checklist_items_code on lead_checklist_items (workspace_id, lead_id, code) where code is not null;

alter table action_logs add column tool_name text;

-- Tags that are known by name before a lead has them; a lead's own stand in its row. One name in any case.
create table tags (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  is_test boolean not null default false,
  created_at timestamptz(3) not null,
  primary key (workspace_id, id)
);
create unique index tags_name on tags (workspace_id, is_test, lower(name));
call make_tenant_table('tags');

-- The tags of the leads that are not deleted, one row each, kept by triggers: a policy lets an index be used for what
-- compares equal, not for a look into an array.
create table lead_tags (
  workspace_id uuid not null,
  lead_id uuid not null,
  -- The tag in lower case.
  tag_key text not null,
  name text not null,
  is_test boolean not null,
  agent_id uuid not null,
  primary key (workspace_id, lead_id, tag_key),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade
);
create index lead_tags_bearers on lead_tags (workspace_id, is_test, tag_key, lead_id desc) include (agent_id, name);
insert into lead_tags (workspace_id, lead_id, tag_key, name, is_test, agent_id)
select l.workspace_id, l.id, lower(t.name), min(t.name), l.is_test, l.agent_id
from leads l cross join unnest(l.tags) as t (name) where l.deleted_at is null group by l.workspace_id, l.id, lower(t.name);
alter table leads force row level security;
call make_tenant_table('lead_tags');

create function keep_lead_tags() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from lead_tags where workspace_id = old.workspace_id and lead_id = old.id;
  end if;
  if new.deleted_at is null then
    insert into lead_tags (workspace_id, lead_id, tag_key, name, is_test, agent_id)
    select new.workspace_id, new.id, lower(t.name), min(t.name), new.is_test, new.agent_id
    from unnest(new.tags) as t (name) group by lower(t.name);
  end if;
  return null;
end $$;
-- Most leads have no tags and most changes none of them: those pay for a comparison, not for a call.
create trigger lead_tags_of_new after insert on leads
  for each row when (new.tags <> '{}') execute function keep_lead_tags();
create trigger lead_tags_of_changed after update of tags, deleted_at, is_test, agent_id on leads
  for each row when ((old.tags <> '{}' or new.tags <> '{}') and
    (old.tags, old.deleted_at, old.is_test, old.agent_id) is distinct from (new.tags, new.deleted_at, new.is_test, new.agent_id))
  execute function keep_lead_tags();

-- An address that takes leads without a key. Its token stands hashed in token_directory (kind intake_hook).
create table intake_hooks (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  workflow_id uuid,
  -- Our field to the path of theirs, such as {"email": "contact.mail"}.
  field_mapping jsonb not null default '{}',
  deduplicates boolean not null default false,
  is_active boolean not null default true,
  is_test boolean not null default false,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, workflow_id) references workflows (workspace_id, id)
);
call make_tenant_table('intake_hooks');
