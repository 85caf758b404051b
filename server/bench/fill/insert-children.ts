import type { Sql } from 'postgres';

/** What hangs on each lead of `plan`: a run, a conversation, four or five variables, three or four items, three lines. */
export async function insertChildren(sql: Sql, note: (what: string) => void): Promise<void> {
  note('runs and conversations');
  await insertRuns(sql);
  await insertConversations(sql);
  note('variables');
  await insertVariables(sql);
  note('checklist items');
  await insertItems(sql);
  note('lines of the timeline');
  await insertActions(sql);
  note('documents');
  await insertDocuments(sql);
  note('snapshots');
  await sql`
    insert into lead_snapshots (workspace_id, lead_id, revision, shown)
    select n.workspace_id, n.lead_id, n.revision, n.shown from plan p
    join lead_snapshots_now n on n.workspace_id = p.workspace_id and n.lead_id = p.lead_id order by p.n
    on conflict (workspace_id, lead_id) do update set revision = excluded.revision, shown = excluded.shown`;
}

async function insertRuns(sql: Sql): Promise<void> {
  await sql`
    insert into runs (workspace_id, id, lead_id, workflow_id, workflow_version, agent_id, status_id, status_changed_at,
      started_at, created_at, updated_at)
    select workspace_id, run_id, lead_id, workflow_id, version, agent_id,
      (statuses ->> case stage when 'new' then 'new' when 'engaged' then 'talking' when 'lost' then 'not_eligible'
        when 'converted' then 'complete' else 'collecting' end)::uuid, at, at, at, at
    from (select *, uuid_extract_timestamp(run_id)::timestamptz(3) as at from plan) p order by n`;
}

async function insertConversations(sql: Sql): Promise<void> {
  await sql`
    insert into conversations (workspace_id, id, lead_id, agent_id, run_id, channel, last_seq, last_message_at,
      created_at, updated_at)
    select workspace_id, conversation_id, lead_id, agent_id, run_id, 'web_chat', case when is_fat then 8 else 0 end,
      now() - quiet_for, at, at
    from (select *, uuid_extract_timestamp(conversation_id)::timestamptz(3) as at from plan) p order by n`;
  // What a fat lead said, and was told.
  await sql`
    insert into messages (workspace_id, id, conversation_id, lead_id, seq, direction, author, channel, body, status, created_at)
    select workspace_id, id, conversation_id, lead_id, seq, case when seq % 2 = 1 then 'outbound' else 'inbound' end,
      case when seq % 2 = 1 then 'agent' else 'lead' end, 'web_chat',
      case when seq % 2 = 1 then 'And what is your average monthly revenue over the last three months?'
        else 'About $25,000 a month, a little more in December.' end,
      case when seq % 2 = 1 then 'delivered' else 'received' end, uuid_extract_timestamp(id)
    from (
      select p.*, seq, uuidv7(-age + seq * interval '20 s') as id from plan p, generate_series(1, 8) seq where is_fat
    ) m order by n, seq`;
}

async function insertVariables(sql: Sql): Promise<void> {
  await sql`
    insert into variables (workspace_id, id, lead_id, key, value, value_text, confidence, source, created_at, updated_at)
    select workspace_id, id, lead_id, key, value, words, case when place = 1 then 1 else 0.9 end,
      case when place = 1 then 'api' else 'lead' end, at, at
    from (
      select n, workspace_id, lead_id, v.*, uuid_extract_timestamp(v.id)::timestamptz(3) as at
      from plan p cross join lateral (
        select place, key, value, words, uuidv7(-p.age + place * interval '40 s') as id
        from (values
          (1, 'business_name', to_jsonb('Lovelace Bakery LLC'::text), 'Lovelace Bakery LLC'),
          (2, 'amount', to_jsonb(50000 + p.n % 100 * 1000), '$' || 50000 + p.n % 100 * 1000),
          (3, 'purpose', to_jsonb('Working capital'::text), 'Working capital'),
          (4, 'years_trading', to_jsonb(3), 'three years'),
          (5, 'monthly_revenue', to_jsonb(25000), '$25,000 a month')) as each (place, key, value, words)
        where place <= 4 + p.n % 2
      ) v
    ) rows order by n, place`;
}

/** The first items of the workflow; the first two are done. */
async function insertItems(sql: Sql): Promise<void> {
  await sql`
    insert into lead_checklist_items (workspace_id, id, lead_id, checklist_item_id, status, value, value_source,
      created_at, updated_at)
    select workspace_id, id, lead_id, item_id, case when place <= 2 then 'completed' else 'todo' end,
      case when place <= 2 then 'Lovelace Bakery LLC' end, case when place <= 2 then 'agent' end, at, at
    from (
      select n, workspace_id, lead_id, i.*, uuid_extract_timestamp(i.id)::timestamptz(3) as at
      from plan p cross join lateral (
        select c.id as item_id, c.place, uuidv7(-p.age + c.place * interval '1 ms') as id
        from (
          select i.id, i.workspace_id, row_number() over (partition by i.workspace_id order by i.position) as place
          from checklist_items i where i.workspace_id = p.workspace_id and i.workflow_id = p.workflow_id
        ) c
        where c.place <= case when p.is_fat then 12 else 3 + p.n % 2 end
      ) i
    ) rows order by n, place`;
}

async function insertActions(sql: Sql): Promise<void> {
  await sql`
    insert into action_logs (workspace_id, id, lead_id, type, summary, actor_kind, actor_id, conversation_id, message_id,
      output, completed_at, created_at)
    select a.workspace_id, a.id, a.lead_id, a.type, a.summary, a.actor_kind, a.actor_id, a.conversation_id, m.id,
      case when a.type = 'variable_change' then jsonb_build_object('key', 'amount', 'value', 50000) end, a.at, a.at
    from (
      select p.n, p.workspace_id, p.lead_id, p.conversation_id, p.is_fat, l.place, l.id, t.*,
        case when t.actor_kind = 'agent' then p.agent_id end as actor_id,
        uuid_extract_timestamp(l.id)::timestamptz(3) as at
      from plan p
      cross join lateral (
        select place, uuidv7(-p.age + place * interval '15 s') as id
        from generate_series(1, case when p.is_fat then 20 else 3 end) place
      ) l
      join (values
        (1, 'api_activity', 'Lead created', 'api_key'), (2, 'message', 'Message sent', 'agent'),
        (3, 'status_change', 'Status: In conversation', 'agent'), (0, 'variable_change', 'Amount requested: $50,000', 'agent'),
        (4, 'message', 'Message received', 'lead')) as t (kind, type, summary, actor_kind)
        on t.kind = case when l.place <= 3 then l.place when l.place <= 10 then case when l.place % 2 = 0 then 4 else 2 end else 0 end
    ) a
    left join messages m on a.is_fat and a.type = 'message' and m.workspace_id = a.workspace_id
      and m.conversation_id = a.conversation_id and m.seq = a.place - 2
    order by a.n, a.place`;
}

/** Three for each fat lead, each with an item; their files are never read here and not made. */
async function insertDocuments(sql: Sql): Promise<void> {
  await sql`
    insert into documents (workspace_id, id, lead_id, file_name, mime_type, size_bytes, sha256, storage_key, metadata, created_at)
    select workspace_id, id, lead_id, 'statement-' || place || '.pdf', 'application/pdf', 184320, sha256(id::text::bytea),
      id::text, '{"documentType": "bank_statement"}', uuid_extract_timestamp(id)
    from (
      select p.*, place, uuidv7(-age + place * interval '2 min') as id from plan p, generate_series(1, 3) place where is_fat
    ) d order by n, place`;
  await sql`
    insert into checklist_item_documents (workspace_id, id, lead_checklist_item_id, document_id, created_at)
    select d.workspace_id, uuidv7(), i.id, d.id, d.created_at
    from documents d
    join lateral (
      select id from lead_checklist_items i
      where i.workspace_id = d.workspace_id and i.lead_id = d.lead_id order by i.id desc limit 1
    ) i on true`;
}
