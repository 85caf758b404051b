-- Campaigns that take their leads into a workflow, a few at a time.

alter table campaigns
  add column state text not null default 'draft'
    check (state in ('draft', 'scheduled', 'running', 'paused', 'finished', 'cancelled')),
  -- Leads an hour at most, spread evenly; as many as can be where it is null.
  add column per_hour int check (per_hour > 0),
  -- Openings by weekday, by the workspace's clocks; always where it is null.
  add column windows jsonb,
  add column start_at timestamptz(3),
  add column started_at timestamptz(3),
  add column ended_at timestamptz(3),
  -- When the next lead may be taken: the pace of all processes together. Null where nothing is to come.
  add column next_at timestamptz(3),
  add column waiting_count int not null default 0,
  add column enrolled_count int not null default 0,
  add column skipped_count int not null default 0,
  add column failed_count int not null default 0;
create index campaigns_due on campaigns (next_at) where state in ('scheduled', 'running') and next_at is not null;
create policy engine on campaigns to foyer_engine using (true) with check (true);
grant select, update on campaigns to foyer_engine;

-- The leads of a campaign, in the order in which they were added, and what became of each.
create table campaign_leads (
  workspace_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  -- Null after its erasure.
  lead_id uuid,
  state text not null default 'waiting' check (state in ('waiting', 'enrolled', 'skipped', 'failed')),
  -- Why it was skipped, or has failed.
  reason text,
  run_id uuid,
  attempts int not null default 0,
  available_at timestamptz(3) not null,
  settled_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, campaign_id, lead_id),
  foreign key (workspace_id, campaign_id) references campaigns (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id) on delete set null (lead_id),
  foreign key (workspace_id, run_id) references runs (workspace_id, id) on delete set null (run_id)
);
create index campaign_leads_waiting on campaign_leads (workspace_id, campaign_id, id) where state = 'waiting';
create index campaign_leads_of_campaign on campaign_leads (workspace_id, campaign_id, id desc) include (state, reason);
create index campaign_leads_of_lead on campaign_leads (workspace_id, lead_id) where lead_id is not null;
create index campaign_leads_of_run on campaign_leads (workspace_id, run_id) where run_id is not null;
call make_tenant_table('campaign_leads');

-- Locks the campaign that has waited longest for its next leads, to the end of the caller's transaction: one process at a
-- time takes leads of it, and a process that dies frees it.
create function take_campaign(at timestamptz)
  returns table (
    id uuid, workspace_id uuid, slug text, name text, time_zone text, country text, locale text)
  language sql security definer set search_path = public, pg_temp
  begin atomic
    select c.id, w.id, w.slug, w.name, w.time_zone, w.country, w.locale
    from campaigns c join workspaces w on w.id = c.workspace_id
    where c.state in ('scheduled', 'running') and c.next_at <= at
    order by c.next_at limit 1
    for update of c skip locked;
  end;
grant create on schema public to foyer_engine;
call make_engine_function('take_campaign(timestamptz)');
revoke create on schema public from foyer_engine;

-- What was promised to a lead.
create index messages_follow_ups on messages (workspace_id, lead_id, id desc) where kind = 'follow_up';
