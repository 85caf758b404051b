import type { Sql } from 'postgres';
import type { StandingFault } from './standing-faults.ts';

/** What left and should not have, as far as rows tell of it afterwards. Each gives `lead` and `found`. */
const rules: readonly { readonly rule: string; readonly query: string }[] = [
  {
    rule: 'nothing in quiet hours but prompt answers',
    query: `
      select d.lead_id as lead, d.handed_at || ' ' || d.purpose as found
      from deliveries d join workspaces w on w.id = d.workspace_id
      join leads l on l.workspace_id = d.workspace_id and l.id = d.lead_id
      cross join lateral (select (d.handed_at at time zone coalesce(l.time_zone, w.time_zone))::time as there) t
      where d.workspace_id = any ($1::uuid[]) and d.handed_at is not null and d.purpose <> 'person' and w.quiet_hours is not null
        and (there >= (w.quiet_hours ->> 'from')::time or there < (w.quiet_hours ->> 'to')::time)
        and not (d.purpose in ('reply', 'confirmation') and exists (
          select from messages m
          where m.workspace_id = d.workspace_id and m.lead_id = d.lead_id and m.direction = 'inbound'
            and m.created_at > d.handed_at - interval '1 hour' and m.created_at <= d.handed_at))`,
  },
  {
    rule: 'nothing after an opt-out but its confirmation',
    query: `
      select l.id as lead, d.handed_at || ' ' || d.purpose as found
      from leads l join deliveries d on d.workspace_id = l.workspace_id and d.lead_id = l.id
      where l.workspace_id = any ($1::uuid[]) and l.opted_out_at is not null and d.purpose <> 'confirmation'
        and d.handed_at > l.opted_out_at`,
  },
  {
    rule: 'one confirmation of an opt-out',
    query: `
      select d.lead_id as lead, count(*)::text as found
      from deliveries d join messages m on m.workspace_id = d.workspace_id and m.id = d.message_id
      where d.workspace_id = any ($1::uuid[]) and d.purpose = 'confirmation' and d.handed_at is not null
        -- That a person will come is confirmed too, each time.
        and not exists (
          select from action_logs a
          where a.workspace_id = d.workspace_id and a.lead_id = d.lead_id and a.summary like 'Needs a person:%'
            and a.created_at between m.created_at - interval '1 second' and m.created_at + interval '1 second')
      group by d.lead_id having count(*) > 1`,
  },
  {
    rule: 'nothing of the agent’s while a person has the lead',
    query: `
      with spans as (
        select lead_id, type, created_at as since, lead(created_at) over (partition by lead_id order by id) as until
        from events
        where workspace_id = any ($1::uuid[]) and type in ('conversation.taken_over', 'conversation.handed_back'))
      select m.lead_id as lead, m.created_at || ' ' || coalesce(m.purpose, '') as found
      from spans s join messages m on m.lead_id = s.lead_id
      where s.type = 'conversation.taken_over' and m.author = 'agent' and m.kind = 'message' and m.status = 'sent'
        and m.created_at > s.since and m.created_at < coalesce(s.until, 'infinity')`,
  },
  {
    rule: 'nothing leaves for a test lead',
    query: `
      select l.id as lead, d.channel as found
      from leads l join deliveries d on d.workspace_id = l.workspace_id and d.lead_id = l.id
      where l.workspace_id = any ($1::uuid[]) and l.is_test and d.handed_at is not null and d.channel <> 'console'`,
  },
  {
    rule: 'the agent does not say the same twice within a minute',
    query: `
      select lead_id as lead, body as found from (
        select lead_id, body, created_at, lag(created_at) over (partition by conversation_id, body order by id) as before
        from messages
        where workspace_id = any ($1::uuid[]) and author = 'agent' and kind = 'message' and status not in ('cancelled', 'failed')) m
      where created_at - before < interval '59 seconds'`,
  },
];

export async function findSentFaults(sql: Sql, workspaceIds: readonly string[]): Promise<StandingFault[]> {
  const found: StandingFault[] = [];
  for (const { rule, query } of rules) {
    const rows = await sql.unsafe<{ lead: string; found: string }[]>(query, [[...workspaceIds]]);
    for (const row of rows) found.push({ rule, leadId: row.lead, found: row.found });
  }
  return found;
}
