import type { Sql } from 'postgres';

/** Something that must not stand in the database, whose lead it is, and what was found. */
export interface StandingFault {
  readonly rule: string;
  readonly leadId: string;
  readonly found: string;
}

/** Looks at all leads of these workspaces, as the superuser and in plain SQL, once nothing is left to do at `at`. */
export async function findStandingFaults(
  sql: Sql,
  workspaceIds: readonly string[],
  at: Date,
): Promise<StandingFault[]> {
  const ids = [...workspaceIds];
  const all = await Promise.all(
    rules.map(async ({ rule, query }) => {
      const rows = await sql.unsafe<{ lead: string; found: string }[]>(query, [ids, at]);
      return rows.map(({ lead, found }) => ({ rule, leadId: lead, found }));
    }),
  );
  return all.flat();
}

/** `$1` are the workspaces, `$2` the time. Each gives `lead` and `found`. */
const rules: readonly { readonly rule: string; readonly query: string }[] = [
  {
    rule: 'a run has one attempt timer at most',
    query: `
      select lead_id as lead, string_agg(due::text, ', ') as found from (
        select lead_id, payload ->> 'runId' as run, due_at as due from timers
        where workspace_id = any ($1::uuid[]) and kind = 'attempt_due' and $2::timestamptz is not null
        union all select lead_id, payload ->> 'runId', available_at from stimuli
        where workspace_id = any ($1::uuid[]) and kind = 'attempt_due' and dead_at is null) t
      group by lead_id, run having count(*) > 1`,
  },
  {
    rule: 'a message stands where its delivery stands',
    query: `
      select m.lead_id as lead, m.id || ' on ' || m.channel || ' is ' || m.status || ', its delivery ' || coalesce(d.status, 'missing') as found
      from messages m left join deliveries d on d.workspace_id = m.workspace_id and d.message_id = m.id
      where m.workspace_id = any ($1::uuid[]) and m.direction = 'outbound' and m.kind = 'message' and $2::timestamptz is not null
        and case m.status
          when 'queued' then coalesce(d.status not in ('pending', 'sending'), true)
          when 'sent' then d.status <> 'sent'
          when 'failed' then coalesce(d.status <> 'failed', true)
          when 'unknown' then coalesce(d.status <> 'unknown', true)
          when 'cancelled' then coalesce(d.status not in ('refused', 'cancelled'), false)
          else true end`,
  },
  {
    rule: 'what was not sent has a reason, and the timeline tells of it',
    query: `
      select m.lead_id as lead, m.id || ' is ' || m.status || ': ' || coalesce(m.failure, 'no reason') as found
      from messages m
      where m.workspace_id = any ($1::uuid[]) and m.direction = 'outbound' and m.status in ('cancelled', 'failed', 'unknown')
        and $2::timestamptz is not null
        and (m.failure is null or not exists (
          select from action_logs a
          where a.workspace_id = m.workspace_id and a.lead_id = m.lead_id and a.message_id = m.id
            and (position(m.failure in a.summary) > 0 or a.error = m.failure)))`,
  },
  {
    rule: 'no line of the timeline waits for what is over',
    query: `
      select a.lead_id as lead, a.summary || ' is pending, its message is ' || m.status as found
      from action_logs a join messages m on m.workspace_id = a.workspace_id and m.id = a.message_id
      where a.workspace_id = any ($1::uuid[]) and a.status in ('pending', 'awaiting_approval') and $2::timestamptz is not null
        and m.status not in ('queued', 'awaiting_approval', 'scheduled')`,
  },
  {
    rule: 'a person is told of what may have arrived',
    query: `
      select m.lead_id as lead, m.id as found from messages m
      where m.workspace_id = any ($1::uuid[]) and m.status = 'unknown' and $2::timestamptz is not null
        and not exists (
          select from action_logs a
          where a.workspace_id = m.workspace_id and a.lead_id = m.lead_id
            and a.summary = 'Needs a person: a message on ' || m.channel || ' may not have arrived')`,
  },
  {
    rule: 'nothing that is due is left',
    query: `
      select lead_id as lead, kind as found from timers where workspace_id = any ($1::uuid[]) and due_at <= $2
      union all select lead_id, kind || ' ' || coalesce(last_error, '') from stimuli
      where workspace_id = any ($1::uuid[]) and (dead_at is not null or available_at <= $2)
      union all select lead_id, channel from deliveries
      where workspace_id = any ($1::uuid[]) and status in ('pending', 'sending') and available_at <= $2`,
  },
  {
    rule: 'what is promised has its time',
    query: `
      select m.lead_id as lead, m.id as found from messages m
      join leads l on l.workspace_id = m.workspace_id and l.id = m.lead_id and l.deleted_at is null
      where m.workspace_id = any ($1::uuid[]) and m.kind = 'follow_up' and m.status = 'scheduled' and $2::timestamptz is not null
        and not exists (
          select from timers t where t.workspace_id = m.workspace_id and t.lead_id = m.lead_id
            and t.payload ->> 'messageId' = m.id::text)
        and not exists (
          select from stimuli i where i.workspace_id = m.workspace_id and i.lead_id = m.lead_id and i.dead_at is null
            and i.payload ->> 'messageId' = m.id::text)`,
  },
  {
    rule: 'a booked status has its appointment',
    query: `
      select r.lead_id as lead, s.key as found from runs r
      join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
      join leads l on l.workspace_id = r.workspace_id and l.id = r.lead_id and l.deleted_at is null
      where r.workspace_id = any ($1::uuid[]) and r.is_active and 'booking_target' = any (s.flags) and $2::timestamptz is not null
        and not exists (
          select from appointments a
          where a.workspace_id = r.workspace_id and a.lead_id = r.lead_id and a.status in ('confirmed', 'completed'))`,
  },
  {
    rule: 'a lead has one active run in a workflow at most',
    query: `
      select lead_id as lead, count(*)::text as found from runs
      where workspace_id = any ($1::uuid[]) and is_active and $2::timestamptz is not null
      group by lead_id, workflow_id having count(*) > 1`,
  },
  {
    rule: 'who opted out has no run and nothing to come from the agent',
    query: `
      select l.id as lead, coalesce(x.what, '') as found from leads l
      join lateral (
        select 'a run' as what from runs r where r.workspace_id = l.workspace_id and r.lead_id = l.id and r.is_active
        union all select 'a timer' from timers t
        where t.workspace_id = l.workspace_id and t.lead_id = l.id and t.kind in ('attempt_due', 'follow_up_due')
        union all select 'words' from messages m
        where m.workspace_id = l.workspace_id and m.lead_id = l.id and m.status in ('queued', 'scheduled', 'awaiting_approval')
          and m.purpose <> 'confirmation') x on true
      where l.workspace_id = any ($1::uuid[]) and l.opted_out_at is not null and l.deleted_at is null and $2::timestamptz is not null`,
  },
  {
    rule: 'a cadence that nothing holds up has its next step',
    query: `
      select r.lead_id as lead, 'run ' || r.id || ' is ' || r.cadence_state || ' ' || r.cadence::text as found
      from runs r
      join leads l on l.workspace_id = r.workspace_id and l.id = r.lead_id
      join workspaces w on w.id = r.workspace_id
      join workflows f on f.workspace_id = r.workspace_id and f.id = r.workflow_id
      join workflow_statuses s on s.workspace_id = r.workspace_id and s.id = r.status_id
      where r.workspace_id = any ($1::uuid[]) and r.is_active and r.run_status = 'running' and r.cadence_state in ('active', 'paused')
        and r.cadence <> '{}' and l.deleted_at is null and l.opted_out_at is null and l.owner = 'agent' and not l.needs_human
        and not r.human_takeover and not w.is_stopped and not f.is_paused
        and s.category = 'active' and not s.flags && array['pauses_agent', 'booking_target']
        -- What no channel can reach waits for an address, a consent, the end of a suppression.
        and not (r.cadence ? 'isHeld' and (l.phone is null or l.is_test
          or (w.requires_consent and not exists (
            select from consents c where c.workspace_id = l.workspace_id and c.lead_id = l.id and c.withdrawn_at is null))
          or exists (
            select from suppressions x
            where x.workspace_id = l.workspace_id and x.lifted_at is null and x.kind = 'phone'
              and x.address_hash = sha256(convert_to(l.workspace_id || ':' || l.phone, 'UTF8')))))
        and not exists (
          select from appointments a
          where a.workspace_id = r.workspace_id and a.lead_id = r.lead_id and a.status = 'confirmed' and a.end_at > $2)
        and not exists (
          select from timers t
          where t.workspace_id = r.workspace_id and t.lead_id = r.lead_id and t.kind = 'attempt_due'
            and t.payload ->> 'runId' = r.id::text)
        and not exists (
          select from stimuli t where t.workspace_id = r.workspace_id and t.lead_id = r.lead_id and t.dead_at is null)
        and not exists (
          select from messages m
          where m.workspace_id = r.workspace_id and m.lead_id = r.lead_id and m.status = 'awaiting_approval')`,
  },
];
