import type { Sql } from 'postgres';
import type { BenchWorkspace } from './make-workspaces.ts';

/** Leads with twelve items, twenty lines on the timeline, three documents and two others who may be the same person. */
const FAT_PER_WORKSPACE = 4;

/**
 * Makes the temporary table `plan` with a row for each lead to be, in the order in which they came: leads of all
 * workspaces one among the other, over three months. Those where most are stale came two months earlier.
 */
export async function planLeads(sql: Sql, workspaces: readonly BenchWorkspace[]): Promise<void> {
  const wanted = workspaces.map(({ id, kind, leads }) => ({ id, kind, leads }));
  await sql`
    create temporary table wanted as
    select w.id as workspace_id, w.kind, w.leads, f.id as workflow_id, f.version, f.agent_id,
      jsonb_object_agg(s.key, s.id) as statuses
    from jsonb_to_recordset(${sql.json(wanted)}) as w (id uuid, kind text, leads int)
    join workflows f on f.workspace_id = w.id
    join workflow_statuses s on s.workspace_id = f.workspace_id and s.workflow_id = f.id
    group by 1, 2, 3, 4, 5, 6`;
  await sql`select setseed(0.5)`;
  await sql`
    create temporary table plan as
    with placed as (
      select w.*, k, 1 - (k + random()) / w.leads as share, random() as dice,
        w.kind = 'plain' and k % greatest(3, w.leads / ${FAT_PER_WORKSPACE}::int) = 0
          and k + 2 < w.leads as is_fat,
        w.kind = 'plain' and k % greatest(3, w.leads / ${FAT_PER_WORKSPACE}::int) < 3 as is_around_fat,
        k % greatest(3, w.leads / ${FAT_PER_WORKSPACE}::int) as nth
      from wanted w cross join lateral generate_series(0, w.leads - 1) k
    ), aged as (
      select *, share * interval '90 days' + case when kind in ('half', 'thousandth') then interval '60 days' else '10 min' end as age
      from placed
    )
    select row_number() over (order by age desc) as n, a.*,
      uuidv7(-age) as lead_id, uuidv7(-age + interval '5 ms') as run_id, uuidv7(-age + interval '6 ms') as conversation_id,
      -- Who shares the contact points of whom.
      case when is_around_fat then k - nth else k end as person,
      case
        when kind in ('half', 'thousandth') or dice < 0.25 then 'qualified'
        when dice < 0.55 then 'new' when dice < 0.85 then 'engaged' when dice < 0.90 then 'booked'
        when dice < 0.95 then 'converted' else 'lost' end as stage,
      case
        when kind = 'half' and k % 2 = 0 or kind = 'thousandth' and k % 1000 = 0 then interval '30 days'
        when kind in ('half', 'thousandth') then interval '5 days' * random()
        else greatest(age - interval '1 hour', interval '1 min') end as quiet_for
    from aged a order by n`;
  await sql`create index on plan (n)`;
  await sql`analyze plan`;
}

/** The leads' own rows. Their snapshots are made when all that they show is there. */
export async function insertLeads(sql: Sql): Promise<void> {
  // Nor by the job of the server that runs meanwhile.
  await sql`update workspaces set snapshots_renewed = catalogue_revision`;
  await sql`alter table leads disable trigger leads_snapshot`;
  await sql`
    insert into leads (workspace_id, id, name, given_name, family_name, email, phone, phone_match_key, business_name,
      goal, timeline, source, channel, stage, agent_id, metadata, form_responses, tags, external_id, language,
      last_message_at, last_activity_at, revision, created_at, updated_at)
    select workspace_id, lead_id, given || ' ' || family, given, family,
      lower(given || '.' || family || person) || '@example.com', '+1415' || lpad((person % 10000000)::text, 7, '0'),
      '1415' || lpad((person % 10000000)::text, 7, '0'), family || ' ' || trade || ' LLC', 'Working capital', 'This month',
      'google-ads', (array['api', 'api', 'form', 'web_chat'])[1 + n % 4], stage, agent_id,
      jsonb_build_object('utm_source', 'google', 'utm_campaign', 'loans-' || n % 12, 'landingPage', '/apply/' || n % 40,
        'referrer', 'https://www.example.com/compare', 'amount', 10000 + n % 400 * 500),
      jsonb_build_object('How soon do you need it?', 'This month', 'How did you hear of us?', 'A friend'),
      case when n % 5 = 0 then array['returning', 'priority'] else '{}' end,
      case when is_fat then 'fat-' || n else 'crm-' || n end, 'en',
      now() - quiet_for, now() - quiet_for, 3, created_at, now() - least(quiet_for, age)
    from (
      select *, uuid_extract_timestamp(lead_id)::timestamptz(3) as created_at,
        (array['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Frances', 'Tony'])[1 + person % 8] as given,
        (array['Lovelace', 'Hopper', 'Turing', 'Dijkstra', 'Liskov', 'Knuth', 'Allen'])[1 + person % 7] as family,
        (array['Bakery', 'Motors', 'Dental', 'Roofing', 'Design', 'Foods'])[1 + person % 6] as trade
      from plan
    ) p order by n`;
  await sql`alter table leads enable trigger leads_snapshot`;
}
