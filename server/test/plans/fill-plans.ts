import postgres from 'postgres';
import { insertChildren } from '../../bench/fill/insert-children.ts';
import type { WorkspaceKind } from '../../bench/fill/make-workspaces.ts';
import { insertLeads, planLeads } from '../../bench/fill/plan-leads.ts';
import type { Ctx } from '../../src/db/database.ts';
import { createKey } from '../../src/modules/keys/index.ts';
import { applyWorkflow } from '../../src/modules/workflows/index.ts';
import { createWorkspace, systemCtx } from '../../src/modules/workspaces/index.ts';
import { fileOf } from '../pipeline.ts';
import { shippedWorkflow } from '../shipped-workflow.ts';
import type { TestSystem } from '../system.ts';
import { insertKnowledge } from './insert-knowledge.ts';

export interface FilledWorkspace {
  readonly ctx: Ctx;
  readonly secret: string;
}

/** Leads by what their workspace is for: see the benchmark, whose filling this is. */
const LEADS = { plain: 1_200, deep: 4_000, half: 1_500, thousandth: 4_000 } as const;
type Filled = Exclude<WorkspaceKind, 'writes'>;

/** A workflow that reaches out, for the statements of an attempt. */
const reaching = fileOf({
  key: 'reaching',
  name: 'Reaching',
  goal: 'qualification',
  agent: { name: 'Mia', role: 'the assistant' },
  fields: [{ key: 'size', label: 'Size', type: 'text', ask: 'Which size?' }],
  statuses: [{ key: 'new', label: 'New', category: 'active', flags: ['initial'] }],
  cadence: { channels: [{ channel: 'console', anyTime: true }], limits: { perHour: 200, perDay: 1000 } },
});

/** Four workspaces with some ten thousand leads and what hangs on them, an inbox and events of each, analysed. */
export async function fillForPlans(system: TestSystem): Promise<Record<Filled, FilledWorkspace>> {
  const make = async (kind: Filled) => {
    const workflows = [await shippedWorkflow('business-loan-documents')];
    const workspace = await createWorkspace(system, { name: kind, slug: kind, workflows });
    const ctx = systemCtx(system, workspace);
    const { secret } = await createKey(ctx, {});
    return { ctx, secret, id: workspace.id, slug: kind, kind, leads: LEADS[kind] };
  };
  const made = {
    plain: await make('plain'),
    deep: await make('deep'),
    half: await make('half'),
    thousandth: await make('thousandth'),
  };
  const sql = postgres({ ...system.database.admin, max: 1, onnotice: () => undefined });
  try {
    await planLeads(sql, Object.values(made));
    await insertLeads(sql);
    await sql`set session_replication_role = replica`;
    await insertChildren(sql, () => undefined);
    await insertQueues(sql);
    await applyWorkflow(made.deep.ctx, reaching);
    await insertAutomations(sql);
    await insertKnowledge(sql, made.deep.id);
    await sql`vacuum (analyze)`;
  } finally {
    await sql.end();
  }
  return made;
}

/** For each workspace two rules at work that have looked at all there is; one has acted for every lead. */
async function insertAutomations(sql: postgres.Sql): Promise<void> {
  await sql`
    insert into automations (workspace_id, id, name, events, action, starts_at, created_at, updated_at)
    select w.id, uuidv7(), n.name, '{lead.created}', '{"do": "addTag", "with": {"tag": "new"}}', '2001-01-01', now(), now()
    from workspaces w, unnest('{done,open}'::text[]) as n (name)`;
  await sql`
    insert into automation_cursors (workspace_id, seq, is_at_work, looked_at)
    select id, last_event_seq, true, now() from workspaces`;
  await sql`
    insert into automation_firings (workspace_id, id, automation_id, lead_id, event_id, event_type, event_at, event_data,
      state, available_at, created_at, updated_at)
    select p.workspace_id, uuidv7(), a.id, p.lead_id, uuidv7(), 'lead.created', now(), '{}', 'done', now(), now(), now()
    from plan p join automations a on a.workspace_id = p.workspace_id and a.name = 'done'`;
}

/** For each lead a stimulus and a timer that wait, a message that left lately, an event that has its number, and a token. */
async function insertQueues(sql: postgres.Sql): Promise<void> {
  await sql`
    insert into stimuli (workspace_id, id, lead_id, kind, payload, available_at, created_at)
    select workspace_id, uuidv7(), lead_id, 'lead_created', jsonb_build_object('conversationId', conversation_id),
      now() - interval '1 hour', now() from plan`;
  await sql`
    insert into events (workspace_id, id, seq, type, lead_id, data, created_at)
    select workspace_id, uuidv7(), row_number() over (partition by workspace_id order by n), 'lead.created', lead_id, '{}',
      now() from plan`;
  await sql`
    update workspaces w set last_event_seq = e.last
    from (select workspace_id, max(seq) as last from events group by workspace_id) e where e.workspace_id = w.id`;
  await sql`
    insert into timers (workspace_id, id, lead_id, kind, payload, due_at, created_at)
    select workspace_id, uuidv7(), lead_id, 'attempt_due', '{}', now() + n * interval '1 second', now() from plan`;
  await sql`
    insert into deliveries (workspace_id, id, message_id, lead_id, conversation_id, agent_id, channel, purpose, status, attempts,
      available_at, handed_at, created_at, updated_at)
    select p.workspace_id, uuidv7(), uuidv7(), p.lead_id, p.conversation_id, l.agent_id, 'sms', 'attempt', 'sent', 1, now(),
      now() - p.n * interval '10 seconds', now(), now()
    from plan p join leads l on l.workspace_id = p.workspace_id and l.id = p.lead_id`;
  // As many as a limit of 24 hours looks at, and as many more.
  await sql`
    insert into sender_counts (workspace_id, channel, since, count)
    select w.id, c.channel, date_bin('6 minutes', now(), '1970-01-01 00:00:00+00') - n * interval '6 minutes', 1
    from workspaces w, unnest('{sms,console}'::text[]) as c (channel), generate_series(0, 480) as n`;
  await sql`
    insert into token_directory (token_hash, kind, workspace_id, subject_id, created_at)
    select sha256(conversation_id::text::bytea), 'conversation', workspace_id, conversation_id, now() from plan`;
}
