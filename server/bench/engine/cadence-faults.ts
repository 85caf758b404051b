import type { Sql } from 'postgres';
import type { StandingFault } from './standing-faults.ts';

/** What a workflow's cadence promises of the attempts of one run. */
export interface CadencePromise {
  /** Openings of every day, in hours. */
  readonly open: readonly [number, number];
  /** Channels that keep to them. */
  readonly inWindows: readonly string[];
  readonly days: number;
  /** Of a channel on a day. */
  readonly perDay: number;
  readonly staleAfterHours: number;
  readonly hoursBetween: number;
  readonly gapMinutes: number;
  /** Attempts to take up again, until the lead answers. */
  readonly recontacts: number;
  /** Of a sender within an hour; null where nobody counts. */
  readonly perHour: number | null;
}

/** Attempts of the workflow with this key, in these workspaces, that were not as its cadence promises; in plain SQL. */
export async function findCadenceFaults(
  sql: Sql,
  workspaceIds: readonly string[],
  { workflow, promise }: { readonly workflow: string; readonly promise: CadencePromise },
): Promise<StandingFault[]> {
  const { open, inWindows, days, perDay, staleAfterHours, hoursBetween, gapMinutes, recontacts, perHour } = promise;
  const rows = await sql<{ leadId: string; rule: string; found: string }[]>`
    with said as (
      select m.workspace_id, m.id, m.lead_id, m.channel, m.created_at as at, m.purpose, c.run_id,
        m.created_at at time zone coalesce(l.time_zone, w.time_zone) as local,
        max(m.created_at) filter (where m.direction = 'inbound') over (
          partition by m.lead_id order by m.id rows between unbounded preceding and 1 preceding) as heard,
        -- What was at its end begins anew where a person has it go on.
        (select count(*) from events e
         where e.workspace_id = m.workspace_id and e.lead_id = m.lead_id and e.type = 'run.cadence_exhausted' and e.id < m.id)
          as ends
      from messages m
      join workspaces w on w.id = m.workspace_id
      join leads l on l.workspace_id = m.workspace_id and l.id = m.lead_id
      join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
      where m.workspace_id = any (${[...workspaceIds]}::uuid[]) and m.kind = 'message'
    ), tries as (
      select said.*, lag(at) over channel as before, lag(at) over run as before_on_any,
        count(*) over (partition by run_id, said.channel, local::date, heard, ends) as that_day,
        count(*) over (partition by run_id, said.channel, heard, ends) as since_heard,
        count(*) over (partition by run_id, heard, ends) as on_all_since_heard
      from said
      join runs r on r.workspace_id = said.workspace_id and r.id = said.run_id
      join workflows f on f.workspace_id = r.workspace_id and f.id = r.workflow_id
      where purpose = 'attempt' and f.key = ${workflow}
        -- When one that a person approved leaves is the person's choice.
        and not exists (
          select from messages d where d.workspace_id = said.workspace_id and d.lead_id = said.lead_id and d.sent_as_id = said.id)
      window channel as (partition by run_id, said.channel order by at), run as (partition by run_id order by at)
    )
    select lead_id, rule, at || ' on ' || channel || ', there ' || local as found
    from tries cross join lateral (
      select 'an attempt is made inside its windows' as rule
      where channel = any (${[...inWindows]}::text[])
        and (extract(hour from local) < ${open[0]} or extract(hour from local) >= ${open[1]})
      union all select 'an attempt leaves the lead the time to write' where at - heard between interval '1 second' and make_interval(mins => ${staleAfterHours * 60 - 1})
      union all select 'attempts on one channel are hours apart' where at - before < make_interval(mins => ${hoursBetween * 60})
      union all select 'attempts on two channels are a gap apart' where at - before_on_any < make_interval(mins => ${gapMinutes})
      union all select 'no more attempts in a day than planned' where heard is null and that_day > ${perDay}
      union all select 'no more attempts than planned' where heard is null and since_heard > ${days * perDay}
      union all select 'no more attempts to take up again than planned'
      where heard is not null and on_all_since_heard > ${recontacts}) broken
    union all
    select lead_id, 'no more an hour than the limit of the sender', handed_at || ' on ' || channel || ': ' || within_hour
    from (
      select d.lead_id, d.channel, d.handed_at, count(*) over (
        partition by d.workspace_id, d.channel order by d.handed_at
        range between interval '59 minutes' preceding and current row) as within_hour
      from deliveries d
      join messages m on m.workspace_id = d.workspace_id and m.id = d.message_id
      join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
      join runs r on r.workspace_id = c.workspace_id and r.id = c.run_id
      join workflows f on f.workspace_id = r.workspace_id and f.id = r.workflow_id
      where d.workspace_id = any (${[...workspaceIds]}::uuid[]) and d.purpose = 'attempt' and d.handed_at is not null
        and f.key = ${workflow}) handed
    where within_hour > ${perHour}::int`;
  return rows;
}
