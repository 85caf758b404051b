-- What a channel of a workspace was handed of the agent's own accord, by tenths of an hour: what the limits of a sender
-- look at. A look costs the same however much is sent, and what is erased afterwards still counts.
create table sender_counts (
  workspace_id uuid not null references workspaces (id),
  channel text not null,
  -- When its tenth of an hour begins.
  since timestamptz(3) not null,
  count int not null,
  primary key (workspace_id, channel, since)
);
call make_tenant_table('sender_counts');
create policy engine on sender_counts to foyer_engine using (true) with check (true);
grant select, delete on sender_counts to foyer_engine;

alter table deliveries no force row level security;
insert into sender_counts (workspace_id, channel, since, count)
select workspace_id, channel, date_bin('6 minutes', handed_at, '1970-01-01 00:00:00+00'), count(*)
from deliveries
-- More than any limit looks back, and what is cleaned up at once.
where handed_at > now() - interval '48 hours' and purpose in ('attempt', 'follow_up', 'reminder')
group by 1, 2, 3;
alter table deliveries force row level security;
drop index deliveries_of_sender;

grant create on schema public to foyer_engine;
-- Removes counts that no limit looks at any more; how many.
create function forget_sender_counts(before timestamptz) returns int
  language sql security definer set search_path = public, pg_temp
  begin atomic
    with gone as (delete from sender_counts where since < before returning 1)
    select count(*)::int from gone;
  end;
call make_engine_function('forget_sender_counts(timestamptz)');
revoke create on schema public from foyer_engine;
