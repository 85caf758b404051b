create table leads (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text,
  given_name text,
  middle_name text,
  family_name text,
  email text,
  email_verified_at timestamptz(3),
  phone text,
  phone_verified_at timestamptz(3),
  -- One key for all national spellings of a phone number: sameness looks here.
  phone_match_key text,
  business_name text,
  title text,
  website text,
  goal text,
  intent text,
  timeline text,
  qualification_score smallint check (qualification_score between 0 and 100),
  qualification_notes text,
  source text,
  channel text not null,
  stage text not null default 'new' check (stage in ('new', 'engaged', 'qualified', 'booked', 'converted', 'lost')),
  lost_reason text,
  needs_human boolean not null default false,
  needs_human_reason text,
  opted_out_at timestamptz(3),
  owner text not null default 'agent' check (owner in ('agent', 'person')),
  assigned_member_id uuid,
  agent_id uuid not null,
  is_test boolean not null default false,
  metadata jsonb not null default '{}',
  form_responses jsonb not null default '{}',
  tags text[] not null default '{}',
  external_id text,
  external_portal_link text,
  activity_summary text,
  time_zone text,
  language text,
  campaign_id uuid,
  imported_at timestamptz(3),
  submitted_at timestamptz(3),
  last_activity_at timestamptz(3) not null,
  revision int not null default 1,
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id),
  foreign key (workspace_id, assigned_member_id) references members (workspace_id, id),
  foreign key (workspace_id, campaign_id) references campaigns (workspace_id, id)
);
-- created_at is the time inside the id, so the id alone gives the order of a list.
create index leads_newest on leads (workspace_id, is_test, id desc) where deleted_at is null;
create index leads_email on leads (workspace_id, email) where email is not null and deleted_at is null;
create index leads_phone on leads (workspace_id, phone_match_key) where phone_match_key is not null and deleted_at is null;
create index leads_external_id on leads (workspace_id, external_id) where external_id is not null and deleted_at is null;
create index leads_updated on leads (workspace_id, is_test, updated_at) where deleted_at is null;
create index leads_needing_a_person on leads (workspace_id, is_test, id desc) where needs_human and deleted_at is null;
create index leads_stage on leads (workspace_id, is_test, stage, id desc) where deleted_at is null;
call make_tenant_table('leads');

create table runs (
  workspace_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  workflow_id uuid not null,
  workflow_version int not null,
  agent_id uuid not null,
  status_id uuid not null,
  run_status text not null default 'running' check (run_status in ('running', 'paused', 'completed', 'cancelled', 'transferred')),
  cadence_state text not null default 'active' check (cadence_state in ('active', 'responded', 'paused', 'exhausted', 'completed')),
  is_active boolean not null default true,
  human_takeover boolean not null default false,
  assigned_member_id uuid,
  campaign_id uuid,
  status_changed_at timestamptz(3) not null,
  started_at timestamptz(3) not null,
  ended_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade,
  foreign key (workspace_id, workflow_id, workflow_version) references workflow_versions (workspace_id, workflow_id, version),
  foreign key (workspace_id, status_id) references workflow_statuses (workspace_id, id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id),
  foreign key (workspace_id, assigned_member_id) references members (workspace_id, id),
  foreign key (workspace_id, campaign_id) references campaigns (workspace_id, id)
);
create unique index runs_one_active on runs (workspace_id, lead_id, workflow_id) where is_active;
create index runs_of_lead on runs (workspace_id, lead_id, id desc);
call make_tenant_table('runs');

create table conversations (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  -- Null only for one that was opened by API for a customer who is no lead yet.
  lead_id uuid,
  agent_id uuid not null,
  run_id uuid,
  channel text not null,
  owner text not null default 'agent' check (owner in ('agent', 'person')),
  owner_member_id uuid,
  state text not null default 'open' check (state in ('open', 'awaiting_person', 'closed')),
  customer_identifier text,
  customer_name text,
  customer_language text,
  -- Where the dialogue stands: what was asked, offered, proposed (engagement/dialogue/state.ts).
  dialogue jsonb not null default '{}',
  last_seq int not null default 0,
  first_message_at timestamptz(3),
  last_message_at timestamptz(3),
  last_inbound_at timestamptz(3),
  closed_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade,
  foreign key (workspace_id, agent_id) references agents (workspace_id, id),
  foreign key (workspace_id, run_id) references runs (workspace_id, id) on delete set null (run_id),
  foreign key (workspace_id, owner_member_id) references members (workspace_id, id)
);
create index conversations_newest on conversations (workspace_id, id desc);
create index conversations_of_lead on conversations (workspace_id, lead_id, id desc);
create index conversations_customer on conversations (workspace_id, channel, customer_identifier) where customer_identifier is not null;
create index conversations_of_run on conversations (workspace_id, run_id) where run_id is not null;
create index conversations_awaiting_a_person on conversations (workspace_id, id desc) where state = 'awaiting_person';
call make_tenant_table('conversations');

create table messages (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  lead_id uuid,
  -- Given under the conversation's lock: a reader that asks for what comes after N misses nothing.
  seq int not null,
  kind text not null default 'message' check (kind in ('message', 'draft', 'follow_up')),
  direction text not null check (direction in ('inbound', 'outbound')),
  author text not null check (author in ('lead', 'agent', 'person')),
  member_id uuid,
  channel text not null,
  body text not null,
  subject text,
  status text not null check (status in
    ('received', 'awaiting_approval', 'scheduled', 'queued', 'sent', 'delivered', 'read', 'failed', 'cancelled', 'unknown')),
  failure text,
  client_message_id text,
  provider_message_id text,
  scheduled_at timestamptz(3),
  sent_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, conversation_id, seq),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create unique index messages_client_id on messages (workspace_id, conversation_id, client_message_id) where client_message_id is not null;
create index messages_of_lead on messages (workspace_id, lead_id) where lead_id is not null;
call make_tenant_table('messages');

create table calls (
  workspace_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  conversation_id uuid not null,
  provider text,
  provider_call_id text,
  direction text not null check (direction in ('inbound', 'outbound')),
  status text not null check (status in ('scheduled', 'queued', 'ringing', 'in_progress', 'ended', 'failed')),
  started_at timestamptz(3),
  ended_at timestamptz(3),
  duration_seconds int,
  summary text,
  transcript text,
  recording_url text,
  ended_reason text,
  outcome text,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);
create index calls_of_lead on calls (workspace_id, lead_id, id desc);
create index calls_of_conversation on calls (workspace_id, conversation_id);
call make_tenant_table('calls');

create table variables (
  workspace_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  key text not null,
  value jsonb not null,
  value_text text not null,
  confidence double precision not null check (confidence between 0 and 1),
  source text not null check (source in ('lead', 'agent', 'api', 'person', 'metadata', 'import')),
  message_id uuid,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, lead_id, key),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade,
  foreign key (workspace_id, message_id) references messages (workspace_id, id) on delete set null (message_id)
);
create index variables_of_message on variables (workspace_id, message_id) where message_id is not null;
call make_tenant_table('variables');

-- What a variable was before, and what it became; a null value is a removal.
create table variable_changes (
  workspace_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  key text not null,
  value jsonb,
  value_text text,
  confidence double precision,
  source text not null,
  message_id uuid,
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade,
  foreign key (workspace_id, message_id) references messages (workspace_id, id) on delete set null (message_id)
);
create index variable_changes_of_lead on variable_changes (workspace_id, lead_id, key, id);
create index variable_changes_of_message on variable_changes (workspace_id, message_id) where message_id is not null;
call make_tenant_table('variable_changes');

create table lead_checklist_items (
  workspace_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  checklist_item_id uuid not null,
  status text not null default 'todo' check (status in ('todo', 'completed', 'invalid', 'skipped', 'needs_review')),
  value text,
  value_source text check (value_source in ('agent', 'imported', 'manual', 'portal')),
  -- What this lead's item has of its own in place of the workflow's.
  item_override jsonb,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, lead_id, checklist_item_id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade,
  foreign key (workspace_id, checklist_item_id) references checklist_items (workspace_id, id)
);
call make_tenant_table('lead_checklist_items');

create table documents (
  workspace_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  file_name text not null,
  mime_type text not null,
  size_bytes bigint not null,
  sha256 bytea not null,
  storage_key text not null,
  external_id text,
  metadata jsonb not null default '{}',
  deleted_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade
);
create index documents_of_lead on documents (workspace_id, lead_id, id);
call make_tenant_table('documents');

create table checklist_item_documents (
  workspace_id uuid not null,
  id uuid not null,
  lead_checklist_item_id uuid not null,
  document_id uuid not null,
  overall_valid boolean,
  validation_result jsonb,
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, lead_checklist_item_id, document_id),
  foreign key (workspace_id, lead_checklist_item_id) references lead_checklist_items (workspace_id, id) on delete cascade,
  foreign key (workspace_id, document_id) references documents (workspace_id, id) on delete cascade
);
create index checklist_item_documents_of_document on checklist_item_documents (workspace_id, document_id);
call make_tenant_table('checklist_item_documents');

create table consents (
  workspace_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  basis text not null,
  channel text,
  words_shown text,
  given_at timestamptz(3) not null,
  withdrawn_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade
);
create index consents_of_lead on consents (workspace_id, lead_id, id);
call make_tenant_table('consents');

-- Outlives its lead: after an erasure the address is gone and its hash still refuses.
create table suppressions (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  kind text not null check (kind in ('email', 'phone')),
  address text,
  address_hash bytea not null,
  reason text not null,
  lifted_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (workspace_id, id)
);
create unique index suppressions_address on suppressions (workspace_id, kind, address_hash) where lifted_at is null;
call make_tenant_table('suppressions');

create table appointments (
  workspace_id uuid not null,
  id uuid not null,
  uid text not null,
  lead_id uuid not null,
  conversation_id uuid,
  run_id uuid,
  workflow_id uuid,
  resource_key text not null default '',
  resource_name text,
  seat int not null default 1,
  title text not null,
  start_at timestamptz(3) not null,
  end_at timestamptz(3) not null check (end_at > start_at),
  -- The end of the buffer kept free after it.
  blocked_until timestamptz(3) not null check (blocked_until >= end_at),
  time_zone text not null,
  status text not null check (status in ('confirmed', 'cancelled', 'completed', 'no_show')),
  location_type text check (location_type in ('in_person', 'phone', 'video')),
  location_details text,
  meeting_url text,
  notes text,
  offering_id uuid,
  rescheduled_at timestamptz(3),
  cancelled_at timestamptz(3),
  cancellation_reason text,
  external_calendar_provider text,
  external_event_id text,
  -- SEQUENCE of RFC 5545: rises with each move, so that calendars replace the entry.
  calendar_sequence int not null default 0,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, uid),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete set null (conversation_id),
  foreign key (workspace_id, run_id) references runs (workspace_id, id) on delete set null (run_id),
  foreign key (workspace_id, workflow_id) references workflows (workspace_id, id),
  foreign key (workspace_id, offering_id) references offerings (workspace_id, id),
  -- Two leads can never have one seat of one resource at one time, whatever the code above does.
  constraint appointments_no_overlap exclude using gist
    (workspace_id with =, workflow_id with =, resource_key with =, seat with =, tstzrange(start_at, blocked_until) with &&)
    where (status = 'confirmed')
);
create index appointments_of_lead on appointments (workspace_id, lead_id, id desc);
create index appointments_calendar on appointments (workspace_id, workflow_id, start_at) where status = 'confirmed';
create index appointments_newest on appointments (workspace_id, id desc);
create index appointments_of_conversation on appointments (workspace_id, conversation_id) where conversation_id is not null;
create index appointments_of_run on appointments (workspace_id, run_id) where run_id is not null;
call make_tenant_table('appointments');

create table action_logs (
  workspace_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  type text not null check (type in
    ('api_activity', 'message', 'follow_up', 'tool_call', 'document_upload', 'system_note', 'status_change', 'variable_change', 'appointment', 'call')),
  status text not null default 'completed' check (status in ('pending', 'awaiting_approval', 'completed', 'failed', 'cancelled')),
  summary text not null,
  actor_kind text not null check (actor_kind in ('agent', 'person', 'lead', 'api_key', 'system')),
  actor_id uuid,
  conversation_id uuid,
  message_id uuid,
  appointment_id uuid,
  call_id uuid,
  document_id uuid,
  input jsonb,
  output jsonb,
  error text,
  completed_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade
);
create index action_logs_of_lead on action_logs (workspace_id, lead_id, id desc);
call make_tenant_table('action_logs');
