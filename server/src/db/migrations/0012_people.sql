-- People at work: members with hours and an address, drafts that wait for them, what tells them that they are needed.

alter table members
  -- IANA name, of the hours; the workspace's where it is null.
  add column time_zone text,
  -- Openings by weekday, as a booking rule has them; null for somebody who is always on duty.
  add column hours jsonb,
  -- An e-mail address or an https URL.
  add column notify_to text,
  -- One that is named by leads is not removed, but does not work here any more.
  add column is_active boolean not null default true;

alter table workspaces
  -- After so many hours without a word a lead that a person has goes back to its agent; never where it is null.
  add column hand_back_after_hours int check (hand_back_after_hours > 0);

alter table messages
  -- Of a draft: what is done when it is approved (engagement/decision.ts), in the order of the actions.
  add column on_approval jsonb,
  -- Of a draft that was approved: the message that it became.
  add column sent_as_id uuid;
-- What is to be said and is not under way: taking a lead over looks here.
create index messages_pending on messages (workspace_id, lead_id) where status in ('awaiting_approval', 'scheduled', 'queued');
create index messages_drafts on messages (workspace_id, id desc) where status = 'awaiting_approval';

-- That a person is needed, told once for each need.
create table notifications (
  workspace_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  -- The event that told of the need.
  need_id uuid not null,
  reason text,
  -- Whom it is addressed to: the lead's own member, those on duty, or all.
  member_ids uuid[] not null,
  state text not null default 'pending' check (state in ('pending', 'sent', 'failed', 'withdrawn')),
  attempts int not null default 0,
  available_at timestamptz(3) not null,
  sent_at timestamptz(3),
  -- When somebody came, or was needed no more.
  ended_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, lead_id, need_id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete cascade
);
create index notifications_ready on notifications (workspace_id, available_at) where state = 'pending';
call make_tenant_table('notifications');
create policy engine on notifications to foyer_engine using (true) with check (true);
grant select, update on notifications to foyer_engine;
