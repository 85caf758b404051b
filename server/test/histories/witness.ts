import postgres from 'postgres';
import type { TestDatabase } from '../database.ts';

/**
 * A second opinion on every word to a lead. Triggers keep what held at the moment, read in plain SQL inside the very
 * transaction that wrote a message (`written`) or handed it to its channel (`handed`), under the lead's lock.
 */
export async function installWitness({ admin, server }: TestDatabase): Promise<void> {
  const sql = postgres({ ...admin, max: 1, onnotice: () => undefined });
  try {
    await sql.unsafe(schema);
    await sql.unsafe(`grant usage on schema witness to ${server.username}`);
  } finally {
    await sql.end();
  }
}

const schema = `
create schema witness;
create table witness.words (
  n bigint generated always as identity primary key,
  moment text not null, workspace_id uuid not null, lead_id uuid not null, message_id uuid not null,
  conversation_id uuid not null, run_id uuid, channel text not null, purpose text not null, author text not null, body text not null,
  at timestamptz not null,
  -- When its transaction began: an id, and with it a message's time, is never before one that was made meanwhile.
  begun_at timestamptz not null,
  is_stopped boolean, requires_consent boolean, has_consent boolean, is_test boolean, is_out boolean, is_deleted boolean,
  is_persons boolean, is_given boolean, is_run_paused boolean, is_workflow_paused boolean, pauses_agent boolean, is_suppressed boolean,
  has_appointment boolean, local timestamp, quiet jsonb, last_inbound timestamptz, last_inbound_here timestamptz);
create index on witness.words (lead_id);
-- Which transaction gave a lead to people: its own last words may tell of it.
create table witness.given (lead_id uuid, by_transaction xid8, at timestamptz);
create index on witness.given (lead_id);

create function witness.note(m messages, moment text, at timestamptz, begun_at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp as $$
  insert into witness.words (moment, workspace_id, lead_id, message_id, conversation_id, run_id, channel, purpose, author, body, at, begun_at,
    is_stopped, requires_consent, has_consent, is_test, is_out, is_deleted, is_persons, is_given, is_run_paused, is_workflow_paused,
    pauses_agent, is_suppressed, has_appointment, local, quiet, last_inbound, last_inbound_here)
  select moment, m.workspace_id, m.lead_id, m.id, m.conversation_id, c.run_id, m.channel, coalesce(m.purpose, 'person'), m.author, m.body, at, begun_at,
    w.is_stopped, w.requires_consent,
    exists (select from consents g where g.workspace_id = w.id and g.lead_id = l.id and g.withdrawn_at is null
      and (g.channel is null or g.channel = m.channel)),
    l.is_test, l.opted_out_at is not null, l.deleted_at is not null,
    (l.owner = 'person' or c.owner = 'person' or coalesce(r.human_takeover, false)) and not given.here, given.here,
    coalesce(r.run_status = 'paused', false), coalesce(f.is_paused, false), coalesce('pauses_agent' = any (s.flags), false),
    exists (select from suppressions x where x.workspace_id = w.id and x.lifted_at is null and x.kind = 'phone'
      and x.address_hash = sha256(convert_to(w.id || ':' || l.phone, 'UTF8'))),
    exists (select from appointments a where a.workspace_id = w.id and a.lead_id = l.id and a.status = 'confirmed' and a.end_at > at),
    begun_at at time zone coalesce(l.time_zone, w.time_zone), w.quiet_hours,
    (select max(last_inbound_at) from conversations o where o.workspace_id = w.id and o.lead_id = l.id),
    (select max(last_inbound_at) from conversations o where o.workspace_id = w.id and o.lead_id = l.id and o.channel = m.channel)
  from leads l join workspaces w on w.id = l.workspace_id
  join conversations c on c.workspace_id = l.workspace_id and c.id = m.conversation_id
  left join runs r on r.workspace_id = c.workspace_id and r.id = c.run_id
  left join workflows f on f.workspace_id = r.workspace_id and f.id = r.workflow_id
  left join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
  cross join lateral (
    select exists (
      select from witness.given g where g.lead_id = l.id and g.by_transaction = pg_current_xact_id()) as here) given
  where l.workspace_id = m.workspace_id and l.id = m.lead_id
$$;

create function witness.on_message() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.direction = 'outbound' and new.kind = 'message' then 
    perform witness.note(new, 'written', new.created_at, (
      select last_message_at from leads where workspace_id = new.workspace_id and id = new.lead_id));
  end if;
  return null;
end $$;
create function witness.on_delivery() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare m messages;
begin
  if new.status = 'sending' and new.attempts > old.attempts then
    select * into m from messages where workspace_id = new.workspace_id and id = new.message_id;
    perform witness.note(m, 'handed', new.handed_at, new.handed_at);
  end if;
  return null;
end $$;
create function witness.on_lead() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.owner = 'person' and old.owner <> 'person' then
    insert into witness.given values (new.id, pg_current_xact_id(), new.updated_at);
  end if;
  return null;
end $$;
create trigger witness after insert on messages for each row execute function witness.on_message();
create trigger witness after update on deliveries for each row execute function witness.on_delivery();
create trigger witness after update on leads for each row execute function witness.on_lead();
`;
