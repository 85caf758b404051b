-- What stops an agent besides a person, and whose turn it is to get a lead.

alter table workspaces
  -- Nothing is sent while it is set; what comes in is kept.
  add column is_stopped boolean not null default false,
  add column stopped_at timestamptz(3);
alter table workflows add column paused_at timestamptz(3);
alter table runs add column paused_at timestamptz(3);

-- One that is named by leads does not go, and does not take new ones.
alter table members add column if not exists is_active boolean not null default true;
create index leads_assigned on leads (workspace_id, assigned_member_id)
  where assigned_member_id is not null and deleted_at is null;

-- One entry of an outside calendar is one appointment.
create unique index appointments_external_event on appointments
  (workspace_id, external_calendar_provider, external_event_id) where external_event_id is not null;

-- Its row is locked while a lead is given to a member: two leads at once do not get the same turn.
create table assignment_turns (
  workspace_id uuid not null,
  workflow_id uuid not null,
  is_test boolean not null,
  last_member_id uuid,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, workflow_id, is_test),
  foreign key (workspace_id, workflow_id) references workflows (workspace_id, id),
  foreign key (workspace_id, last_member_id) references members (workspace_id, id) on delete set null (last_member_id)
);
create index assignment_turns_of_member on assignment_turns (workspace_id, last_member_id) where last_member_id is not null;
call make_tenant_table('assignment_turns');
